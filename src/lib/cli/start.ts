import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../package-root.js';
import {COMPLETE} from './completion/scripts.js';
import {keepDebugToOurselves} from './debug.js';

const VERSION = new Set(['--version', '-v', 'version']);

/**
 * What bin/ calls. `--version`, `-v` or `version` alone is answered here, as oclif would but without loading it: scripts ask for it often.
 * Everything else is `main`.
 */
export async function start(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  if (argv.length === 1 && VERSION.has(argv[0] ?? '')) {
    const {name, version} = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
    return;
  }
  keepDebugToOurselves(process.env);
  if (argv[0] === COMPLETE) {
    const {complete} = await import('./completion/complete.js');
    process.stdout.write(await complete(argv.slice(1), process.env));
    return;
  }
  const {main} = await import('./main.js');
  await main(argv);
}

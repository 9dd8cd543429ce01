// Writes every generated file; with --check it only compares and fails when one is stale.
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../src/lib/package-root.js';
import {generateFiles, staleFiles} from './docs/generated-files.js';

const files = await generateFiles();
const stale = await staleFiles(files);

if (process.argv.includes('--check')) {
  for (const file of stale) process.stderr.write(`${file} is stale. Run: npm run docs\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const file of stale) {
    const target = path.join(packageRoot, file);
    await mkdir(path.dirname(target), {recursive: true});
    await writeFile(target, files.get(file) ?? '');
    process.stderr.write(`wrote ${file}\n`);
  }
}

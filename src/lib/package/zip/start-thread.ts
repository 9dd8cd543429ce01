import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {Worker} from 'node:worker_threads';
import {packageRoot, runsFromSource} from '../../package-root.js';

/**
 * Starts a thread from a file of ours, by its path under src/ or dist/ without extension, such as `lib/package/zip/job-worker`;
 * scripts/build.mjs lists them. Without the options of this process: its loaders and inspectors would only make it start later.
 */
export function startThread(name: string): Worker {
  if (!runsFromSource) return new Worker(path.join(packageRoot, `dist/${name}.cjs`), {execArgv: []});
  const source = pathToFileURL(path.join(packageRoot, `src/${name}.ts`)).href;
  const begin = `import('tsx/esm/api').then(({register}) => { register(); return import('${source}'); })`;
  return new Worker(begin, {execArgv: [], eval: true});
}

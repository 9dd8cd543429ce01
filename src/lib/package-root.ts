import {existsSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const here = fileURLToPath(import.meta.url);

function findRoot(): string {
  let folder = path.dirname(here);
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${here}: the installation is incomplete.`);
    folder = parent;
  }
  return folder;
}

/** The folder of this package: where templates/, bin/ and oclif.manifest.json are. */
export const packageRoot = findRoot();

/** Whether this is the source itself, as in tests and in bin/dev.js, rather than what was built of it. */
export const runsFromSource = path.relative(packageRoot, here).startsWith(`src${path.sep}`);

/**
 * A file that runs in a process of its own, by its path under src/ or dist/ without extension, such as
 * `lib/sandbox/runtime/bootstrap`. Such files are plain JavaScript, so that they run unbuilt; scripts/build.mjs lists them.
 */
export function runtimeFile(name: string): string {
  return path.join(packageRoot, runsFromSource ? `src/${name}.mjs` : `dist/${name}.cjs`);
}

/** A file that is read or run as it is, by its path under src/ or dist/. scripts/build.mjs copies them. */
export function runtimeResource(name: string): string {
  return path.join(packageRoot, runsFromSource ? 'src' : 'dist', name);
}

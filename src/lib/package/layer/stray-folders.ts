import {existsSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {unreadable} from '../source/source-error.js';
import type {CollectedLayer} from './collected-layer.js';
import type {NpmProject} from './npm-project.js';

/** Notes and caches of npm, other package managers, and tools for development: nothing reads them at run time. */
export const NOTES: ReadonlySet<string> = new Set([
  '.bin',
  '.cache',
  '.modules.yaml',
  '.package-lock.json',
  '.pnpm',
  '.pnpm-workspace-state.json',
  '.pnpm-workspace-state-v1.json',
  '.store',
  '.vite',
  '.vite-temp',
  '.vitest',
  '.yarn-integrity',
  '.yarn-state.yml',
]);

/** What lies in node_modules folders and in no entry of the lockfile. */
export interface StrayFolders {
  /** What was generated there, as `.prisma/client` is: absolute paths, by the path in the layer. */
  readonly generated: ReadonlyMap<string, string>;
  /** Names of packages that were installed without being saved: the next machine does not have them. */
  readonly unsaved: readonly string[];
}

/** Looks for strays. `placed` tells where each package that is in the layer comes from. */
export function strayFolders(
  {root, location, packages}: NpmProject,
  placed: ReadonlyMap<string, string>,
): StrayFolders {
  const generated = new Map<string, string>();
  const unsaved = new Set<string>();
  const homes: readonly (readonly [layerPath: string, folder: string])[] = [
    ['', ''],
    ...(location === '' ? [] : [['', location] as const]),
    ...placed,
  ];
  for (const [layerPath, folder] of homes) {
    const modules = joined(folder, 'node_modules');
    for (const name of namesIn(path.join(root, modules))) {
      if (packages.has(`${modules}/${name}`) || NOTES.has(name)) continue;
      // No package has a name that begins with a dot (npm docs, package.json, "name").
      if (!name.startsWith('.')) unsaved.add(name);
      else generated.set(`${joined(layerPath, 'node_modules')}/${name}`, path.join(root, modules, name));
    }
  }
  return {generated, unsaved: [...unsaved].sort()};
}

/** Names what is in neither the layer nor the package. */
export function unsavedWarning(names: readonly string[]): CollectedLayer['warnings'] {
  if (names.length === 0) return [];
  const message = `In node_modules and not in the lockfile, and so in neither the layer nor the package: ${names.join(', ')}. Save what the function needs: npm install NAME`;
  return [{code: 'LAYER_UNSAVED_PACKAGES', message}];
}

/** Folders, those of scopes opened. */
function namesIn(modules: string): string[] {
  return foldersIn(modules).flatMap((name) =>
    name.startsWith('@') ? foldersIn(path.join(modules, name)).map((each) => `${name}/${each}`) : [name],
  );
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder).filter((name) => statSync(path.join(folder, name)).isDirectory());
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

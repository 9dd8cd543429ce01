import path from 'node:path';
import {NOTES} from '../stray-folders.js';
import type {LockedProject} from './locked-project.js';
import {foldersIn} from './package-folders.js';

/**
 * What was generated into the node_modules that packages of the layer are in, as `.prisma/client` is: absolute paths, by the path in the
 * layer. No package has a name that begins with a dot (npm docs, package.json, "name").
 */
export function generatedFolders(
  {root, location}: LockedProject,
  placed: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const homes: (readonly [layerPath: string, modules: string])[] = [
    ['node_modules', path.join(root, 'node_modules')],
    ['node_modules', path.join(root, location, 'node_modules')],
    ...[...placed].flatMap(([layerPath, folder]) => {
      const modules = modulesAbove(path.join(root, folder));
      return modules === undefined ? [] : [[modulesAbove(layerPath) ?? '', modules] as const];
    }),
  ];
  return new Map(
    homes.flatMap(([layerPath, modules]) =>
      dotFoldersIn(modules).map((name) => [`${layerPath}/${name}`, path.join(modules, name)] as const),
    ),
  );
}

/** The node_modules a package is in. */
function modulesAbove(folder: string): string | undefined {
  return /^(.*(?:^|[\\/])node_modules)[\\/](?:@[^\\/]+[\\/])?[^\\/]+$/.exec(folder)?.[1];
}

function dotFoldersIn(modules: string): string[] {
  return foldersIn(modules).filter((name) => name.startsWith('.') && !NOTES.has(name));
}

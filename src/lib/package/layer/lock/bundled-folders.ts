import path from 'node:path';
import {installedManifest} from './manifest.js';
import {foldersIn} from './package-folders.js';

/**
 * Absolute paths of the packages that a package brings along in its own node_modules (npm docs, package.json, "bundleDependencies"), and
 * of those below them: lockfiles of pnpm and yarn have no entry for them. `known` are folders that have one. Throws UsageError for what
 * cannot be read.
 */
export function bundledFolders(folder: string, known: ReadonlySet<string>): readonly string[] {
  const {bundleDependencies, bundledDependencies} = installedManifest(folder);
  const declared = bundleDependencies ?? bundledDependencies ?? false;
  const isBundling = declared === true || (Array.isArray(declared) && declared.length > 0);
  return isBundling ? packagesBelow(folder, known) : [];
}

function packagesBelow(folder: string, known: ReadonlySet<string>): string[] {
  const modules = path.join(folder, 'node_modules');
  const names = foldersIn(modules).flatMap((name) =>
    name.startsWith('@') ? foldersIn(path.join(modules, name)).map((each) => path.join(name, each)) : [name],
  );
  return names
    .filter((name) => !name.startsWith('.'))
    .map((name) => path.join(modules, name))
    .filter((each) => !known.has(each))
    .flatMap((each) => [each, ...packagesBelow(each, known)]);
}

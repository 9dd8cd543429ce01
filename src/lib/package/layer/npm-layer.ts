import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {collectFiles} from '../source/collect-files.js';
import {unreadable} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import {type CollectedLayer, type LayerSource, sortPackages} from './collected-layer.js';
import {notADependency, nothingNeeded, outOfDate} from './layer-error.js';
import {type ClosureRequest, type NpmClosure, type NpmInstance, npmClosure} from './npm-closure.js';
import {placeInLayer} from './npm-placement.js';
import type {NpmProject} from './npm-project.js';
import {assertSiblingsInstalled} from './optional-siblings.js';
import {SourceRules} from './source-rules.js';
import {strayFolders, unsavedWarning} from './stray-folders.js';

/** Where Lambda looks for packages of Node.js in a layer (LDG "Packaging your layer content"). */
const LAYER_FOLDER = 'nodejs';

/**
 * The production dependencies of a project as files of a layer. Reads node_modules and compares it with the lockfile first: throws
 * UsageError naming every package that is missing or of another version, and for names in `include` that are none of the
 * project's dependencies.
 */
export function collectNpmLayer(project: NpmProject, source: LayerSource): CollectedLayer {
  const closure = installedClosure(project, source);
  const placed = placeInLayer(closure, project.location);
  if (placed.size === 0) throw nothingNeeded(path.join(project.root, project.location));
  const {generated, unsaved} = strayFolders(
    project,
    new Map([...placed].map(([layerPath, {folder}]) => [layerPath, folder])),
  );
  const folders = new Map([...placed].map(([layerPath, {folder}]) => [layerPath, path.join(project.root, folder)]));
  const rules = new SourceRules(source.sourceDir);
  const files: SourceFile[] = [];
  const leftOut: string[] = [];
  for (const [layerPath, folder] of [...folders, ...generated]) {
    const leavesOut = rules.below(layerPath);
    // A package's own node_modules are packages themselves: they are in `placed` when they are needed.
    const collected = collectFiles(folder, {
      leavesOut: (zipPath, isFolder) => zipPath === 'node_modules' || leavesOut(zipPath, isFolder),
    });
    const toLayerPath = (zipPath: string) => `${LAYER_FOLDER}/${layerPath}/${zipPath}`;
    for (const file of collected.files) files.push({...file, zipPath: toLayerPath(file.zipPath)});
    leftOut.push(...collected.leftOut.filter((row) => row !== 'node_modules/').map(toLayerPath));
  }
  return {
    files,
    leftOut,
    packages: sortPackages([...placed.values()]),
    skipped: closure.skipped.map((lockPath) => lockPath.replace(/^.*node_modules\//, '')),
    takenOut: takenOut(project, source, [...placed.values()]),
    // With a choice they stay in the package.
    warnings: source.include === undefined ? unsavedWarning(unsaved) : [],
  };
}

interface InstalledClosure extends NpmClosure {
  readonly skipped: readonly string[];
}

function installedClosure(project: NpmProject, {include, architecture}: LayerSource): InstalledClosure {
  const {packages, location} = project;
  const request: ClosureRequest = {packages, location, include, architecture};
  const all = npmClosure(request);
  const unknown = (include ?? []).filter((name) => !all.roots.has(name));
  if (unknown.length > 0) throw notADependency(unknown, path.join(project.root, location, 'package.json'));
  const absent = [...all.instances.values()].filter(({folder}) => !isInstalled(project, folder));
  // npm goes on without an optional package that it could not install; then what only that one needs is not needed either.
  const without = new Set(absent.filter(({isOptional}) => isOptional).map(({lockPath}) => lockPath));
  assertSiblingsInstalled(
    {absent: [...without], foreign: all.foreign},
    (lockPath) => isInstalled(project, lockPath),
    architecture,
  );
  const closure = without.size === 0 ? all : npmClosure({...request, without});
  const problems = [
    ...closure.unresolved.map((text) => `${text}: not in the lockfile`),
    ...[...closure.instances.values()].flatMap((instance) => problemOf(project, instance)),
  ];
  if (problems.length > 0) {
    throw outOfDate(
      problems.sort(),
      path.join(project.root, 'node_modules'),
      `Install what the lockfile says: npm ci (in ${project.root})`,
    );
  }
  return {...closure, skipped: [...all.foreign, ...without].sort()};
}

function isInstalled({root}: NpmProject, folder: string): boolean {
  return existsSync(path.join(root, folder, 'package.json'));
}

function problemOf(project: NpmProject, {folder, version}: NpmInstance): string[] {
  if (!isInstalled(project, folder)) return [`${folder}: not installed`];
  const installed = installedVersion(path.join(project.root, folder, 'package.json'));
  if (version === undefined || installed === version) return [];
  return [`${folder}: ${installed ?? 'no version'} is installed, the lockfile has ${version}`];
}

function installedVersion(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return (JSON.parse(text) as {version?: string}).version;
  } catch {
    // Cut off or overwritten: as wrong as another version, and mended the same way.
    return undefined;
  }
}

function takenOut({root, location}: NpmProject, {include}: LayerSource, placed: readonly NpmInstance[]): Set<string> {
  // Without a choice the whole folder goes: what is not in the layer is there for development only.
  if (include === undefined)
    return new Set([path.join(root, 'node_modules'), path.join(root, location, 'node_modules')]);
  return new Set(placed.map(({lockPath}) => path.join(root, lockPath)));
}

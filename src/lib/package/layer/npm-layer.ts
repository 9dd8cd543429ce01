import path from 'node:path';
import {collectFiles} from '../source/collect-files.js';
import type {SourceFile} from '../source/source-file.js';
import {type CollectedLayer, type LayerSource, sortPackages} from './collected-layer.js';
import {excludedBy} from './excluded.js';
import {nothingNeeded} from './layer-error.js';
import {bundledFolders} from './lock/bundled-folders.js';
import {generatedFolders} from './lock/generated-folders.js';
import {installedGraph} from './lock/installed-graph.js';
import {isLocked, type NodeProject} from './lock/locked-project.js';
import {stillNeeded} from './lock/still-needed.js';
import {type NpmInstance, nameOf} from './npm-closure.js';
import {type InstalledClosure, installedClosure} from './npm-installed.js';
import {placeInLayer} from './npm-placement.js';
import {SourceRules} from './source-rules.js';
import {strayFolders, unsavedWarning} from './stray-folders.js';

/** Where Lambda looks for packages of Node.js in a layer (LDG "Packaging your layer content"). */
const LAYER_FOLDER = 'nodejs';

/**
 * The production dependencies of a project as files of a layer. Reads node_modules and compares it with the lockfile first: throws
 * UsageError naming every package that is missing or of another version, and for names in `include` that are none of the
 * project's dependencies.
 */
export function collectNpmLayer(project: NodeProject, source: LayerSource): CollectedLayer {
  const closure = closureOf(project, source);
  const placed = placeInLayer(closure, project.location);
  if (placed.size === 0) throw nothingNeeded(path.join(project.root, project.location));
  const places = new Map([...placed].map(([layerPath, {folder}]) => [layerPath, folder]));
  const {generated, unsaved} = isLocked(project)
    ? {generated: generatedFolders(project, places), unsaved: []}
    : strayFolders(project, places);
  const folders = new Map([...placed].map(([layerPath, {folder}]) => [layerPath, path.join(project.root, folder)]));
  const rules = new SourceRules(source.sourceDir);
  const files: SourceFile[] = [];
  const leftOut: string[] = [];
  const bundled = isLocked(project) ? bundledBelow(folders) : [];
  for (const [layerPath, folder] of new Map([...bundled, ...folders, ...generated])) {
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
    tool: isLocked(project) ? project.tool : 'npm',
    skipped: closure.skipped.map((lockPath) => lockPath.replace(/^.*node_modules\//, '')),
    takenOut: takenOut(project, source, [...placed.values()]),
    // With a choice they stay in the package.
    warnings: source.include === undefined ? unsavedWarning(unsaved) : [],
  };
}

/** What packages bring along themselves, by the path in the layer; of npm the lockfile has it. */
function bundledBelow(folders: ReadonlyMap<string, string>): readonly (readonly [layerPath: string, folder: string])[] {
  const known = new Set(folders.values());
  return [...folders].flatMap(([layerPath, folder]) =>
    bundledFolders(folder, known).map(
      (each) => [`${layerPath}/${path.relative(folder, each).split(path.sep).join('/')}`, each] as const,
    ),
  );
}

function closureOf(project: NodeProject, source: LayerSource): InstalledClosure {
  return isLocked(project) ? installedGraph(project, source) : installedClosure(project, source);
}

function takenOut(project: NodeProject, source: LayerSource, placed: readonly NpmInstance[]): Set<string> {
  const {root, location} = project;
  const {include, exclude} = source;
  // Without a choice the whole folder goes: what is not in the layer is there for development only.
  if (include === undefined)
    return new Set([path.join(root, 'node_modules'), path.join(root, location, 'node_modules')]);
  if (isLocked(project)) {
    const needed = stillNeeded(project, source);
    return new Set(placed.map(({folder}) => path.join(root, folder)).filter((folder) => !needed.has(folder)));
  }
  const isExcluded = excludedBy(exclude);
  const excluded = [...project.packages.keys()].filter((lockPath) => lockPath !== '' && isExcluded(nameOf(lockPath)));
  return new Set([...placed.map(({lockPath}) => lockPath), ...excluded].map((lockPath) => path.join(root, lockPath)));
}

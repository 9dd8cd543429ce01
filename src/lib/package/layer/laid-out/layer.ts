import {statSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../../errors.js';
import {someNames} from '../../../model/text/some-names.js';
import {collectFiles} from '../../source/collect-files.js';
import {unreadable} from '../../source/source-error.js';
import type {SourceFile} from '../../source/source-file.js';
import {statFile} from '../../source/stat-file.js';
import {type CollectedLayer, type LayerSource, sortPackages} from '../collected-layer.js';
import {excludedBy} from '../excluded.js';
import {noProject, nothingNeeded} from '../layer-error.js';
import {SourceRules} from '../source-rules.js';
import type {Layout} from './layout.js';

/**
 * A folder that is laid out as the runtime wants it, as files of a layer: of Java and Ruby, whose own tools put dependencies there. `include` names
 * paths in the folder, `exclude` packages by their names. Throws UsageError for what is not there, and for everything that the runtime would
 * not find, by name.
 */
export function collectLaidOutLayer(layout: Layout, source: LayerSource): CollectedLayer {
  const {sourceDir, packagesDir, include = [layout.folder], exclude, runtime = ''} = source;
  const root = packagesDir ?? sourceDir;
  const chosen = include.map((each) => path.posix.normalize(each).replace(/\/$/, ''));
  requireThere(root, chosen, source, layout);
  const rules = new SourceRules(sourceDir);
  const isExcluded = excludedBy(exclude);
  const files: SourceFile[] = [];
  const leftOut: string[] = [];
  for (const each of chosen) {
    const collected = below(root, each, rules);
    files.push(...collected.files);
    leftOut.push(...collected.leftOut);
  }
  const lost = layout.lostOf(files.map(({zipPath}) => zipPath));
  if (lost.length > 0) throw wrongLayout(root, runtime, lost, layout);
  const bulk = files.filter(({zipPath}) => layout.isBulk(zipPath)).map(({zipPath}) => zipPath);
  const kept = files.filter(({zipPath}) => {
    const owner = layout.packageOf(zipPath);
    return !layout.isBulk(zipPath) && (owner === undefined || !isExcluded(owner.name));
  });
  if (kept.length === 0) throw nothingNeeded(root);
  return {
    files: kept,
    leftOut: [...leftOut, ...bulk],
    packages: sortPackages(kept.flatMap(({zipPath}) => layout.packageOf(zipPath) ?? [])),
    skipped: [],
    takenOut: new Set(chosen.map((each) => path.join(root, each))),
    warnings: [],
  };
}

function below(root: string, chosen: string, rules: SourceRules): Pick<CollectedLayer, 'files' | 'leftOut'> {
  const place = path.join(root, chosen);
  const single = statFile(place, chosen);
  if (single !== undefined) return {files: [single], leftOut: []};
  const toZipPath = (zipPath: string) => `${chosen}/${zipPath}`;
  const {files, leftOut} = collectFiles(place, {leavesOut: rules.below(chosen)});
  return {
    files: files.map((file) => ({...file, zipPath: toZipPath(file.zipPath)})),
    leftOut: leftOut.map(toZipPath),
  };
}

function requireThere(root: string, chosen: readonly string[], {include}: LayerSource, layout: Layout): void {
  const absent = chosen.filter(
    (each) => each.startsWith('/') || each.split('/').includes('..') || !isThere(root, each),
  );
  if (absent.length === 0) return;
  if (include === undefined) {
    throw noProject(root, [
      `Lambda looks for ${layout.expects}: lay it out in that folder, or in another one: layer: {name: NAME, packages: FOLDER}`,
      layout.wayOut,
    ]);
  }
  throw new UsageError(`${root} has no ${absent.join(', ')}, of which a layer is to be made.`, {
    code: 'LAYER_INCLUDE_UNKNOWN',
    suggestions: [
      'Name files and folders in that folder, as they are to be in the layer: include: [java/lib]',
      layout.wayOut,
    ],
    details: {root, absent},
  });
}

function isThere(root: string, relativePath: string): boolean {
  const place = path.join(root, relativePath);
  try {
    return statSync(place, {throwIfNoEntry: false}) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw unreadable(place, error);
  }
}

/** Files of a layout that are named before "and more". */
const NAMED = 5;

function wrongLayout(root: string, runtime: string, lost: readonly string[], layout: Layout): UsageError {
  return new UsageError(`${runtime} does not find in a layer what is in ${root}: ${someNames(lost, NAMED)}.`, {
    code: 'LAYER_LAYOUT_WRONG',
    suggestions: [`It looks for ${layout.expects}.`, layout.wayOut],
    details: {root, runtime, lost},
  });
}

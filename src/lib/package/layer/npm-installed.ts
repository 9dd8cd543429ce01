import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {unreadable} from '../source/source-error.js';
import type {LayerSource} from './collected-layer.js';
import {excludedBy} from './excluded.js';
import {notADependency, outOfDate} from './layer-error.js';
import {type ClosureRequest, type NpmClosure, type NpmInstance, npmClosure} from './npm-closure.js';
import type {NpmProject} from './npm-project.js';
import {assertSiblingsInstalled} from './optional-siblings.js';

/** What a project needs at run time, as it is installed. */
export interface InstalledClosure extends NpmClosure {
  readonly skipped: readonly string[];
}

/**
 * Compares what is installed with the lockfile. Throws UsageError naming every package that is missing or of another version, and for names
 * in `include` that are none of the project's dependencies.
 */
export function installedClosure(project: NpmProject, {include, exclude, architecture}: LayerSource): InstalledClosure {
  const {packages, location} = project;
  const request: ClosureRequest = {packages, location, include, isExcluded: excludedBy(exclude), architecture};
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

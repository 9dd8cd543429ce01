import {existsSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../errors.js';
import {pathInSource} from '../source/resolve-link.js';
import {outOfDate} from './layer-error.js';
import {readManifest, readProjectText} from './lock/manifest.js';
import {type LockEntry, type LockPackages, parseNpmLock} from './npm-lock.js';

/** A project that npm has installed. */
export interface NpmProject {
  /** Absolute path of the folder with the lockfile. */
  readonly root: string;
  /** The project as its key in the lockfile: '' for the root itself, `packages/api` for a workspace. */
  readonly location: string;
  readonly packages: LockPackages;
  readonly lockFile: string;
}

// npm reads the first before the second (npm docs, npm-shrinkwrap.json).
const LOCKFILES = ['npm-shrinkwrap.json', 'package-lock.json'] as const;
const OTHER_LOCKFILES = ['bun.lock', 'bun.lockb'] as const;

/**
 * The npm project a folder belongs to: the nearest lockfile upwards, and in it the nearest folder with a package.json. `undefined`
 * when there is no package.json with dependencies on the way. Throws UsageError when there is one and npm has no lockfile for
 * it, when the lockfile cannot be read, and when package.json asks for something else than the lockfile holds.
 */
export function findNpmProject(sourceDir: string): NpmProject | undefined {
  const manifests: string[] = [];
  for (let folder = sourceDir; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) manifests.push(folder);
    const lockFile = LOCKFILES.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (lockFile !== undefined) return projectOf(folder, manifests, lockFile);
    if (path.dirname(folder) === folder) break;
  }
  const asking = manifests.find((folder) => Object.keys(readManifest(folder).dependencies ?? {}).length > 0);
  if (asking !== undefined) throw lockfileMissing(asking);
  return undefined;
}

/**
 * What the lockfile above a folder says of the packages in the folder's own node_modules, by their path in it; `undefined` without a
 * lockfile that can be read: whoever needs one for more than a hint asks findNpmProject.
 */
export function findLockPackages(sourceDir: string): LockPackages | undefined {
  for (let folder = path.resolve(sourceDir); ; folder = path.dirname(folder)) {
    const file = LOCKFILES.map((name) => path.join(folder, name)).find((each) => existsSync(each));
    if (file !== undefined) return readLock(file, pathInSource(folder, path.resolve(sourceDir)));
    if (path.dirname(folder) === folder) return undefined;
  }
}

function readLock(file: string, location: string): LockPackages | undefined {
  try {
    const packages = parseNpmLock(readProjectText(file), file);
    return location === ''
      ? packages
      : new Map([...packages].map(([at, entry]) => [at.replace(`${location}/`, ''), entry] as const));
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function projectOf(root: string, manifests: readonly string[], lockFile: string): NpmProject | undefined {
  const packages = parseNpmLock(readProjectText(lockFile), lockFile);
  for (const folder of manifests) {
    const location = pathInSource(root, folder);
    const entry = packages.get(location);
    // A package.json that only says {"type": "module"}, as in a build's output, is no project of npm's.
    if (entry === undefined) continue;
    requireSameAs(entry, folder, lockFile);
    return {root, location, packages, lockFile};
  }
  return undefined;
}

const LISTS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;
type Lists = Pick<LockEntry, (typeof LISTS)[number]>;

function requireSameAs(entry: LockEntry, folder: string, lockFile: string): void {
  const manifest = readManifest(folder);
  const problems: string[] = [];
  for (const list of LISTS) {
    const wanted = listOf(manifest, list);
    const locked = listOf(entry, list);
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)])) {
      if (wanted[name] === locked[name]) continue;
      problems.push(
        `${list}.${name}: ${wanted[name] ?? 'nothing'} in package.json, ${locked[name] ?? 'nothing'} in the lockfile`,
      );
    }
  }
  if (problems.length > 0)
    throw outOfDate(problems.sort(), lockFile, `Bring it up to date: npm install (in ${folder})`);
}

/** npm leaves out of `dependencies` what stands in `optionalDependencies` too. */
function listOf(entry: Lists, list: (typeof LISTS)[number]): Readonly<Record<string, string>> {
  const own = entry[list] ?? {};
  if (list !== 'dependencies') return own;
  const {optionalDependencies = {}} = entry;
  return Object.fromEntries(Object.entries(own).filter(([name]) => !Object.hasOwn(optionalDependencies, name)));
}

function lockfileMissing(folder: string): UsageError {
  const other = OTHER_LOCKFILES.find((name) => existsSync(path.join(folder, name)));
  return new UsageError(
    `${folder} has no lockfile (package-lock.json, pnpm-lock.yaml, yarn.lock), which says what belongs into the layer.`,
    {
      code: 'LOCKFILE_MISSING',
      suggestions: [
        other === undefined
          ? 'Make one: npm install'
          : `A layer is computed from the lockfile of npm, pnpm or yarn; beside ${other}, make one with: npm install --package-lock-only, then npm ci`,
      ],
      details: {folder},
    },
  );
}

import {UsageError} from '../../errors.js';

/** One entry under `packages` of a package-lock.json, as far as a layer needs it (npm docs, package-lock.json). */
export interface LockEntry {
  readonly version?: string;
  /** For a link, the folder it leads to, relative to the folder of the lockfile. */
  readonly resolved?: string;
  readonly link?: boolean;
  /** Needed for development only. */
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, {readonly optional?: boolean}>>;
}

/** Entries by where npm puts them, relative to the lockfile's folder: '' for the project, `packages/api`, `node_modules/a/node_modules/b`. */
export type LockPackages = ReadonlyMap<string, LockEntry>;

/** Reads a package-lock.json of version 2 or 3. Throws UsageError for an older one and for what is no lockfile. */
export function parseNpmLock(text: string, file: string): LockPackages {
  const {lockfileVersion, packages} = toRecord(parseJson(text, file), file);
  if (lockfileVersion === 1) {
    throw new UsageError(`${file} is of lockfileVersion 1, which does not say where each package belongs.`, {
      code: 'LOCKFILE_TOO_OLD',
      suggestions: ['Bring it up to date with npm 7 or later: npm install --package-lock-only'],
      details: {file},
    });
  }
  const entries = Object.entries(toRecord(packages, file));
  return new Map(entries.map(([at, entry]) => [at, toRecord(entry, file) as LockEntry]));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadableLock(file, error);
  }
}

function toRecord(value: unknown, file: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadableLock(file);
  return value as Record<string, unknown>;
}

function unreadableLock(file: string, cause?: unknown): UsageError {
  return new UsageError(`${file} is not a lockfile of npm.`, {
    code: 'LOCKFILE_INVALID',
    suggestions: ['If it holds the marks of a merge conflict, npm mends it: npm install --package-lock-only'],
    details: {file},
    cause,
  });
}

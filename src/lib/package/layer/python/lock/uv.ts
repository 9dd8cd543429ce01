import {parse} from 'smol-toml';
import {invalidLock, lockTooNew} from '../../lock/lock-error.js';
import {normalizeName, type PythonRequirement} from '../requirement.js';
import {toPythonMarker} from './poetry-constraint.js';
import type {LockedDistribution, LockedRequirement} from './python-lock.js';

/** One requirement in a uv.lock; a version stands there where the lockfile has several. */
interface UvRequirement {
  readonly name: string;
  readonly version?: string;
  readonly extra?: readonly string[];
  readonly marker?: string;
}

interface UvPackage {
  readonly name: string;
  readonly version?: string;
  readonly source?: Readonly<Record<string, unknown>>;
  readonly 'resolution-markers'?: readonly string[];
  readonly dependencies?: readonly UvRequirement[];
  readonly 'optional-dependencies'?: Readonly<Record<string, readonly UvRequirement[]>>;
}

interface UvLock {
  readonly version?: number;
  readonly 'requires-python'?: string;
  readonly package?: readonly UvPackage[];
  /** Such as overrides, which change what a project has asked for. */
  readonly manifest?: {readonly overrides?: readonly {readonly name: string}[]};
}

/** What a uv.lock has, and what each project of its workspace asks for. */
export interface UvGraph {
  readonly packages: ReadonlyMap<string, readonly LockedDistribution[]>;
  readonly pythons?: string;
  /** Names whose versions the project has overridden. */
  readonly overridden: ReadonlySet<string>;
  /** By the project's folder relative to the lockfile, '' for its own; `undefined` when it is none of the lockfile's. */
  projectRequires(location: string): readonly LockedRequirement[] | undefined;
}

/** The version of the format that is read; revisions of it only add to it (uv docs, "Lockfile versioning"). */
const VERSION = 1;

/** Reads a uv.lock. Groups of dependencies, as for development, and extras of the project are not part of what it asks for. Throws UsageError for what is no lockfile. */
export function parseUvLock(text: string, file: string): UvGraph {
  const {version, package: entries = [], manifest, 'requires-python': python = '*'} = lockOf(text, file);
  const pythons = toPythonMarker(python);
  if (version !== VERSION) throw lockTooNew(file, String(version), String(VERSION));
  const packages = new Map<string, LockedDistribution[]>();
  const projects = new Map<string, readonly LockedRequirement[]>();
  for (const entry of entries) {
    const name = normalizeName(entry.name);
    const requires = (entry.dependencies ?? []).map(toRequirement);
    packages.set(name, [...(packages.get(name) ?? []), toDistribution(entry, requires)]);
    const folder = folderOf(entry);
    if (folder !== undefined) projects.set(folder, requires);
  }
  return {
    packages,
    ...(pythons !== undefined && {pythons}),
    overridden: new Set(manifest?.overrides?.map(({name}) => normalizeName(name))),
    projectRequires: (location) => projects.get(location),
  };
}

function lockOf(text: string, file: string): UvLock {
  let lock: UvLock;
  try {
    lock = parse(text) as UvLock;
  } catch (error) {
    throw invalidLock(file, 'uv', 'uv lock', error);
  }
  const {version, package: entries = []} = lock;
  if (version === undefined || !Array.isArray(entries) || entries.some(({name}) => typeof name !== 'string')) {
    throw invalidLock(file, 'uv', 'uv lock');
  }
  return lock;
}

function toDistribution(entry: UvPackage, requires: readonly LockedRequirement[]): LockedDistribution {
  const {version, source = {}} = entry;
  const markers = entry['resolution-markers'] ?? [];
  // What a folder has as its version is told by the folder itself, when it is built.
  const isFolder = ['editable', 'directory', 'virtual'].some((kind) => Object.hasOwn(source, kind));
  return {
    ...(version !== undefined && !isFolder && {version}),
    ...(markers.length > 0 && {marker: markers.map((marker) => `(${marker})`).join(' or ')}),
    requires,
    extras: new Map(
      Object.entries(entry['optional-dependencies'] ?? {}).map(([extra, needs]) => [
        normalizeName(extra),
        needs.map(toRequirement),
      ]),
    ),
    ...(Object.hasOwn(source, 'virtual') && {isVirtual: true}),
  };
}

function toRequirement({name, version, extra = [], marker}: UvRequirement): LockedRequirement {
  const requirement: PythonRequirement = {
    name: normalizeName(name),
    extras: extra.map(normalizeName),
    ...(marker !== undefined && {marker}),
  };
  return version === undefined ? requirement : {...requirement, lockedVersion: version};
}

/** `packages/api` of a project of the workspace, '' of the one beside the lockfile. */
function folderOf({source = {}}: UvPackage): string | undefined {
  const folder = source.editable ?? source.virtual ?? source.directory;
  if (typeof folder !== 'string') return undefined;
  return folder === '.' ? '' : folder;
}

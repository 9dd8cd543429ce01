import {parse} from 'smol-toml';
import {invalidLock} from '../../lock/lock-error.js';
import {normalizeName, type PythonRequirement, parseRequirement} from '../requirement.js';
import {toPep440, toPythonMarker} from './poetry-constraint.js';
import type {LockedDistribution, LockedRequirement} from './python-lock.js';

/** A requirement as poetry writes it, in a pyproject.toml and in a lockfile. */
export type PoetryRequirement =
  | string
  | {
      readonly version?: string;
      readonly extras?: readonly string[];
      readonly markers?: string;
      /** Only of a pyproject.toml. */
      readonly python?: string;
      readonly platform?: string;
      /** Asked for by an extra alone. */
      readonly optional?: boolean;
    };

export type PoetryRequirements = Readonly<Record<string, PoetryRequirement | readonly PoetryRequirement[]>>;

interface PoetryPackage {
  readonly name: string;
  readonly version: string;
  readonly 'python-versions'?: string;
  /** Since version 2.1 of the format: for all groups, or for each of them. */
  readonly markers?: string | Readonly<Record<string, string>>;
  readonly dependencies?: PoetryRequirements;
  readonly extras?: Readonly<Record<string, readonly string[]>>;
  readonly source?: {readonly type?: string};
}

/** What a poetry.lock has. */
export interface PoetryLock {
  readonly packages: ReadonlyMap<string, readonly LockedDistribution[]>;
  readonly pythons?: string;
}

/** Reads a poetry.lock of poetry 1 and 2: what each distribution needs, by normalized name. Throws UsageError for what is no lockfile. */
export function parsePoetryLock(text: string, file: string): PoetryLock {
  const {entries: all, python} = readEntries(text, file);
  const pythons = toPythonMarker(python);
  const packages = new Map<string, PoetryPackage[]>();
  for (const entry of all) {
    const name = normalizeName(entry.name);
    packages.set(name, [...(packages.get(name) ?? []), entry]);
  }
  return {
    packages: new Map(
      [...packages].map(([name, entries]) => [name, entries.map((entry) => toDistribution(entry, entries.length > 1))]),
    ),
    ...(pythons !== undefined && {pythons}),
  };
}

/** What a table of dependencies asks for, without Python itself and what an extra alone asks for. */
export function poetryRequirements(table: PoetryRequirements): readonly LockedRequirement[] {
  return Object.entries(table).flatMap(([name, asked]) => {
    if (name === 'python') return [];
    const each = (Array.isArray(asked) ? asked : [asked]) as readonly PoetryRequirement[];
    return each.flatMap((one) => (typeof one === 'object' && one.optional ? [] : [toRequirement(name, one)]));
  });
}

function readEntries(text: string, file: string): {entries: readonly PoetryPackage[]; python: string} {
  let entries: unknown;
  let metadata: Readonly<Record<string, unknown>> | undefined;
  try {
    ({package: entries = [], metadata} = parse(text) as {package?: unknown; metadata?: typeof metadata});
  } catch (error) {
    throw invalidLock(file, 'poetry', 'poetry lock', error);
  }
  // The metadata come last: without them it was cut off.
  if (
    metadata === undefined ||
    !Array.isArray(entries) ||
    entries.some(({name, version}) => typeof name !== 'string' || version === undefined)
  ) {
    throw invalidLock(file, 'poetry', 'poetry lock');
  }
  return {entries, python: String(metadata['python-versions'] ?? '*')};
}

function toDistribution(entry: PoetryPackage, isOneOfSeveral: boolean): LockedDistribution {
  const {version, markers, dependencies = {}, extras = {}, source} = entry;
  const stated = typeof markers === 'object' ? markers.main : markers;
  // Before version 2.1 only the Pythons tell those apart that have one name.
  const marker = stated ?? (isOneOfSeveral ? toPythonMarker(entry['python-versions'] ?? '*') : undefined);
  const isFolder = source?.type === 'directory';
  const needs = Object.entries(dependencies).flatMap(([name, asked]) =>
    ((Array.isArray(asked) ? asked : [asked]) as readonly PoetryRequirement[]).map((one) => ({
      requirement: toRequirement(name, one),
      isForExtra: typeof one === 'object' && one.optional === true && !/\bextra\b/.test(one.markers ?? ''),
    })),
  );
  return {
    ...(!isFolder && {version}),
    ...(marker !== undefined && {marker}),
    // What an extra needs has a marker for it, but for projects of poetry in a folder: there the list of the extra says it.
    requires: needs.flatMap(({requirement, isForExtra}) => (isForExtra ? [] : [requirement])),
    extras: new Map(
      Object.entries(extras).map(([extra, texts]) => {
        const names = new Set(texts.map((text) => parseRequirement(text)?.name));
        const own = needs.filter(({requirement, isForExtra}) => isForExtra && names.has(requirement.name));
        return [normalizeName(extra), own.map(({requirement}) => requirement)];
      }),
    ),
  };
}

function toRequirement(name: string, asked: PoetryRequirement): PythonRequirement {
  const {version = '*', extras = [], markers, python, platform} = typeof asked === 'string' ? {version: asked} : asked;
  const versions = toPep440(version);
  const conditions = [
    markers,
    python === undefined ? undefined : toPythonMarker(python),
    platform === undefined ? undefined : `sys_platform == '${platform}'`,
  ].filter((condition) => condition !== undefined);
  return {
    name: normalizeName(name),
    extras: extras.map(normalizeName),
    ...(versions !== undefined && {versions}),
    ...(conditions.length > 0 && {marker: conditions.map((condition) => `(${condition})`).join(' and ')}),
  };
}

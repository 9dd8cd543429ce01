import {parse} from 'smol-toml';
import {invalidLock} from '../../lock/lock-error.js';
import {normalizeName, type PythonRequirement} from '../requirement.js';
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
  readonly source?: {readonly type?: string};
}

/** Reads a poetry.lock of poetry 1 and 2: what each distribution needs, by normalized name. Throws UsageError for what is no lockfile. */
export function parsePoetryLock(text: string, file: string): ReadonlyMap<string, readonly LockedDistribution[]> {
  const packages = new Map<string, PoetryPackage[]>();
  for (const entry of entriesOf(text, file)) {
    const name = normalizeName(entry.name);
    packages.set(name, [...(packages.get(name) ?? []), entry]);
  }
  return new Map(
    [...packages].map(([name, entries]) => [name, entries.map((entry) => toDistribution(entry, entries.length > 1))]),
  );
}

/** What a table of dependencies asks for, without Python itself and what an extra alone asks for. */
export function poetryRequirements(table: PoetryRequirements): readonly LockedRequirement[] {
  return Object.entries(table).flatMap(([name, asked]) => {
    if (name === 'python') return [];
    const each = (Array.isArray(asked) ? asked : [asked]) as readonly PoetryRequirement[];
    return each.flatMap((one) => (typeof one === 'object' && one.optional ? [] : [toRequirement(name, one)]));
  });
}

function entriesOf(text: string, file: string): readonly PoetryPackage[] {
  let entries: unknown;
  let metadata: unknown;
  try {
    ({package: entries = [], metadata} = parse(text));
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
  return entries;
}

function toDistribution(entry: PoetryPackage, isOneOfSeveral: boolean): LockedDistribution {
  const {version, markers, dependencies = {}, source} = entry;
  const stated = typeof markers === 'object' ? markers.main : markers;
  // Before version 2.1 only the Pythons tell those apart that have one name.
  const marker = stated ?? (isOneOfSeveral ? toPythonMarker(entry['python-versions'] ?? '*') : undefined);
  const isFolder = source?.type === 'directory';
  return {
    ...(!isFolder && {version}),
    ...(marker !== undefined && {marker}),
    // An extra's have a marker for it.
    requires: Object.entries(dependencies).flatMap(([name, asked]) =>
      ((Array.isArray(asked) ? asked : [asked]) as readonly PoetryRequirement[]).map((one) => toRequirement(name, one)),
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

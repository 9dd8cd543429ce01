import {parse} from 'smol-toml';
import * as z from 'zod';
import {invalidLock} from '../../lock/lock-error.js';
import {normalizeName, type PythonRequirement} from '../requirement.js';
import type {LockedDistribution, LockedRequirement} from './python-lock.js';

const LOCK = z.object({
  _meta: z.object({requires: z.object({python_version: z.string().optional()}).optional()}).optional(),
  default: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      markers: z.string().optional(),
      extras: z.array(z.string()).optional(),
      path: z.string().optional(),
    }),
  ),
});

/** What a Pipfile.lock has for production: a flat list, which does not say what needs what. */
export interface PipenvLock {
  readonly packages: ReadonlyMap<string, readonly LockedDistribution[]>;
  readonly requires: readonly LockedRequirement[];
  readonly pythons?: string;
}

/** Reads the default section of a Pipfile.lock; others are for development. Throws UsageError for what is no lockfile. */
export function parsePipfileLock(text: string, file: string): PipenvLock {
  const parsed = LOCK.safeParse(jsonOf(text, file));
  if (!parsed.success) throw invalidLock(file, 'pipenv', 'pipenv lock', parsed.error);
  // The project itself is the function's own code.
  const entries = Object.entries(parsed.data.default).filter(([, {path}]) => path !== '.' && path !== './');
  const python = parsed.data._meta?.requires?.python_version;
  return {
    ...(python !== undefined && {pythons: `python_version == '${python}'`}),
    packages: new Map(
      entries.map(([name, {version}]) => [normalizeName(name), [{...(isExact(version) && {version: exact(version)})}]]),
    ),
    requires: entries.map(([name, {markers, extras = []}]) => ({
      name: normalizeName(name),
      extras: extras.map(normalizeName),
      ...(markers !== undefined && {marker: markers}),
    })),
  };
}

/** What a Pipfile asks for at run time; `undefined` for a Pipfile that cannot be read, of which pipenv itself says why. */
export function parsePipfile(text: string): readonly PythonRequirement[] | undefined {
  let packages: unknown;
  try {
    packages = parse(text).packages;
  } catch {
    return undefined;
  }
  return Object.entries(typeof packages === 'object' && packages !== null ? packages : {}).flatMap(([name, asked]) => {
    const {
      version = '*',
      markers,
      path,
    } = (typeof asked === 'string' ? {version: asked} : asked) as {
      readonly version?: string;
      readonly markers?: string;
      readonly path?: string;
    };
    if (path === '.' || path === './') return [];
    return {
      name: normalizeName(name),
      extras: [],
      ...(version !== '*' && {versions: version}),
      ...(markers !== undefined && {marker: markers}),
    };
  });
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidLock(file, 'pipenv', 'pipenv lock', error);
  }
}

function isExact(version: string | undefined): version is string {
  return version?.startsWith('==') ?? false;
}

function exact(version: string): string {
  return version.replace(/^===?/, '').trim();
}

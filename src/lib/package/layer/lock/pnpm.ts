import path from 'node:path';
import {parseAllDocuments} from 'yaml';
import {outOfDate} from '../layer-error.js';
import type {LockedEdge, LockedGraph, LockedPackage} from './graph.js';
import {invalidLock, lockTooOld} from './lock-error.js';
import {askedFor, readManifest} from './manifest.js';

type Refs = Readonly<Record<string, string>>;

/** What pnpm has resolved for a package or a snapshot of it (pnpm/spec, lockfile 6.0 and 9.0). */
interface Resolved {
  readonly version?: string;
  readonly dependencies?: Refs;
  readonly optionalDependencies?: Refs;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

type Wanted = Readonly<Record<string, {readonly specifier: string; readonly version: string}>>;

interface Importer {
  readonly dependencies?: Wanted;
  readonly optionalDependencies?: Wanted;
}

interface PnpmLock extends Importer {
  readonly lockfileVersion?: string | number;
  readonly overrides?: Refs;
  readonly pnpmfileChecksum?: string;
  /** Absent in version 6 where there is one project. */
  readonly importers?: Readonly<Record<string, Importer>>;
  readonly packages?: Readonly<Record<string, Resolved>>;
  /** From version 9 on: what a package asks for, once for each set of peers. */
  readonly snapshots?: Readonly<Record<string, Resolved>>;
}

const OLDEST = 6;
const MEND = 'pnpm install --lockfile-only';

/**
 * Reads a pnpm-lock.yaml of version 6 to 9: what each package asks for, peers resolved. Throws UsageError for an older one and for what
 * is no lockfile.
 */
export function parsePnpmLock(text: string, file: string): LockedGraph {
  const lock = parseYaml(text, file);
  const version = String(lock.lockfileVersion);
  if (Number.parseFloat(version) < OLDEST) throw lockTooOld(file, version, `${MEND}, with pnpm 8 or later`);
  const importers = lock.importers ?? {'.': lock};
  const resolved = lock.snapshots ?? lock.packages ?? {};
  const edgesOf = (from: string, asked: Refs | undefined, isOptional: boolean): LockedEdge[] =>
    Object.entries(asked ?? {}).map(([name, ref]) => ({name, to: keysOf(name, ref, resolved, from), isOptional}));
  const packages = new Map(
    Object.entries(resolved).map(([key, {dependencies, optionalDependencies}]): [string, LockedPackage] => {
      const {version: stated, os, cpu, libc} = lock.packages?.[withoutPeers(key)] ?? lock.packages?.[key] ?? {};
      const own = stated ?? versionOf(key);
      const edges = [...edgesOf('', dependencies, false), ...edgesOf('', optionalDependencies, true)];
      return [key, {...(own !== undefined && {version: own}), edges, os, cpu, libc}];
    }),
  );
  const root = path.dirname(file);
  return {
    packages,
    projectEdges: (location) => {
      const importer = importers[location === '' ? '.' : location];
      if (importer === undefined) return undefined;
      requireSame(lock, importer, path.join(root, location), file);
      return [
        ...edgesOf(location, refsOf(importer.dependencies), false),
        ...edgesOf(location, refsOf(importer.optionalDependencies), true),
      ];
    },
  };
}

function parseYaml(text: string, file: string): PnpmLock {
  // pnpm 11 writes its own packages into a first document of the same file; the project's is the last.
  const documents = parseAllDocuments(text);
  const last = [...documents].at(-1);
  if (last === undefined || !('errors' in last) || last.errors.length > 0) throw invalidLock(file, 'pnpm', MEND);
  const lock: unknown = last.toJS();
  if (typeof lock !== 'object' || lock === null || !('lockfileVersion' in lock)) throw invalidLock(file, 'pnpm', MEND);
  return lock as PnpmLock;
}

/** `1.0.0`, `1.0.0(react@18.0.0)`, of an alias `real@1.0.0` or `/real@1.0.0`, or the key itself; `link:` is told by the folder it leads to. */
function keysOf(name: string, ref: string, resolved: Readonly<Record<string, unknown>>, from: string): string[] {
  if (ref.startsWith('link:')) return [`link:${path.posix.join(from, ref.slice('link:'.length))}`];
  return [`${name}@${ref}`, ref, `/${name}@${ref}`].filter((key) => Object.hasOwn(resolved, key)).slice(0, 1);
}

function refsOf(wanted: Wanted = {}): Refs {
  return Object.fromEntries(Object.entries(wanted).map(([name, {version}]) => [name, version]));
}

function withoutPeers(key: string): string {
  return key.replace(/\(.*$/, '');
}

/** `/@scope/name@1.0.0(react@18.0.0)`: what follows the name, where it is a version and no address. */
function versionOf(key: string): string | undefined {
  return /^\/?(?:@[^/@]+\/)?[^/@]+@(\d[^:/]*)$/.exec(withoutPeers(key))?.[1];
}

function requireSame({overrides, pnpmfileChecksum}: PnpmLock, importer: Importer, folder: string, file: string): void {
  const locked: Wanted = {...importer.dependencies, ...importer.optionalDependencies};
  // Overrides and a pnpmfile rewrite what is asked for, and the lockfile holds what came of it.
  const isRewritten = overrides !== undefined || pnpmfileChecksum !== undefined;
  const manifest = readManifest(folder);
  const asked = askedFor(manifest);
  const problems = asked.flatMap(({name, range}) => {
    const found = locked[name]?.specifier;
    if (found === range || (found !== undefined && isRewritten)) return [];
    // A link may be left out of the lockfile (pnpm docs, excludeLinksFromLockfile).
    if (found === undefined && /^(?:link|workspace):/.test(range)) return [];
    return [`${name}: ${range} in package.json, ${found ?? 'nothing'} in the lockfile`];
  });
  // Peers of the project itself are among the locked when pnpm installs them (pnpm docs, autoInstallPeers).
  const known = new Set([...asked.map(({name}) => name), ...Object.keys(manifest.peerDependencies ?? {})]);
  const gone = Object.keys(locked).filter((name) => !known.has(name) && !isRewritten);
  problems.push(...gone.map((name) => `${name}: nothing in package.json, ${locked[name]?.specifier} in the lockfile`));
  if (problems.length > 0) throw outOfDate(problems.sort(), file, `Bring it up to date: pnpm install (in ${folder})`);
}

import path from 'node:path';
import {parseSyml} from '@yarnpkg/parsers';
import type {LockedEdge, LockedGraph, LockedPackage} from './graph.js';
import {invalidLock} from './lock-error.js';
import {askedFor, readManifest} from './manifest.js';

type Asked = Readonly<Record<string, string>>;

/** One entry of a yarn.lock; the last three are written by yarn 2 and later. */
interface YarnEntry {
  readonly version?: string;
  readonly dependencies?: Asked;
  readonly optionalDependencies?: Asked;
  /** `name@npm:1.0.0`, `name@workspace:packages/name`. */
  readonly resolution?: string;
  readonly dependenciesMeta?: Readonly<Record<string, {readonly optional?: boolean | string}>>;
  /** `os=linux & cpu=x64 & libc=glibc`, each perhaps with alternatives: `(os=linux | os=darwin)`. */
  readonly conditions?: string;
}

/** What stands for a local package in a lockfile of yarn 2 and later; only node_modules says what it is. */
const LOCAL_VERSION = '0.0.0-use.local';

/**
 * Reads a yarn.lock of yarn 1 and of yarn 2 and later. What a project itself asks for stands in its package.json: neither tells it
 * from what is for development, and of yarn 1 the packages of a workspace have no entry. Throws UsageError for what is no lockfile.
 */
export function parseYarnLock(text: string, file: string): LockedGraph {
  const entries = entriesOf(text, file);
  const byDescriptor = new Map(
    Object.keys(entries).flatMap((key) => key.split(/ *, */).map((descriptor) => [descriptor, key] as const)),
  );
  const find = (name: string, range: string) => {
    // Since yarn 4 a range carries its protocol; a file or a patch has the project it was asked for by at its end.
    const exact = byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`);
    if (exact !== undefined) return exact;
    return [...byDescriptor].find(([descriptor]) => descriptor.startsWith(`${name}@${range}::`))?.[1];
  };
  const root = path.dirname(file);
  const {resolutions} = readManifest(root);
  const answers = (name: string, range: string): string[] => {
    const found = find(name, range);
    if (found !== undefined) return [found];
    // Then the entry is that of another range, and which one it is, is told by what is installed.
    const isRewritten = resolutions !== undefined || range.startsWith('catalog:');
    return isRewritten ? keysNamed(name, byDescriptor) : [];
  };
  const packages = new Map(Object.entries(entries).map(([key, entry]) => [key, toPackage(entry, answers)]));
  return {packages, projectEdges: (location) => projectEdges(path.join(root, location), file, answers)};
}

function entriesOf(text: string, file: string): Readonly<Record<string, YarnEntry>> {
  let parsed: Record<string, YarnEntry>;
  try {
    parsed = parseSyml(text);
  } catch (error) {
    throw invalidLock(file, 'yarn', 'yarn install', error);
  }
  const entries = Object.entries(parsed).filter(([key]) => key !== '__metadata');
  if (entries.some(([, entry]) => typeof entry !== 'object' || entry === null)) {
    throw invalidLock(file, 'yarn', 'yarn install');
  }
  return Object.fromEntries(entries);
}

function keysNamed(name: string, byDescriptor: ReadonlyMap<string, string>): string[] {
  return [...new Set([...byDescriptor].flatMap(([descriptor, key]) => (nameOf(descriptor) === name ? [key] : [])))];
}

/** `@scope/name@npm:^1.0.0`: what stands before the range. */
function nameOf(descriptor: string): string {
  return descriptor.slice(0, descriptor.indexOf('@', 1));
}

type Answers = (name: string, range: string) => string[];

function toPackage(entry: YarnEntry, answers: Answers): LockedPackage {
  const {version, dependencies = {}, optionalDependencies = {}, dependenciesMeta = {}, conditions} = entry;
  const isOptional = (name: string) =>
    Object.hasOwn(optionalDependencies, name) || String(dependenciesMeta[name]?.optional) === 'true';
  const edges = Object.entries({...dependencies, ...optionalDependencies}).map(
    ([name, range]): LockedEdge => ({name, to: answers(name, range), isOptional: isOptional(name)}),
  );
  const values = (field: string) => {
    const found = [...(conditions ?? '').matchAll(new RegExp(`\\b${field}=([^\\s)]+)`, 'g'))];
    return found.length === 0 ? undefined : found.map(([, value = '']) => value);
  };
  const isLocal = version === undefined || version === LOCAL_VERSION;
  return {...(!isLocal && {version}), edges, os: values('os'), cpu: values('cpu'), libc: values('libc')};
}

function projectEdges(folder: string, file: string, answers: Answers): LockedEdge[] | undefined {
  const manifest = readManifest(folder);
  // Such as {"type": "module"}, as builds write it beside what they make.
  const isProject = manifest.name !== undefined || manifest.dependencies !== undefined;
  if (!isProject && folder !== path.dirname(file)) return undefined;
  return askedFor(manifest).map(({name, range, isOptional}) => ({name, to: answers(name, range), isOptional}));
}

import {readFileSync} from 'node:fs';
import path from 'node:path';
import {RefusedError} from '../../errors.js';
import {formatBytes} from '../../model/byte-size.js';
import type {EventSink} from '../../ports/events.js';
import {type PlatformPath, platformOf} from '../platform-path.js';
import type {SourceFile} from '../source/source-file.js';
import {partOf} from './heaviest-parts.js';
import type {BinaryHeader, Inspection} from './inspect-content.js';

/** A compiled file of a package, with what its header says of itself. */
export interface NativeBinary extends BinaryHeader {
  readonly path: string;
  /** The npm package it belongs to, or the folder. */
  readonly part: string;
  readonly bytes: number;
  /** Whether the function cannot do without it: a process loads `.node` and `.so`, and Lambda starts what is in STARTED. */
  readonly isLoaded: boolean;
  /** Whether its own package says that it is not for Linux: nothing on Linux asks for it. */
  readonly isForOthers: boolean;
}

/** What is wrong with the binaries of a package for an architecture. */
export interface NativeJudgement {
  /** Would be loaded, and cannot be. */
  readonly wrong: readonly NativeBinary[];
  /** For other platforms, beside what is right: never used. */
  readonly unused: readonly NativeBinary[];
}

const NAMED_PARTS = 5;
const LOADED = /\.(node|so(\.\d+)*)$/;
/** What Lambda starts itself: a custom runtime, and extensions (LDG "Building a custom runtime", "Lambda Extensions API"). */
const STARTED = /^(bootstrap|extensions\/[^/]+)$/;

/** The compiled files among the files of a package. */
export function nativeBinaries(
  files: readonly SourceFile[],
  inspections: ReadonlyMap<number, Inspection>,
): readonly NativeBinary[] {
  return [...inspections].flatMap(([index, {binary}]) => {
    const file = files[index];
    if (!file || !binary) return [];
    const {zipPath, absolutePath, bytes} = file;
    const isForOthers =
      platformOf(zipPath).system === undefined && binary.format !== 'ELF' && excludesLinux(absolutePath);
    const isLoaded = LOADED.test(zipPath) || STARTED.test(zipPath);
    return [{...binary, path: zipPath, part: partOf(zipPath), bytes, isLoaded, isForOthers}];
  });
}

/**
 * Compares binaries with the machine of a function (`x86_64`, `arm64`, or either when it is not known yet). Variants of one
 * binary for several platforms are no mistake when the right one is among them.
 */
export function judgeNatives(binaries: readonly NativeBinary[], architecture: string | undefined): NativeJudgement {
  const judged = binaries.map((binary) => {
    const place = platformOf(binary.path);
    return {binary, place, isRight: isRight(binary, place, architecture)};
  });
  const families = new Set(judged.filter(({isRight}) => isRight).map(({place}) => place.family));
  const misfits = judged.filter(({isRight}) => !isRight);
  const hasRight = ({place}: {place: PlatformPath}) => place.system !== undefined && families.has(place.family);
  const isUnused = (each: (typeof misfits)[number]) =>
    !each.binary.isLoaded || each.binary.isForOthers || hasRight(each);
  return {
    wrong: misfits.filter((each) => !isUnused(each)).map(({binary}) => binary),
    unused: misfits.filter(isUnused).map(({binary}) => binary),
  };
}

/** Throws RefusedError (exit 3) when a binary that would be loaded is for another platform. */
export function assertNativesFit(binaries: readonly NativeBinary[], architecture: string | undefined): void {
  const {wrong} = judgeNatives(binaries, architecture);
  if (wrong.length === 0) return;
  const machine = architecture ?? 'x86_64';
  const named = wrong.map(({path: file, part, format, machine: own}) => `${file} of ${part} (${format}, ${own})`);
  const other = wrong.every((binary) => binary.format === 'ELF' && binary.machine === wrong[0]?.machine)
    ? wrong[0]?.machine
    : undefined;
  throw new RefusedError(
    `Compiled for another platform than the function runs on (Linux, ${architecture ?? 'x86_64 or arm64'}): ${named.join('; ')}.`,
    {
      code: 'NATIVE_MISMATCH',
      suggestions: [
        wayToGet(wrong, machine),
        ...(other === 'arm64' || other === 'x86_64'
          ? [`Or run the function on ${other}: --architecture ${other}, or architecture in the release file.`]
          : []),
        'Packages that compile when they are installed have to be installed on Linux of that architecture, as in a container.',
      ],
      details: {architecture, binaries: wrong},
    },
  );
}

/** Says which compiled files are for other platforms and never used. */
export function warnOfUnused(
  binaries: readonly NativeBinary[],
  architecture: string | undefined,
  sink: EventSink,
): void {
  const {unused} = judgeNatives(binaries, architecture);
  if (unused.length === 0) return;
  const parts = [...new Set(unused.map(({part}) => part))];
  const bytes = unused.reduce((sum, binary) => sum + binary.bytes, 0);
  const more = parts.length > NAMED_PARTS ? ` and ${parts.length - NAMED_PARTS} more` : '';
  const message = `${unused.length} compiled files are for other platforms and fail where they are used (${formatBytes(bytes)}): ${parts.slice(0, NAMED_PARTS).join(', ')}${more}.`;
  sink.emit({type: 'warning', code: 'NATIVE_UNUSED', message});
}

function wayToGet(wrong: readonly NativeBinary[], machine: string): string {
  if (wrong.every(({path: file}) => STARTED.test(file))) return `Build it for Linux on ${machine}.`;
  return wrong.some(({path: file}) => file.includes('node_modules/'))
    ? `Install for the function's platform: npm ci --os=linux --cpu=${machine === 'arm64' ? 'arm64' : 'x64'} --libc=glibc`
    : `Install for the function's platform: pip install --platform manylinux2014_${machine === 'arm64' ? 'aarch64' : 'x86_64'} --only-binary=:all: --target DIR -r requirements.txt`;
}

function isRight({format, machine}: BinaryHeader, {isMusl}: PlatformPath, architecture: string | undefined): boolean {
  if (format !== 'ELF' || isMusl) return false;
  return architecture === undefined ? machine === 'x86_64' || machine === 'arm64' : machine === architecture;
}

/** Whether the package.json above a file names operating systems, and Linux is not one: fsevents, for instance. */
function excludesLinux(absolutePath: string): boolean {
  for (let folder = path.dirname(absolutePath); path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    const systems = systemsOf(path.join(folder, 'package.json'));
    if (systems !== undefined)
      return systems.length > 0 && !systems.includes('linux') && !systems.some((name) => name.startsWith('!'));
    if (path.basename(path.dirname(folder)) === 'node_modules') return false;
  }
  return false;
}

function systemsOf(manifest: string): readonly string[] | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(manifest, 'utf8'));
  } catch {
    // No package.json here, or none that npm could read: the next folder up may have one.
    return undefined;
  }
  const systems = typeof content === 'object' && content !== null && 'os' in content ? content.os : [];
  return Array.isArray(systems) ? systems.filter((name) => typeof name === 'string') : [];
}

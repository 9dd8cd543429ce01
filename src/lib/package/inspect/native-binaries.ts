import {readFileSync} from 'node:fs';
import path from 'node:path';
import {RefusedError} from '../../errors.js';
import {formatBytes} from '../../model/byte-size.js';
import {type InstallTool, installLine} from '../../model/layer/install-line.js';
import {someNames} from '../../model/text/some-names.js';
import type {EventSink} from '../../ports/events.js';
import {platformOf} from '../platform-path.js';
import {unreadable} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import {glibcNeededBy} from './elf-glibc.js';
import {newerVersion} from './glibc-version.js';
import {partOf} from './heaviest-parts.js';
import type {BinaryHeader, Inspection} from './inspect-content.js';
import {type FunctionPlatform, familyOf, misfit} from './misfit.js';
import {ARCHITECTURES, missingSiblings} from './platform-siblings.js';
import {wheelGlibcs} from './wheel-glibc.js';

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
  /** The newest glibc it asks for. */
  readonly glibc?: string | undefined;
  /** Architectures for which its package has a sibling that is not installed: `@x/darwin-arm64` without `@x/linux-x64`. */
  readonly standsAloneOn?: readonly string[] | undefined;
}

/** What is wrong with the binaries of a package for an architecture. */
export interface NativeJudgement {
  /** Would be loaded, and cannot be. */
  readonly wrong: readonly MisfitBinary[];
  /** For other platforms, beside what is right: never used. */
  readonly unused: readonly NativeBinary[];
}

interface MisfitBinary extends NativeBinary {
  readonly reason: string;
}

const NAMED_PARTS = 5;
const LOADED = /\.(node|so(\.\d+)*)$/;
/** What Lambda starts itself: a custom runtime, and extensions (LDG "Building a custom runtime", "Lambda Extensions API"). */
const STARTED = /^(bootstrap|extensions\/[^/]+)$/;
const GEM = /(?:^|\/)(?:gems|extensions)\/.*\.so$/;
const PRISMA = /(?:query_engine|schema-engine|query-engine)-[^/]*$/;

/** The compiled files among the files of a package. Throws UsageError when one can no longer be read. */
export function nativeBinaries(
  files: readonly SourceFile[],
  inspections: ReadonlyMap<number, Inspection>,
): readonly NativeBinary[] {
  const compiled = [...inspections].flatMap(([index, {binary}]) => {
    const file = files[index];
    return file && binary ? [{file, binary, part: partOf(file.zipPath)}] : [];
  });
  if (compiled.length === 0) return [];
  const alone = missingSiblings(files, new Set(compiled.map(({part}) => part)));
  const wheels = wheelGlibcs(files);
  return compiled.map(({file, binary, part}) => {
    const {zipPath, absolutePath, bytes} = file;
    const standsAloneOn = alone.get(part);
    const isForOthers =
      standsAloneOn === undefined &&
      platformOf(zipPath).system === undefined &&
      binary.format !== 'ELF' &&
      excludesLinux(absolutePath);
    const isLoaded = LOADED.test(zipPath) || STARTED.test(zipPath);
    const glibc = isLoaded ? glibcOf(file, binary, wheels.get(zipPath)) : undefined;
    return {
      ...binary,
      path: zipPath,
      part,
      bytes,
      isLoaded,
      isForOthers,
      ...(glibc !== undefined && {glibc}),
      ...(standsAloneOn !== undefined && {standsAloneOn}),
    };
  });
}

/**
 * Compares binaries with what a function runs on (`x86_64`, `arm64`, or either when it is not known yet). Variants of one
 * binary for several platforms are no mistake when the right one is among them.
 */
export function judgeNatives(binaries: readonly NativeBinary[], platform: FunctionPlatform): NativeJudgement {
  const judged = binaries.map((binary) => {
    const place = platformOf(binary.path);
    return {binary, place, family: familyOf(place), reason: misfit(binary, platform)};
  });
  const families = new Set(judged.filter(({reason}) => reason === undefined).map(({family}) => family));
  const wrong: MisfitBinary[] = [];
  const unused: NativeBinary[] = [];
  for (const {binary, place, family, reason} of judged) {
    if (reason === undefined) continue;
    const hasRight = place.system !== undefined && families.has(family);
    const isUnused = !standsAlone(binary, platform) && (!binary.isLoaded || binary.isForOthers || hasRight);
    if (isUnused) unused.push(binary);
    else wrong.push({...binary, reason});
  }
  return {wrong, unused};
}

function standsAlone({standsAloneOn = []}: NativeBinary, {architecture}: FunctionPlatform): boolean {
  return architecture === undefined
    ? ARCHITECTURES.every((each) => standsAloneOn.includes(each))
    : standsAloneOn.includes(architecture);
}

/** Throws RefusedError (exit 3) when a binary that would be loaded is for another platform; `tool` has installed it, where that is known. */
export function assertNativesFit(
  binaries: readonly NativeBinary[],
  platform: FunctionPlatform,
  tool?: InstallTool,
): void {
  const {wrong} = judgeNatives(binaries, platform);
  if (wrong.length === 0) return;
  const {architecture, runtime} = platform;
  const named = wrong.map(({path: file, part, reason}) => `${file} of ${part} (${reason})`);
  const other = wrong.every((binary) => binary.format === 'ELF' && binary.machine === wrong[0]?.machine)
    ? wrong[0]?.machine
    : undefined;
  const runsOn = ['Linux', architecture ?? 'x86_64 or arm64', ...(runtime === undefined ? [] : [runtime])].join(', ');
  throw new RefusedError(`Compiled for another platform than the function runs on (${runsOn}): ${named.join('; ')}.`, {
    code: 'NATIVE_MISMATCH',
    suggestions: [
      wayToGet(wrong, platform, tool),
      ...(other !== architecture && (other === 'arm64' || other === 'x86_64') && architecture !== undefined
        ? [`Or run the function on ${other}: --architecture ${other}, or architecture in the release file.`]
        : []),
      'Packages that compile when they are installed have to be installed on Linux of that architecture, as in a container.',
    ],
    details: {architecture, ...(runtime !== undefined && {runtime}), binaries: wrong},
  });
}

/** Says which compiled files are for other platforms and never used. */
export function warnOfUnused(binaries: readonly NativeBinary[], platform: FunctionPlatform, sink: EventSink): void {
  const {unused} = judgeNatives(binaries, platform);
  if (unused.length === 0) return;
  const parts = [...new Set(unused.map(({part}) => part))];
  const bytes = unused.reduce((sum, binary) => sum + binary.bytes, 0);
  const message = `${unused.length} compiled files are for other platforms and fail where they are used (${formatBytes(bytes)}): ${someNames(parts, NAMED_PARTS)}.`;
  sink.emit({type: 'warning', code: 'NATIVE_UNUSED', message});
}

function wayToGet(wrong: readonly NativeBinary[], platform: FunctionPlatform, tool: InstallTool | undefined): string {
  if (wrong.every(({path: file}) => STARTED.test(file))) {
    return `Build it for Linux on ${platform.architecture ?? 'x86_64'}.`;
  }
  if (wrong.every(({path: file}) => PRISMA.test(file))) {
    return 'Let Prisma generate the engine that Lambda needs beside your own: binaryTargets = ["native", "rhel-openssl-3.0.x"] in the generator, then npx prisma generate';
  }
  if (wrong.every(({path: file}) => GEM.test(file))) {
    return `Install the gems on Linux of ${platform.architecture ?? 'x86_64'}, as in a container of the runtime: bundle install`;
  }
  const isNode = wrong.some(({path: file}) => file.includes('node_modules/'));
  const isKnown = tool !== undefined && ['npm', 'pnpm', 'yarn'].includes(tool) === isNode;
  return `Install for the function's platform: ${installLine(isKnown ? tool : isNode ? 'npm' : 'pip', platform)}`;
}

/** What the file itself asks for, or what its wheel says it was made for. */
function glibcOf({absolutePath}: SourceFile, {format}: BinaryHeader, wheel: string | undefined): string | undefined {
  if (format !== 'ELF') return undefined;
  try {
    const own = glibcNeededBy(absolutePath);
    return own === undefined || wheel === undefined ? (own ?? wheel) : newerVersion(own, wheel);
  } catch (error) {
    throw unreadable(absolutePath, error);
  }
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

import path from 'node:path';
import {fitsInline} from '../model/package-limits.js';
import type {EventSink} from '../ports/events.js';
import {contentDigestOf} from './content-digest.js';
import {type DeadWeight, deadWeight} from './inspect/dead-weight.js';
import {heaviestParts, type ZippedPart} from './inspect/heaviest-parts.js';
import {assertNativesFit, type NativeBinary, nativeBinaries, warnOfUnused} from './inspect/native-binaries.js';
import {assertNoSecrets, secretsIn} from './inspect/secrets.js';
import type {PackedFile} from './inspect/size-tree.js';
import {assertFitsLambda} from './limits.js';
import type {PackageContent, PackedZip} from './package-content.js';
import type {CollectedFiles} from './source/collect-files.js';
import {type SourceFile, unzippedBytesOf} from './source/source-file.js';
import {withFolder} from './with-folder.js';
import type {AssembledZip} from './zip/assembly.js';
import {type FileContents, readContents, writeZip} from './zip/write-zip.js';

/** A zip for a function, and what is in it. */
export interface DeploymentPackage extends PackedZip, Omit<PackageContent, 'pack'> {
  /** Whether the zip is too large for the request itself and has to go through S3. */
  readonly needsS3: boolean;
  /** Paths in the source folder that are not in the zip; a whole folder is one row and ends in a slash. */
  readonly leftOut: readonly string[];
  /** The ten heaviest npm packages, top-level folders (`assets/`) and top-level files, by unzipped size. */
  readonly heaviest: readonly ZippedPart[];
  /** What the function does not need to run, told by the paths; the heaviest kind first. */
  readonly deadWeight: readonly DeadWeight[];
  /** Every file, in the order of the zip. */
  contents(): readonly PackedFile[];
}

export interface PackageRequest {
  readonly sourceDir: string;
  /** Named in the events; the folder's name when absent. */
  readonly functionName?: string;
  /** On zlib's scale, 0 to 9; DEFAULT_LEVEL when absent. */
  readonly level?: number | undefined;
  /** Absolute paths of files and folders that are in a layer instead. */
  readonly takenOut?: ReadonlySet<string> | undefined;
  /** Where the function runs, as far as it is known: what the runtime brings along, and which binaries it can load. */
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
  /** Paths in the package that may look like credentials; a folder ends in a slash. */
  readonly allowSecrets?: readonly string[] | undefined;
  readonly sink: EventSink;
  readonly signal?: AbortSignal | undefined;
}

const HEAVIEST = 10;

/**
 * Packs a folder into a deployment package, reading and deflating it in one go; nothing leaves the machine. Throws UsageError for
 * a folder that cannot be packaged and RefusedError when it is larger than AWS Lambda takes, before a zip is made, when it holds
 * what looks like a credential, and when a binary in it is for another platform.
 */
export function buildDeploymentPackage(request: PackageRequest): Promise<DeploymentPackage> {
  const {runtime, architecture, level, signal} = request;
  return withFolder(request, async (collected, pool) => {
    const {files, leftOut} = collected;
    begin(request, collected);
    const written = await writeZip(files, {level, pool, signal});
    const content = toContent(request, files, written);
    const {zippedBytes} = written.entries;
    return {
      ...content,
      ...finish(request, content, written),
      needsS3: !fitsInline(written.zip.length),
      leftOut,
      heaviest: heaviestParts(files, zippedBytes).slice(0, HEAVIEST),
      deadWeight: deadWeight(files, {runtime, architecture}),
      contents: () =>
        files.map(({zipPath, bytes}, index) => ({
          path: zipPath,
          unzippedBytes: bytes,
          zippedBytes: zippedBytes[index] ?? 0,
        })),
    };
  });
}

/** Reads every byte of a folder for what its deployment package is, and deflates nothing yet. Throws what buildDeploymentPackage throws. */
export function readDeploymentPackage(request: PackageRequest): Promise<PackageContent> {
  const {level, signal} = request;
  return withFolder(request, async (collected, pool) => {
    const {files} = collected;
    begin(request, collected);
    const contents = await readContents(files, {pool, signal});
    const content = toContent(request, files, contents);
    const {unzippedBytes, contentDigest} = content;
    const functionName = nameOf(request);
    request.sink.emit({type: 'package.read', functionName, files: files.length, unzippedBytes, contentDigest});
    const pack = async () => finish(request, content, await writeZip(files, {level, contents, signal}));
    return {...content, pack};
  });
}

/** What can be said before a file is read. */
function begin(request: PackageRequest, {files, leftOut}: CollectedFiles): void {
  const {sink, sourceDir} = request;
  const functionName = nameOf(request);
  sink.emit({type: 'package.started', functionName, source: sourceDir});
  if (leftOut.length > 0) sink.emit({type: 'package.leftOut', functionName, files: leftOut});
  assertFitsLambda(files, request);
}

function toContent(
  {allowSecrets = [], architecture, runtime, sink}: PackageRequest,
  files: readonly SourceFile[],
  {digests, inspections}: FileContents,
): Omit<PackageContent, 'pack'> {
  assertNoSecrets(secretsIn(files, inspections), allowSecrets);
  const binaries: readonly NativeBinary[] = nativeBinaries(files, inspections);
  const platform = {architecture, runtime};
  assertNativesFit(binaries, platform);
  warnOfUnused(binaries, platform, sink);
  return {
    contentDigest: contentDigestOf(files, digests),
    unzippedBytes: unzippedBytesOf(files),
    files: files.length,
    binaries,
  };
}

function finish(
  request: PackageRequest,
  {files, unzippedBytes}: Omit<PackageContent, 'pack'>,
  {zip, zipSha256: codeSha256}: AssembledZip,
): PackedZip {
  const functionName = nameOf(request);
  const zippedBytes = zip.length;
  request.sink.emit({type: 'package.finished', functionName, files, zippedBytes, unzippedBytes, codeSha256});
  return {zip, codeSha256, zippedBytes};
}

function nameOf({functionName, sourceDir}: PackageRequest): string {
  return functionName ?? path.basename(path.resolve(sourceDir));
}

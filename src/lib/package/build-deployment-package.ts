import path from 'node:path';
import {fitsInline} from '../model/package-limits.js';
import type {S3Object} from '../model/source/s3-object.js';
import type {EventSink} from '../ports/events.js';
import {type DeadWeight, deadWeight} from './inspect/dead-weight.js';
import {type DependencyFindings, inspectDependencies} from './inspect/dependencies.js';
import {HEAVIEST, heaviestParts, type PackagePart, type ZippedPart} from './inspect/heaviest-parts.js';
import {isInstalledPath} from './inspect/secrets.js';
import type {PackedFile} from './inspect/size-tree.js';
import {inspectedContent} from './inspected-content.js';
import {assertFitsLambda} from './limits.js';
import type {FunctionPackageContent, PackedZip} from './package-content.js';
import type {CollectedFiles} from './source/collect-files.js';
import {withFolder} from './with-folder.js';
import type {AssembledZip} from './zip/assembly.js';
import {readContents, writeZip} from './zip/write-zip.js';

/** A zip for a function, and what is in it. */
export interface DeploymentPackage extends PackedZip, Omit<FunctionPackageContent, 'pack'> {
  /** Whether the zip is too large for the request itself and has to go through S3. */
  readonly needsS3: boolean;
  /** Paths in the source folder that are not in the zip; a whole folder is one row and ends in a slash. */
  readonly leftOut: readonly string[];
  /** Those of them that look as if they held credentials. */
  readonly leftOutSecrets: readonly string[];
  /** npm packages that are there for development only, by the lockfile; the heaviest first. */
  readonly devDependencies: readonly PackagePart[];
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
  /** Default rules for this folder alone: what of it is the tool's own, in gitignore syntax. */
  readonly rules?: readonly string[] | undefined;
  /** Links that are kept with the target they have, wherever it leads: paths in the package. */
  readonly keepLinks?: readonly string[] | undefined;
  /** Paths in the package that may look like credentials; a folder ends in a slash. */
  readonly allowSecrets?: readonly string[] | undefined;
  /** The archive itself, when the source is one that lies in S3, and where there. */
  readonly fetched?: {readonly bytes: Buffer; readonly stored: S3Object} | undefined;
  readonly sink: EventSink;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Packs a folder into a deployment package, reading and deflating it in one go; nothing leaves the machine. Throws UsageError for
 * a folder that cannot be packaged and RefusedError when it is larger than AWS Lambda takes, before a zip is made, when it holds
 * what looks like a credential, and when a binary in it is for another platform.
 */
export function buildDeploymentPackage(request: PackageRequest): Promise<DeploymentPackage> {
  const {runtime, architecture, level, signal} = request;
  return withFolder(request, async (collected, pool) => {
    const {files, leftOut, secrets: leftOutSecrets} = collected;
    const {devDependencies} = begin(request, collected);
    const written = await writeZip(files, {level, pool, signal});
    const content = inspectedContent(request, files, written);
    const {zippedBytes} = written.entries;
    return {
      ...content,
      ...finish(request, content, written),
      needsS3: !fitsInline(written.zip.length),
      leftOut,
      leftOutSecrets,
      devDependencies,
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
export function readDeploymentPackage(request: PackageRequest): Promise<FunctionPackageContent> {
  const {level, signal} = request;
  return withFolder(request, async (collected, pool) => {
    const {files} = collected;
    begin(request, collected);
    const contents = await readContents(files, {pool, signal});
    const content = inspectedContent(request, files, contents);
    const {unzippedBytes, contentDigest} = content;
    const functionName = nameOf(request);
    request.sink.emit({type: 'package.read', functionName, files: files.length, unzippedBytes, contentDigest});
    const pack = async () => finish(request, content, await writeZip(files, {level, contents, signal}));
    return {...content, pack};
  });
}

/** What can be said before a file is read. */
function begin(request: PackageRequest, {files, leftOut, secrets}: CollectedFiles): DependencyFindings {
  const {sink, sourceDir} = request;
  const functionName = nameOf(request);
  sink.emit({type: 'package.started', functionName, source: sourceDir});
  if (leftOut.length > 0) sink.emit({type: 'package.leftOut', functionName, files: leftOut});
  assertFitsLambda(files, request);
  const findings = inspectDependencies(files, request);
  for (const message of [...leftOutWarning(secrets), ...findings.warnings]) {
    sink.emit({type: 'warning', ...message});
  }
  return findings;
}

/** Of what is installed somebody's test data is left out, which is told but nothing to warn of. */
function leftOutWarning(secrets: readonly string[]): {readonly code: string; readonly message: string}[] {
  const own = secrets.filter((path) => !isInstalledPath(path) && !path.startsWith('.env'));
  if (own.length === 0) return [];
  const message = `Left out for looking like credentials, so that the function will not find them: ${own.join(', ')}. What belongs there is taken in with a line that begins with ! in .lambdaignore.`;
  return [{code: 'SECRETS_LEFT_OUT', message}];
}

function finish(
  request: PackageRequest,
  {files, unzippedBytes}: Omit<FunctionPackageContent, 'pack'>,
  {zip, zipSha256: codeSha256}: AssembledZip,
): PackedZip {
  const functionName = nameOf(request);
  const zippedBytes = zip.length;
  request.sink.emit({type: 'package.finished', functionName, files, zippedBytes, unzippedBytes, codeSha256});
  return {zip, codeSha256, zippedBytes};
}

/** What events call it. */
export function nameOf({functionName, sourceDir}: PackageRequest): string {
  return functionName ?? path.basename(path.resolve(sourceDir));
}

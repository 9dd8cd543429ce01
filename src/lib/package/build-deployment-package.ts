import path from 'node:path';
import {formatBytes} from '../model/byte-size.js';
import {MAX_INLINE_ZIP_BYTES} from '../model/package-limits.js';
import type {EventSink} from '../ports/events.js';
import {type DeadWeight, deadWeight} from './inspect/dead-weight.js';
import {heaviestParts, partNames, type ZippedPart} from './inspect/heaviest-parts.js';
import {assertNativesFit, judgeNatives, type NativeBinary, nativeBinaries} from './inspect/native-binaries.js';
import {assertNoSecrets, type SecretInPackage, secretsIn} from './inspect/secrets.js';
import type {PackedFile} from './inspect/size-tree.js';
import {assertFitsLambda} from './limits.js';
import type {PackCache, Survey} from './pack-files.js';
import {type PackedFolder, packFolder} from './pack-folder.js';
import {unzippedBytesOf} from './source/source-file.js';

/** A zip for a function, and what is in it. */
export interface DeploymentPackage {
  readonly zip: Uint8Array;
  /** base64 of SHA-256 over the zip: what AWS reports as CodeSha256. */
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly files: number;
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
  /** The compiled files, to be compared with the architecture once that is known. */
  readonly binaries: readonly NativeBinary[];
}

export interface PackageRequest {
  readonly sourceDir: string;
  /** Named in the events; the folder's name when absent. */
  readonly functionName?: string;
  /** On zlib's scale, 0 to 9; 6 when absent. */
  readonly level?: number | undefined;
  readonly cache?: PackCache | undefined;
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
const NAMED_PARTS = 5;

/**
 * Packs a folder into a deployment package; nothing leaves the machine. Throws UsageError for a folder that cannot be packaged
 * and RefusedError when it is larger than AWS Lambda takes, before a zip is made, when it holds what looks like a
 * credential, and when a binary in it is for another platform.
 */
export async function buildDeploymentPackage(request: PackageRequest): Promise<DeploymentPackage> {
  const {sourceDir, sink, level, cache, takenOut, signal, architecture} = request;
  const functionName = request.functionName ?? path.basename(path.resolve(sourceDir));
  sink.emit({type: 'package.started', functionName, source: sourceDir});
  const packed = await packFolder({
    sourceDir,
    level,
    cache,
    takenOut,
    signal,
    survey: surveyFor(request),
    check({files, leftOut}) {
      if (leftOut.length > 0) sink.emit({type: 'package.leftOut', functionName, files: leftOut});
      assertFitsLambda(files, request);
    },
    checkFindings({secrets}, {files, entries}) {
      assertNoSecrets(secrets, request.allowSecrets ?? []);
      assertNativesFit(nativeBinaries(files, entries.inspections), architecture);
    },
  });
  const built = toDeploymentPackage(packed);
  const {unused} = judgeNatives(built.binaries, architecture);
  if (unused.length > 0) sink.emit({type: 'warning', code: 'NATIVE_UNUSED', message: unusedText(unused)});
  const {zippedBytes, unzippedBytes, codeSha256} = built;
  sink.emit({type: 'package.finished', functionName, files: built.files, zippedBytes, unzippedBytes, codeSha256});
  return built;
}

/** The form of the findings below: another number for every change of it, so that none of an earlier release is taken for one. */
const FINDINGS_FORM = 1;

/** What is told of a package beside its zip. */
interface Findings extends Pick<DeploymentPackage, 'heaviest' | 'deadWeight'> {
  readonly secrets: readonly SecretInPackage[];
}

function surveyFor({runtime, architecture}: PackageRequest): Survey<Findings> {
  return {
    key: JSON.stringify([FINDINGS_FORM, runtime, architecture]),
    begin(files) {
      const dead = deadWeight(files, {runtime, architecture});
      const parts = partNames(files);
      return ({zippedBytes, inspections}) => ({
        heaviest: heaviestParts(files, zippedBytes, parts).slice(0, HEAVIEST),
        deadWeight: dead,
        secrets: secretsIn(files, inspections),
      });
    },
  };
}

function toDeploymentPackage({
  files,
  leftOut,
  zip,
  zipSha256,
  entries,
  findings,
}: PackedFolder<Findings>): DeploymentPackage {
  const {heaviest, deadWeight: dead} = findings;
  return {
    zip,
    codeSha256: zipSha256,
    zippedBytes: zip.length,
    unzippedBytes: unzippedBytesOf(files),
    files: files.length,
    needsS3: zip.length > MAX_INLINE_ZIP_BYTES,
    leftOut,
    heaviest,
    deadWeight: dead,
    contents: () =>
      files.map(({zipPath, bytes}, index) => ({
        path: zipPath,
        unzippedBytes: bytes,
        zippedBytes: entries.zippedBytes[index] ?? 0,
      })),
    binaries: nativeBinaries(files, entries.inspections),
  };
}

function unusedText(unused: readonly NativeBinary[]): string {
  const parts = [...new Set(unused.map(({part}) => part))];
  const bytes = unused.reduce((sum, binary) => sum + binary.bytes, 0);
  const more = parts.length > NAMED_PARTS ? ` and ${parts.length - NAMED_PARTS} more` : '';
  return `${unused.length} compiled files are for other platforms and fail where they are used (${formatBytes(bytes)}): ${parts.slice(0, NAMED_PARTS).join(', ')}${more}.`;
}

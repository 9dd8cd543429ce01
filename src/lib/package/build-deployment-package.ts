import path from 'node:path';
import type {EventSink} from '../ports/events.js';
import {heaviestParts, type ZippedPart} from './heaviest-parts.js';
import {assertFitsLambda, MAX_INLINE_ZIP_BYTES} from './limits.js';
import {type PackCache, type PackedFolder, packFolder} from './pack-folder.js';
import {unzippedBytesOf} from './source-file.js';
import {zlibWarning} from './zlib-fingerprint.js';

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
}

export interface PackageRequest {
  readonly sourceDir: string;
  /** Named in the events; the folder's name when absent. */
  readonly functionName?: string;
  /** zlib's level, 0 to 9; 6 when absent. */
  readonly level?: number | undefined;
  readonly cache?: PackCache | undefined;
  /** Absolute paths of files and folders that are in a layer instead. */
  readonly takenOut?: ReadonlySet<string> | undefined;
  readonly sink: EventSink;
  readonly signal?: AbortSignal | undefined;
}

const HEAVIEST = 10;

/**
 * Packs a folder into a deployment package; nothing leaves the machine. Throws UsageError for a folder that cannot be packaged
 * and RefusedError, before any file is read, when it is larger than AWS Lambda takes.
 */
export async function buildDeploymentPackage(request: PackageRequest): Promise<DeploymentPackage> {
  const {sourceDir, sink, level, cache, takenOut, signal} = request;
  const functionName = request.functionName ?? path.basename(path.resolve(sourceDir));
  sink.emit({type: 'package.started', functionName, source: sourceDir});
  const packed = await packFolder({
    sourceDir,
    links: 'keep',
    level,
    cache,
    takenOut,
    signal,
    check({files, leftOut}) {
      if (leftOut.length > 0) sink.emit({type: 'package.leftOut', functionName, files: leftOut});
      assertFitsLambda(files);
    },
  });
  const warning = level === 0 ? undefined : zlibWarning();
  if (warning) sink.emit({type: 'warning', code: 'ZLIB_DIFFERS', message: warning});
  const built = toDeploymentPackage(packed);
  const {zippedBytes, unzippedBytes, codeSha256} = built;
  sink.emit({type: 'package.finished', functionName, files: built.files, zippedBytes, unzippedBytes, codeSha256});
  return built;
}

function toDeploymentPackage({files, leftOut, zip, zipSha256, zippedBytes}: PackedFolder): DeploymentPackage {
  return {
    zip,
    codeSha256: zipSha256,
    zippedBytes: zip.length,
    unzippedBytes: unzippedBytesOf(files),
    files: files.length,
    needsS3: zip.length > MAX_INLINE_ZIP_BYTES,
    leftOut,
    heaviest: heaviestParts(files, zippedBytes).slice(0, HEAVIEST),
  };
}

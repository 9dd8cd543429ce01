import {createHash} from 'node:crypto';
import path from 'node:path';
import type {EventSink} from '../ports/events.js';
import {collectFiles} from './collect-files.js';
import {heaviestParts, type ZippedPart} from './heaviest-parts.js';
import {assertFitsLambda, MAX_INLINE_ZIP_BYTES} from './limits.js';
import {writeZip} from './write-zip.js';
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
  readonly level?: number;
  readonly sink: EventSink;
  readonly signal?: AbortSignal;
}

const HEAVIEST = 10;

/**
 * Packs a folder into a deployment package; nothing leaves the machine. Throws UsageError for a folder that cannot be packaged
 * and RefusedError, before any file is read, when it is larger than AWS Lambda takes.
 */
export async function buildDeploymentPackage(request: PackageRequest): Promise<DeploymentPackage> {
  const {sourceDir, sink, level, signal} = request;
  const functionName = request.functionName ?? path.basename(path.resolve(sourceDir));
  sink.emit({type: 'package.started', functionName, source: sourceDir});
  const {files, leftOut} = collectFiles(sourceDir);
  if (leftOut.length > 0) sink.emit({type: 'package.leftOut', functionName, files: leftOut});
  assertFitsLambda(files);
  const warning = level === 0 ? undefined : zlibWarning();
  if (warning) sink.emit({type: 'warning', code: 'ZLIB_DIFFERS', message: warning});

  const written = await writeZip(files, {...(level === undefined ? {} : {level}), ...(signal ? {signal} : {})});
  const built: DeploymentPackage = {
    zip: written.zip,
    codeSha256: createHash('sha256').update(written.zip).digest('base64'),
    zippedBytes: written.zip.length,
    unzippedBytes: files.reduce((sum, file) => sum + file.bytes, 0),
    files: files.length,
    needsS3: written.zip.length > MAX_INLINE_ZIP_BYTES,
    leftOut,
    heaviest: heaviestParts(files, written.zippedBytes).slice(0, HEAVIEST),
  };
  const {zippedBytes, unzippedBytes, codeSha256} = built;
  sink.emit({type: 'package.finished', functionName, files: built.files, zippedBytes, unzippedBytes, codeSha256});
  return built;
}

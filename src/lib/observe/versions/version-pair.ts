import {AwsError} from '../../errors.js';
import {isSameCode} from '../../model/versions/content-note.js';
import {type PublishedVersion, parseVersion} from '../../model/versions/version.js';
import {readZipEntries, ZipFormatError} from '../../package/zip/read-zip.js';
import {zipContentDigest} from '../../package/zip/zip-content-digest.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';
import type {VersionsPort} from '../../ports/lambda/versions.js';

/** A file of a package as its zip's central directory names it: CRC-32 and size stand for the content. */
export interface PackagedFile {
  readonly name: string;
  readonly crc: number;
  readonly unzippedBytes: number;
}

/** Two versions of a function beside each other; a version that does not exist is absent. */
export interface ObservedVersionPair {
  readonly from?: FunctionConfiguration;
  readonly to?: FunctionConfiguration;
  /** Files of both packages; absent when they are the same package or could not both be had. */
  readonly files?: {readonly from: readonly PackagedFile[]; readonly to: readonly PackagedFile[]};
  /** Packed in different ways, and of the same content: their code is the same. */
  readonly sameContent?: boolean;
  /** Why there are no files although the packages differ. */
  readonly filesMissing?: string;
}

interface PairDeps {
  readonly functions: Pick<FunctionsPort, 'getFunction'>;
  readonly versions: Pick<VersionsPort, 'readPackage'>;
}

/**
 * Reads two versions and, where `files` asks for it and their packages differ, downloads both for the names in them.
 * Throws AwsError; a package that cannot be had is no error.
 */
export async function observeVersionPair(
  deps: PairDeps,
  input: {
    readonly functionName: string;
    readonly from: PublishedVersion;
    readonly to: PublishedVersion;
    readonly files: boolean;
  },
  signal?: AbortSignal,
): Promise<ObservedVersionPair> {
  const {functionName} = input;
  const [from, to] = await Promise.all([
    deps.functions.getFunction(functionName, input.from, signal),
    deps.functions.getFunction(functionName, input.to, signal),
  ]);
  const pair = {...(from && {from}), ...(to && {to})};
  if (!from || !to || !input.files || isSameCode(from, to)) return pair;
  try {
    const [before, after] = [await readPackage(deps, from, signal), await readPackage(deps, to, signal)];
    if (before && after && before.contentDigest === after.contentDigest) return {...pair, sameContent: true};
    if (before && after) return {...pair, files: {from: before.files, to: after.files}};
    return {...pair, filesMissing: 'AWS hands out no zip of one of them, as of a container image.'};
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AwsError || error instanceof ZipFormatError) return {...pair, filesMissing: error.message};
    throw error;
  }
}

async function readPackage(
  {versions}: PairDeps,
  {functionName, version}: FunctionConfiguration,
  signal?: AbortSignal,
): Promise<{readonly files: readonly PackagedFile[]; readonly contentDigest: string} | undefined> {
  const zip = await versions.readPackage(functionName, parseVersion(version), signal);
  if (zip === undefined) return undefined;
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  return {files: readZipEntries(bytes), contentDigest: await zipContentDigest(bytes)};
}

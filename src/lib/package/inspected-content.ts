import type {EventSink} from '../ports/events.js';
import {contentDigestOf} from './content-digest.js';
import {assertNativesFit, type NativeBinary, nativeBinaries, warnOfUnused} from './inspect/native-binaries.js';
import {assertNoSecrets, secretsIn} from './inspect/secrets.js';
import {nodeToolOf} from './layer/lock/node-tool.js';
import type {FunctionPackageContent} from './package-content.js';
import {type SourceFile, unzippedBytesOf} from './source/source-file.js';
import type {FileContents} from './zip/write-zip.js';

interface Inspected {
  /** Absent for what was packed elsewhere. */
  readonly sourceDir?: string | undefined;
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
  /** Paths in the package that may look like credentials; a folder ends in a slash. */
  readonly allowSecrets?: readonly string[] | undefined;
  readonly sink: EventSink;
}

/** What the files of a function are, once every byte of them has been read. Throws RefusedError for credentials and foreign binaries. */
export function inspectedContent(
  {sourceDir, allowSecrets = [], architecture, runtime, sink}: Inspected,
  files: readonly SourceFile[],
  {digests, inspections}: FileContents,
): Omit<FunctionPackageContent, 'pack'> {
  assertNoSecrets(secretsIn(files, inspections), allowSecrets);
  const binaries: readonly NativeBinary[] = nativeBinaries(files, inspections);
  const platform = {architecture, runtime};
  assertNativesFit(binaries, platform, sourceDir === undefined ? undefined : nodeToolOf(sourceDir));
  warnOfUnused(binaries, platform, sink);
  return {
    contentDigest: contentDigestOf(files, digests),
    unzippedBytes: unzippedBytesOf(files),
    files: files.length,
    binaries,
    zipPaths: files.map(({zipPath}) => zipPath),
    emptyPaths: files.flatMap(({zipPath, bytes}) => (bytes === 0 ? [zipPath] : [])),
  };
}

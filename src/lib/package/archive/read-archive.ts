import {readFile} from 'node:fs/promises';
import {RefusedError} from '../../errors.js';
import {fitsInline} from '../../model/package-limits.js';
import {type DeploymentPackage, nameOf, type PackageRequest} from '../build-deployment-package.js';
import {MANIFEST_ENTRY, parseManifest} from '../bundle/manifest.js';
import {deadWeight} from '../inspect/dead-weight.js';
import {HEAVIEST, heaviestParts} from '../inspect/heaviest-parts.js';
import {inspectedContent} from '../inspected-content.js';
import {assertFitsLambda} from '../limits.js';
import type {FunctionPackageContent, PackedZip} from '../package-content.js';
import {sha256Base64} from '../sha256.js';
import {unreadable} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import type {ZipEntry} from '../zip/read-zip.js';
import {readContents} from '../zip/write-zip.js';
import {archiveEntries} from './archive-entries.js';
import {archiveRefused} from './archive-error.js';
import {toSourceFile, withUnpacked} from './unpacked.js';

/** What is in an archive, once every byte has been looked at. */
interface LookedAt extends PackedZip, Omit<FunctionPackageContent, 'pack'> {
  readonly sourceFiles: readonly SourceFile[];
  readonly entries: readonly ZipEntry[];
}

/**
 * What an archive is that another tool has built: its limits, binaries and credentials are checked as those of a folder are. It is never
 * packed again: what AWS gets are its own bytes. Throws UsageError for what is no archive or a damaged one, RefusedError for what a folder
 * is refused for, and for a bootstrap that Lambda could not start.
 */
export async function readArchive(request: PackageRequest): Promise<FunctionPackageContent> {
  const {sourceFiles: _, entries: __, zip, codeSha256, zippedBytes, ...content} = await lookAt(request);
  const {files, unzippedBytes, contentDigest} = content;
  request.sink.emit({type: 'package.read', functionName: nameOf(request), files, unzippedBytes, contentDigest});
  return {...content, pack: async () => ({zip, codeSha256, zippedBytes})};
}

/** The same with all that `package` tells of a zip that it has made. */
export async function archivePackage(request: PackageRequest): Promise<DeploymentPackage> {
  const {sourceFiles, entries, ...content} = await lookAt(request);
  const {files, unzippedBytes, zippedBytes, codeSha256} = content;
  const sizes = entries.map((entry) => entry.zippedBytes);
  const about = {functionName: nameOf(request), files, zippedBytes, unzippedBytes, codeSha256};
  request.sink.emit({type: 'package.finished', ...about});
  return {
    ...content,
    needsS3: !fitsInline(zippedBytes),
    leftOut: [],
    leftOutSecrets: [],
    devDependencies: [],
    heaviest: heaviestParts(sourceFiles, sizes).slice(0, HEAVIEST),
    deadWeight: deadWeight(sourceFiles, request),
    contents: () => entries.map(({name, unzippedBytes, zippedBytes}) => ({path: name, unzippedBytes, zippedBytes})),
  };
}

async function lookAt(request: PackageRequest): Promise<LookedAt> {
  const {sourceDir: source, signal, sink} = request;
  sink.emit({type: 'package.started', functionName: nameOf(request), source});
  const bytes = request.fetched?.bytes ?? (await bytesOf(source));
  const entries = archiveEntries(source, bytes);
  // By what its directory says, and nothing is unpacked that says less than it is.
  assertFitsLambda(
    entries.map((entry) => toSourceFile(entry, source)),
    request,
  );
  assertStarts(request, entries);
  return withUnpacked(
    {source, bytes, entries},
    async (sourceFiles) => {
      await assertNoBundle(source, sourceFiles);
      const content = inspectedContent(request, sourceFiles, await readContents(sourceFiles, {signal}));
      const packed = {zip: bytes, codeSha256: sha256Base64(bytes), zippedBytes: bytes.length};
      const {stored} = request.fetched ?? {};
      return {...content, ...packed, ...(stored && {stored}), sourceFiles, entries};
    },
    signal,
  );
}

async function bytesOf(source: string): Promise<Buffer> {
  try {
    return await readFile(source);
  } catch (error) {
    throw unreadable(source, error);
  }
}

/** Who builds on Windows, or fetches what a CI system kept, has lost the mode of the file (LDG "Building a custom runtime"). */
function assertStarts({sourceDir: source, runtime}: PackageRequest, entries: readonly ZipEntry[]): void {
  const bootstrap = entries.find(({name}) => name === 'bootstrap');
  if (!runtime?.startsWith('provided') || !bootstrap || (bootstrap.mode & 0o111) === 0o111) return;
  throw new RefusedError(`bootstrap in ${source} may not be executed, so that Lambda could not start it.`, {
    code: 'BOOTSTRAP_NOT_EXECUTABLE',
    suggestions: [
      'Set its mode before it is packed: chmod 755 bootstrap',
      'Or name the folder that bootstrap is in as the source: its mode is set as it is packed.',
    ],
    details: {source, mode: bootstrap.mode},
  });
}

async function assertNoBundle(source: string, files: readonly SourceFile[]): Promise<void> {
  const manifest = files.find(({zipPath}) => zipPath === MANIFEST_ENTRY);
  if (!manifest || parseManifest(await readFile(manifest.absolutePath, 'utf8')) === undefined) return;
  throw archiveRefused(source, 'it is a bundle of lambda-release', `Release it with --bundle ${source}`);
}

import {Buffer} from 'node:buffer';
import {buffer} from 'node:stream/consumers';
import {ZipArchive} from 'archiver';
import {
  BUNDLE_SCHEMA,
  type BundledArchive,
  type BundleManifest,
  MANIFEST_ENTRY,
  RELEASE_FILE_ENTRY,
} from './bundle-manifest.js';
import {sha256Base64} from './sha256.js';

/** A deployment package on its way into a bundle. */
export interface BundlePackage {
  readonly functionName: string;
  readonly zip: Uint8Array;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly files: number;
}

export interface BundleContent {
  readonly packages: readonly BundlePackage[];
  /** The release file as it is written; references such as `${env:NAME}` are resolved where it is released. */
  readonly releaseFile?: string;
  readonly git?: {readonly commit: string; readonly subject: string};
}

// One fixed time in every entry, so that the same content gives the same bundle.
const DATE = new Date('1980-01-01T00:00:00Z');

/** One file that carries a whole release from the job that builds it to the jobs that release it; the bytes of a zip. */
export async function writeBundle({packages, releaseFile, git}: BundleContent): Promise<Buffer> {
  // Everything of size in it is compressed already; the time is written as UTC, so that it is the same everywhere.
  const options = {store: true, forceUTC: true};
  const archive = new ZipArchive(options);
  const whole = buffer(archive);
  const add = (name: string, content: Uint8Array | string) => {
    archive.append(Buffer.from(content), {name, date: DATE, mode: 0o644});
  };
  const functions: Record<string, BundledArchive> = {};
  for (const {functionName, codeSha256, zippedBytes, unzippedBytes, files} of packages) {
    const entry = `functions/${functionName}.zip`;
    functions[functionName] = {entry, codeSha256, zippedBytes, unzippedBytes, files};
  }
  const manifest: BundleManifest = {
    schema: BUNDLE_SCHEMA,
    ...(git && {git: {commit: git.commit, subject: git.subject}}),
    ...(releaseFile !== undefined && {releaseFileSha256: sha256Base64(releaseFile)}),
    functions,
  };
  add(MANIFEST_ENTRY, `${JSON.stringify(manifest, undefined, 2)}\n`);
  if (releaseFile !== undefined) add(RELEASE_FILE_ENTRY, releaseFile);
  for (const {functionName, zip} of packages) add(functions[functionName]?.entry ?? functionName, zip);
  await archive.finalize();
  return whole;
}

import {readFile} from 'node:fs/promises';
import {UsageError} from '../../errors.js';
import {sha256Base64} from '../sha256.js';
import {readZipContent, readZipEntries, type ZipEntry, ZipFormatError} from '../zip/read-zip.js';
import {contentDigestIfZip} from '../zip/zip-content-digest.js';
import {
  type BundledArchive,
  type BundledFunction,
  type BundledLayer,
  type BundleManifest,
  MANIFEST_ENTRY,
  parseManifest,
  RELEASE_FILE_ENTRY,
} from './manifest.js';

/** A manifest names every compiled file and every package of a layer: a kilobyte for each of sixteen thousand. */
const MOST_TEXT_BYTES = 16_777_216;

/** A function's package out of a bundle, with its layer if it has one. */
export type OpenedFunction = Omit<BundledFunction, 'layer'> & {
  readonly zip: Buffer;
  /** The paths in the zip. */
  readonly zipPaths: readonly string[];
  readonly emptyPaths: readonly string[];
  readonly layer?: BundledLayer & {readonly zip: Buffer};
};

/** A bundle of which every byte has been proved. */
export interface Bundle {
  /** As it was named, for messages. */
  readonly path: string;
  readonly manifest: BundleManifest;
  /** The release file as it was when the bundle was made; absent when there was none. */
  readonly releaseFile?: string;
  /** The events of its smoke tests, by how it names them. */
  readonly events: ReadonlyMap<string, string>;
  /** The deployment package of each function, in the bundle's order. */
  readonly packages: ReadonlyMap<string, OpenedFunction>;
}

/**
 * Reads a release bundle and verifies every digest in it; `sha256` (hex or base64), when given, must be that of the whole
 * file. Throws UsageError (exit 2) naming the entry that is missing, cut off, altered or does not belong there.
 */
export async function openBundle(path: string, sha256?: string): Promise<Bundle> {
  const bytes = await readBytes(path);
  if (sha256 !== undefined) requireDigest(path, bytes, sha256);
  const entries = entriesOf(path, bytes);
  const manifest = parseManifest(await textOf(path, bytes, entries.get(MANIFEST_ENTRY), MANIFEST_ENTRY));
  if (manifest === undefined) throw refused(path, `${MANIFEST_ENTRY} is not one of this version of lambda-release`);
  const packages = new Map<string, OpenedFunction>();
  const expected = new Set([MANIFEST_ENTRY]);
  const zipOf = async (archive: BundledArchive): Promise<Buffer> => {
    const zip = await contentOf(path, bytes, entries.get(archive.entry), archive.entry);
    if (sha256Base64(zip) !== archive.codeSha256 || (await contentDigestIfZip(zip)) !== archive.contentDigest) {
      throw refused(path, `${archive.entry} is not what was bundled`);
    }
    expected.add(archive.entry);
    return zip;
  };
  for (const [functionName, {layer, ...archive}] of Object.entries(manifest.functions)) {
    const zip = await zipOf(archive);
    const entries = listedIn(path, zip);
    const zipPaths = entries.map(({name}) => name);
    const emptyPaths = entries.flatMap(({name, unzippedBytes}) => (unzippedBytes === 0 ? [name] : []));
    const own = {...archive, zip, zipPaths, emptyPaths};
    packages.set(functionName, {...own, ...(layer && {layer: {...layer, zip: await zipOf(layer)}})});
  }
  const releaseFile = await releaseFileOf(path, bytes, {manifest, entry: entries.get(RELEASE_FILE_ENTRY)});
  if (releaseFile !== undefined) expected.add(RELEASE_FILE_ENTRY);
  const events = new Map<string, string>();
  for (const [name, {entry, sha256: digest}] of Object.entries(manifest.events ?? {})) {
    const text = await textOf(path, bytes, entries.get(entry), entry);
    if (sha256Base64(text) !== digest) throw refused(path, `${entry} is not what was bundled`);
    expected.add(entry);
    events.set(name, text);
  }
  const stranger = [...entries.keys()].find((name) => !expected.has(name));
  if (stranger !== undefined) throw refused(path, `${stranger} is not in its manifest`);
  return {path, manifest, events, packages, ...(releaseFile !== undefined && {releaseFile})};
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`The bundle ${path} cannot be read: ${(error as Error).message}`, {
      code: 'BUNDLE_UNREADABLE',
      suggestions: ['Make one with: lambda-release package --bundle release.zip'],
      cause: error,
    });
  }
}

function requireDigest(path: string, bytes: Buffer, wanted: string): void {
  const base64 = sha256Base64(bytes);
  const hex = Buffer.from(base64, 'base64').toString('hex');
  if (wanted === base64 || wanted.toLowerCase() === hex) return;
  throw refused(path, `its SHA-256 is ${hex}, not ${wanted}`);
}

function entriesOf(path: string, bytes: Buffer): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of listedIn(path, bytes)) {
    // Of two, programs that read the bundle could each take another.
    if (entries.has(entry.name)) throw refused(path, `${entry.name} is in it twice`);
    entries.set(entry.name, entry);
  }
  return entries;
}

function listedIn(path: string, bytes: Buffer): readonly ZipEntry[] {
  try {
    return readZipEntries(bytes);
  } catch (error) {
    if (error instanceof ZipFormatError) throw refused(path, withoutPeriod(error.message));
    throw error;
  }
}

/** The manifest or the release file: of a size that somebody could have written. */
async function textOf(path: string, bytes: Buffer, entry: ZipEntry | undefined, name: string): Promise<string> {
  if (entry && entry.unzippedBytes > MOST_TEXT_BYTES) throw refused(path, `${name} is far too large`);
  return (await contentOf(path, bytes, entry, name)).toString();
}

async function contentOf(path: string, bytes: Buffer, entry: ZipEntry | undefined, name: string): Promise<Buffer> {
  if (entry === undefined) throw refused(path, `${name} is missing`);
  try {
    return await readZipContent(bytes, entry);
  } catch (error) {
    if (error instanceof ZipFormatError) throw refused(path, `${name} is damaged or cut off`);
    throw error;
  }
}

async function releaseFileOf(
  path: string,
  bytes: Buffer,
  {manifest, entry}: {readonly manifest: BundleManifest; readonly entry: ZipEntry | undefined},
): Promise<string | undefined> {
  const {releaseFileSha256} = manifest;
  if (releaseFileSha256 === undefined) return undefined;
  const content = await textOf(path, bytes, entry, RELEASE_FILE_ENTRY);
  if (sha256Base64(content) !== releaseFileSha256) throw refused(path, `${RELEASE_FILE_ENTRY} is not what was bundled`);
  return content;
}

function refused(path: string, why: string): UsageError {
  return new UsageError(`The bundle ${path} is refused: ${why}.`, {
    code: 'BUNDLE_REFUSED',
    suggestions: [
      'Fetch it again from where it was made, or make it anew: lambda-release package --bundle release.zip',
    ],
  });
}

function withoutPeriod(text: string): string {
  return text.replace(/\.$/, '').replace(/^./, (first) => first.toLowerCase());
}

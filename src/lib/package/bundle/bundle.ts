import {Buffer} from 'node:buffer';
import {buffer} from 'node:stream/consumers';
import {ZipArchive} from 'archiver';
import type {NativeBinary} from '../inspect/native-binaries.js';
import {sha256Base64} from '../sha256.js';
import {
  BUNDLE_SCHEMA,
  type BundledFunction,
  type BundledLayer,
  type BundleManifest,
  MANIFEST_ENTRY,
  RELEASE_FILE_ENTRY,
} from './manifest.js';

/** A deployment package on its way into a bundle. */
export interface BundlePackage {
  readonly functionName: string;
  readonly zip: Uint8Array;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly files: number;
  readonly binaries: readonly NativeBinary[];
  readonly layer?: BundleLayer | undefined;
}

/** A layer on its way into a bundle. */
export interface BundleLayer extends Omit<BundlePackage, 'functionName' | 'layer'> {
  readonly name: string;
  readonly packages: readonly {readonly name: string; readonly version?: string}[];
}

export interface BundleContent {
  readonly packages: readonly BundlePackage[];
  /** The release file as it is written; references such as `${env:NAME}` are resolved where it is released. */
  readonly releaseFile?: string;
  /** The events of its smoke tests, by how it names them. */
  readonly events?: ReadonlyMap<string, string>;
  readonly git?: {readonly commit: string; readonly subject: string; readonly dirty?: boolean | undefined};
}

// One fixed time in every entry, so that the same content gives the same bundle.
const DATE = new Date('1980-01-01T00:00:00Z');

/** One file that carries a whole release from the job that builds it to the jobs that release it; the bytes of a zip. */
export async function writeBundle({packages, releaseFile, events = new Map(), git}: BundleContent): Promise<Buffer> {
  // Everything of size in it is compressed already; the time is written as UTC, so that it is the same everywhere.
  const options = {store: true, forceUTC: true};
  const archive = new ZipArchive(options);
  const whole = buffer(archive);
  const add = (name: string, content: Uint8Array | string) => {
    archive.append(Buffer.from(content), {name, date: DATE, mode: 0o644});
  };
  const functions: Record<string, BundledFunction> = {};
  const zips = new Map<string, Uint8Array>();
  for (const {functionName, layer, ...built} of packages) {
    const archive = {entry: `functions/${functionName}.zip`, ...factsOf(built)};
    zips.set(archive.entry, built.zip);
    functions[functionName] = {...archive, ...(layer && {layer: toBundledLayer(layer)})};
    if (layer) zips.set(layerEntry(layer), layer.zip);
  }
  const bundledEvents = [...events].map(([name, text], index) => {
    const entry = `events/${index + 1}.json`;
    zips.set(entry, Buffer.from(text));
    return [name, {entry, sha256: sha256Base64(text)}] as const;
  });
  const manifest: BundleManifest = {
    schema: BUNDLE_SCHEMA,
    ...(git && {git: {commit: git.commit, subject: git.subject, ...(git.dirty && {dirty: true})}}),
    ...(releaseFile !== undefined && {releaseFileSha256: sha256Base64(releaseFile)}),
    ...(events.size > 0 && {events: Object.fromEntries(bundledEvents)}),
    functions,
  };
  add(MANIFEST_ENTRY, `${JSON.stringify(manifest, undefined, 2)}\n`);
  if (releaseFile !== undefined) add(RELEASE_FILE_ENTRY, releaseFile);
  for (const [entry, zip] of zips) add(entry, zip);
  await archive.finalize();
  return whole;
}

/** Functions that share a layer share its entry: its name is its content. */
function layerEntry({name, contentDigest}: BundleLayer): string {
  return `layers/${name}-${contentDigest}.zip`;
}

function toBundledLayer(layer: BundleLayer): BundledLayer {
  const packages = layer.packages.map(({name, version}) => ({name, ...(version !== undefined && {version})}));
  return {entry: layerEntry(layer), name: layer.name, packages, ...factsOf(layer)};
}

function factsOf(facts: Omit<BundlePackage, 'functionName'>) {
  const {contentDigest, codeSha256, zippedBytes, unzippedBytes, files, binaries} = facts;
  return {contentDigest, codeSha256, zippedBytes, unzippedBytes, files, binaries: [...binaries]};
}

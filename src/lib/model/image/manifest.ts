import {ParseError} from '../parse-error.js';

/** One compressed layer of an image, as its manifest names it. */
export interface ImageLayer {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** The manifest of one image for one platform. */
export interface ImageManifest {
  readonly kind: 'image';
  readonly mediaType: string;
  readonly config: {readonly digest: string; readonly mediaType: string};
  readonly layers: readonly ImageLayer[];
}

/** One entry of an index. */
export interface IndexEntry {
  readonly digest: string;
  /** Lambda's name of the instruction set, or that of the index where Lambda has none. Absent for what is no image, such as an attestation. */
  readonly architecture?: string;
}

/** An index: one tag for the images of several platforms. Lambda takes none. */
export interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly entries: readonly IndexEntry[];
}

const INDEXES: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

/** Manifests that Lambda takes (LDG "Create a Lambda function using a container image", requirements): Docker V2 schema 2, and OCI. */
export const IMAGE_MANIFESTS: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);

/** What may be asked of a registry, so that it answers with the manifest as it is stored and converts nothing. */
export const MANIFEST_MEDIA_TYPES: readonly string[] = [...IMAGE_MANIFESTS, ...INDEXES];

/** Names of platforms in an index and an image's configuration (Go's GOARCH), in Lambda's words. */
const ARCHITECTURES: Readonly<Record<string, string>> = {amd64: 'x86_64', arm64: 'arm64'};

/** Lambda's name of an instruction set; one that Lambda has none for stays as it is. */
export function toLambdaArchitecture(architecture: string): string {
  return ARCHITECTURES[architecture] ?? architecture;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads a manifest. `mediaType` is what the registry says it is; a document that says so itself goes before. Throws ParseError. */
export function parseManifest(text: string, mediaType = ''): ImageManifest | ImageIndex {
  const document = parseObject(text, 'The manifest');
  const type = stringOf(document.mediaType) ?? mediaType;
  if (Array.isArray(document.manifests)) {
    return {kind: 'index', mediaType: type, entries: document.manifests.map((entry) => toEntry(fieldsOf(entry)))};
  }
  const config = fieldsOf(document.config);
  const configDigest = stringOf(config.digest);
  if (configDigest === undefined || !Array.isArray(document.layers)) {
    throw new ParseError(
      `A manifest of the type ${type || 'unknown'} is none of an image.`,
      'Push an image as docker build makes it.',
    );
  }
  return {
    kind: 'image',
    mediaType: type,
    config: {digest: configDigest, mediaType: stringOf(config.mediaType) ?? ''},
    layers: document.layers.map((layer) => toLayer(fieldsOf(layer))),
  };
}

/** What an image says of itself. */
export interface ImagePlatform {
  readonly os: string;
  /** In Lambda's words. */
  readonly architecture: string;
  /** The commit it was built from, by the label org.opencontainers.image.revision (OCI image specification, annotations). */
  readonly revision?: string;
}

/** Reads the configuration of an image. Its variables may be secrets, and nothing of them is kept. Throws ParseError. */
export function parseImageConfig(text: string): ImagePlatform {
  const document = parseObject(text, 'The configuration of the image');
  const [os, architecture] = [stringOf(document.os), stringOf(document.architecture)];
  if (os === undefined || architecture === undefined) {
    throw new ParseError(
      'The configuration of the image names no platform.',
      'Push an image as docker build makes it.',
    );
  }
  const revision = stringOf(fieldsOf(fieldsOf(document.config).Labels)['org.opencontainers.image.revision']);
  return {
    os,
    architecture: toLambdaArchitecture(architecture),
    ...(revision !== undefined && /^[0-9a-f]{7,40}$/.test(revision) && {revision}),
  };
}

function toEntry(entry: Fields): IndexEntry {
  const platform = fieldsOf(entry.platform);
  const digest = stringOf(entry.digest) ?? '';
  const architecture = stringOf(platform.architecture);
  // BuildKit lists its attestations as manifests of the platform unknown/unknown.
  const isImage = architecture !== undefined && architecture !== 'unknown' && stringOf(platform.os) !== 'unknown';
  return {digest, ...(isImage && {architecture: toLambdaArchitecture(architecture)})};
}

function toLayer(layer: Fields): ImageLayer {
  const bytes = typeof layer.size === 'number' ? layer.size : 0;
  return {digest: stringOf(layer.digest) ?? '', mediaType: stringOf(layer.mediaType) ?? '', bytes};
}

function parseObject(text: string, what: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ParseError(`${what} is no JSON document.`, 'Push the image again.');
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

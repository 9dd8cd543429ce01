import {gunzipSync} from 'node:zlib';
import {parseManifest, toLambdaArchitecture} from '../../model/image/manifest.js';
import {imageUri, parseImageReference} from '../../model/image/reference.js';
import {ParseError} from '../../model/parse-error.js';
import type {Registries, Repository, StoredManifest} from './registry.js';
import {readTar} from './tar.js';

/** An image that Lambda has taken: what it runs is held by the function, whatever becomes of the repository. */
export interface FunctionImage {
  /** As the request named it, and by digest. */
  readonly uri: string;
  readonly resolvedUri: string;
  readonly digest: string;
  readonly architecture: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Tar archives, the lowest first. */
  readonly layers: readonly Buffer[];
  /** Files of /var/task, relative to it. */
  readonly files: readonly string[];
}

/** What reading an image for a function came to. */
export type ImageRead =
  | {readonly kind: 'found'; readonly image: FunctionImage}
  /** No URI of ECR; nothing there; there, and of a kind that Lambda does not take. */
  | {readonly kind: 'invalid' | 'missing' | 'unsupported'};

const TASK = 'var/task/';

/** Reads an image by its URI in the Region `region`. Of an index nothing is taken, as on AWS. */
export function readImage(registries: Registries, uri: string, region: string): ImageRead {
  const reference = referenceOf(uri);
  if (reference === undefined || reference.region !== region) return {kind: 'invalid'};
  const repository = registries.at(reference).find(reference.repository);
  const digest = reference.digest ?? repository?.tags.get(reference.tag ?? '');
  const stored = repository?.manifests.get(digest ?? '');
  if (!repository || !stored) return {kind: 'missing'};
  return readStored(repository, stored, {uri, resolvedUri: imageUri(reference, stored.digest)});
}

function readStored(
  {blobs}: Repository,
  {digest, text, mediaType}: StoredManifest,
  names: Pick<FunctionImage, 'uri' | 'resolvedUri'>,
): ImageRead {
  const manifest = parseManifest(text, mediaType);
  if (manifest.kind === 'index') return {kind: 'unsupported'};
  const layers = manifest.layers.map((layer) => ({...layer, blob: blobs.get(layer.digest) ?? Buffer.alloc(0)}));
  if (layers.some(({mediaType: type}) => !/\.tar([.+]gzip)?$/.test(type))) return {kind: 'unsupported'};
  const config = JSON.parse((blobs.get(manifest.config.digest) ?? Buffer.from('{}')).toString('utf8'));
  const tars = layers.map(({mediaType: type, blob}) => (type.endsWith('gzip') ? gunzipSync(blob) : blob));
  return {
    kind: 'found',
    image: {
      ...names,
      digest,
      architecture: toLambdaArchitecture(String(config.architecture)),
      command: config.config?.Cmd ?? [],
      environment: environmentOf(config.config?.Env ?? []),
      layers: tars,
      files: filesOf(tars),
    },
  };
}

/** `Env` of an image without what belongs to the places and loaders of its own file system, which is not here. */
function environmentOf(lines: readonly string[]): Readonly<Record<string, string>> {
  const pairs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  return Object.fromEntries(pairs.filter(([name]) => !/^(PATH|LD_LIBRARY_PATH|LANG|TZ|LAMBDA_.*)$/.test(name)));
}

function filesOf(tars: readonly Buffer[]): readonly string[] {
  const files = new Set<string>();
  for (const tar of tars) {
    for (const {name, type} of readTar(tar)) {
      const path = name.replace(/^(\.?\/)+/, '');
      if (type === 'file' && path.startsWith(TASK)) files.add(path.slice(TASK.length));
    }
  }
  return [...files];
}

function referenceOf(uri: string) {
  try {
    return parseImageReference(uri);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return undefined;
  }
}

/** The runtime that runs a handler of Node.js or Python, by the file that it names; undefined for what is neither. */
export function runtimeOfHandler(handler: string, files: readonly string[]): string | undefined {
  const dot = handler.lastIndexOf('.');
  const module = handler.slice(0, dot).replace(/^\.\//, '');
  if (dot < 1) return undefined;
  if (['.mjs', '.js', '.cjs'].some((ending) => files.includes(module + ending))) return 'nodejs22.x';
  return files.includes(`${module.replaceAll('.', '/')}.py`) ? 'python3.12' : undefined;
}

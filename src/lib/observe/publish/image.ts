import {type ImageManifest, type ImagePlatform, parseImageConfig, parseManifest} from '../../model/image/manifest.js';
import type {ImageReference} from '../../model/image/reference.js';
import type {ImagesPort} from '../../ports/images.js';

/** What a reference leads to: nothing, an index without an image for the architecture, or one image. */
export type ObservedImage =
  | {readonly kind: 'none'}
  | {readonly kind: 'index'; readonly architectures: readonly string[]}
  | {
      readonly kind: 'image';
      /** Of the image itself, where an index was named: that is what Lambda takes. */
      readonly digest: string;
      readonly manifest: ImageManifest;
      /** As its own configuration says. Absent for what has no configuration of an image. */
      readonly platform?: ImagePlatform;
    };

/**
 * Reads which image a tag or digest stands for, of an index the one for `architecture` (Lambda's word), with its platform. Every manifest and
 * the configuration are proved by their digests. Throws AwsError, and ParseError for what is no manifest.
 */
export async function observeImage(
  {images}: {readonly images: ImagesPort},
  reference: ImageReference,
  architecture: string,
  signal?: AbortSignal,
): Promise<ObservedImage> {
  const {digest, tag = ''} = reference;
  const named = await images.readManifest(reference, digest === undefined ? {tag} : {digest}, signal);
  if (named === undefined) return {kind: 'none'};
  const manifest = parseManifest(named.text, named.mediaType);
  if (manifest.kind === 'image')
    return {kind: 'image', ...(await withPlatform(images, reference, named.digest, manifest, signal))};
  const entry = manifest.entries.find((each) => each.architecture === architecture);
  const architectures = manifest.entries.flatMap((each) => each.architecture ?? []);
  if (entry === undefined) return {kind: 'index', architectures};
  const chosen = await images.readManifest(reference, {digest: entry.digest}, signal);
  if (chosen === undefined) return {kind: 'none'};
  const inner = parseManifest(chosen.text, chosen.mediaType);
  if (inner.kind === 'index') return {kind: 'index', architectures};
  return {kind: 'image', ...(await withPlatform(images, reference, chosen.digest, inner, signal))};
}

async function withPlatform(
  images: ImagesPort,
  reference: ImageReference,
  digest: string,
  manifest: ImageManifest,
  signal?: AbortSignal,
) {
  // An attestation or a signature has another document there, or none.
  if (!/\.image\.(config\.)?v1\+json$/.test(manifest.config.mediaType)) return {digest, manifest};
  const platform = parseImageConfig(await images.readBlob(reference, manifest.config.digest, signal));
  return {digest, manifest, platform};
}

import {parseLayerVersionArn} from '../../model/layer/arn.js';
import {parseLayerNote} from '../../model/layer/note.js';
import type {LayerContent, LayersPort} from '../../ports/layers.js';

/** What AWS has of a layer. */
export interface ObservedLayer {
  /** The layer's ARN without a version; absent when it has no version now. */
  readonly layerArn?: string;
  /** A version of exactly the wanted content. */
  readonly existing?: LayerContent;
}

export interface WantedLayer {
  readonly layerName: string;
  /** base64 of SHA-256 over the zip. */
  readonly codeSha256: string;
  /** ARNs of the layer versions the function has: of several equal versions, its own is taken. */
  readonly attached?: readonly string[];
}

/**
 * Looks for a version of this content: by the digest in the descriptions, which costs one listing, and then proved by the hash that
 * AWS itself gives for the version. Throws AwsError; a layer that is not there is no error.
 */
export async function observeLayer(
  deps: {readonly layers: LayersPort},
  {layerName, codeSha256, attached = []}: WantedLayer,
  signal?: AbortSignal,
): Promise<ObservedLayer> {
  const versions = await deps.layers.listVersions(layerName, signal);
  const [newest] = versions;
  if (newest === undefined) return {};
  const layerArn = parseLayerVersionArn(newest.arn)?.layerArn;
  const base = {...(layerArn !== undefined && {layerArn})};
  const noted = versions.filter(({description}) => parseLayerNote(description)?.codeSha256 === codeSha256);
  const candidates = noted.sort(
    (a, b) => Number(attached.includes(b.arn)) - Number(attached.includes(a.arn)) || b.version - a.version,
  );
  for (const {version} of candidates) {
    const content = await deps.layers.getVersion(layerName, version, signal);
    if (content?.codeSha256 === codeSha256) return {...base, existing: content};
  }
  return base;
}

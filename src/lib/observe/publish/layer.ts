import {parseLayerVersionArn} from '../../model/layer/arn.js';
import {parseLayerNote} from '../../model/layer/note.js';
import type {LayerContent, LayersPort} from '../../ports/lambda/layers.js';

/** What AWS has of a layer. */
export interface ObservedLayer {
  /** The layer's ARN without a version; absent when it has no version now. */
  readonly layerArn?: string;
  /** A version of the wanted content. */
  readonly existing?: LayerContent;
}

export interface WantedLayer {
  readonly layerName: string;
  readonly contentDigest: string;
  /** base64 of SHA-256 over the zip, where it has been packed: versions of earlier releases are told by it. */
  readonly codeSha256?: string;
  /** The version of the signing profile that must have signed it; absent for a layer that need have no signature. */
  readonly signer?: string;
  /** ARNs of the layer versions the function has: of several equal versions, its own is taken. */
  readonly attached?: readonly string[];
}

/**
 * Looks for a version of this content: by the digest in the descriptions, which costs one listing, and then proved by the hash that
 * AWS itself gives for the version: it must be the one that the description was written for. Throws AwsError; a layer that is not there is no error.
 */
export async function observeLayer(
  deps: {readonly layers: LayersPort},
  {layerName, contentDigest, codeSha256, signer, attached = []}: WantedLayer,
  signal?: AbortSignal,
): Promise<ObservedLayer> {
  const versions = await deps.layers.listVersions(layerName, signal);
  const [newest] = versions;
  if (newest === undefined) return {};
  const layerArn = parseLayerVersionArn(newest.arn)?.layerArn;
  const base = {...(layerArn !== undefined && {layerArn})};
  const noted = versions.flatMap((version) => {
    const note = parseLayerNote(version.description);
    if (!note) return [];
    const isWanted =
      note.contentDigest === undefined ? note.codeSha256Start === codeSha256 : note.contentDigest === contentDigest;
    return isWanted && (signer === undefined || note.signer === signer)
      ? [{...version, codeSha256Start: note.codeSha256Start}]
      : [];
  });
  const candidates = noted.sort(
    (a, b) => Number(attached.includes(b.arn)) - Number(attached.includes(a.arn)) || b.version - a.version,
  );
  for (const {version, codeSha256Start} of candidates) {
    const content = await deps.layers.getVersion(layerName, version, signal);
    if (content?.codeSha256.startsWith(codeSha256Start)) return {...base, existing: content};
  }
  return base;
}

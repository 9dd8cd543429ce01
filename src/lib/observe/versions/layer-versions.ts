import {parseLayerVersionArn} from '../../model/layer/arn.js';
import {parseLayerNote} from '../../model/layer/note.js';
import type {LayersPort, LayerUser, LayerVersion} from '../../ports/lambda/layers.js';

/** A version of a layer with everything that uses it in this account and region. */
export interface ObservedLayerVersion extends LayerVersion {
  /** What it is by its description; absent when lambda-release did not publish it, or an earlier release did. */
  readonly contentDigest?: string;
  /** base64 of SHA-256 by its description; only earlier releases wrote it there whole. */
  readonly codeSha256?: string;
  /** `checkout:7`, `checkout:$LATEST`. */
  readonly usedBy: readonly string[];
}

interface LayersDeps {
  readonly layers: LayersPort;
}

/**
 * All versions of a layer, newest first, with the versions of functions that have them: one listing of all functions and
 * versions of the region. Empty when there is no such layer. Throws AwsError.
 */
export async function observeLayerVersions(
  {layers}: LayersDeps,
  layerName: string,
  onProgress?: (seen: number) => void,
  signal?: AbortSignal,
): Promise<readonly ObservedLayerVersion[]> {
  const versions = await layers.listVersions(layerName, signal);
  if (versions.length === 0) return [];
  const users = await layers.listUsers(onProgress, signal);
  return versions.map((version) => {
    const {contentDigest, codeSha256Start: codeSha256} = parseLayerNote(version.description) ?? {};
    const noted = contentDigest === undefined ? codeSha256 !== undefined && {codeSha256} : {contentDigest};
    return {...version, ...noted, usedBy: usersOf(version.arn, users)};
  });
}

/** What has a layer version right now. */
export function usersOf(arn: string, users: readonly LayerUser[]): readonly string[] {
  const wanted = parseLayerVersionArn(arn);
  return users
    .filter(({layers}) =>
      layers.some((each) => {
        const parsed = parseLayerVersionArn(each);
        return parsed?.layerArn === wanted?.layerArn && parsed?.version === wanted?.version;
      }),
    )
    .map(({functionName, version}) => `${functionName}:${version}`)
    .sort();
}

import type {ObservedLayerVersion} from '../../observe/versions/layer-versions.js';
import type {Planned} from '../refusal.js';

/** A version that stays, and why. */
export interface KeptLayerVersion {
  readonly version: number;
  readonly reason: 'used' | 'newest';
  readonly usedBy: readonly string[];
}

export interface LayerPrunePlan {
  readonly layerName: string;
  /** Newest first. */
  readonly kept: readonly KeptLayerVersion[];
  /** Oldest first, as they are deleted. */
  readonly removed: readonly {readonly version: number; readonly arn: string; readonly createdAt: string}[];
}

/**
 * Which versions of a layer can go: those that no version and no `$LATEST` of any function has, but for the `keep` newest ones. A
 * newest version without users may have been published a moment ago for a function that is about to get it.
 */
export function planLayerPrune(
  layerName: string,
  versions: readonly ObservedLayerVersion[],
  keep: number,
): Planned<LayerPrunePlan> {
  if (versions.length === 0) {
    return {
      ok: false,
      refusals: [
        {
          code: 'LAYER_NOT_FOUND',
          message: `There is no layer ${layerName} in this region and account.`,
          suggestions: ['See which layers there are with: lambda-release layers list'],
        },
      ],
    };
  }
  const newestFirst = [...versions].sort((a, b) => b.version - a.version);
  const kept: KeptLayerVersion[] = [];
  const removed: LayerPrunePlan['removed'][number][] = [];
  for (const [index, {version, usedBy, arn, createdAt}] of newestFirst.entries()) {
    if (usedBy.length > 0) kept.push({version, reason: 'used', usedBy});
    else if (index < keep) kept.push({version, reason: 'newest', usedBy});
    else removed.unshift({version, arn, createdAt});
  }
  return {ok: true, plan: {layerName, kept, removed}};
}

import {isBesideStable, isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';

/** A rollout without steps has no bake of its own to be compared for. */
const BACK_MS = 300_000;

/**
 * How long a rollout bakes where it is, milliseconds: its step, the watch, or, sent back beside stable, as long as its last
 * step did.
 */
export function bakeOf(marker: RolloutMarker): number {
  if (isBesideStable(marker)) return marker.steps.at(-1)?.bakeMs ?? BACK_MS;
  return isWatching(marker) ? marker.watchMs : (marker.steps[stepIndexOf(marker)]?.bakeMs ?? 0);
}

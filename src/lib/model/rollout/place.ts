import type {Version} from '../versions/version.js';
import {type RolloutMarker, weightsOf} from './marker.js';
import type {WeightPercent} from './weight.js';

/** Which rollout, and where it is: the same for every driver that tells of it. */
export interface RolloutPlace {
  readonly rolloutId: string;
  readonly stable: Version;
  readonly candidate: Version;
  readonly stepCount?: number;
  /** How many moves it has made. */
  readonly moves?: number;
  /** What each of them gave the candidate, and when it was sent, to the minute. */
  readonly weights?: readonly SentWeight[];
}

interface SentWeight {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly weightPercent: WeightPercent;
}

/** Where the rollout of a marker is. */
export function placeOf(marker: RolloutMarker): RolloutPlace {
  const {rolloutId, stable, candidate, steps, movedMs} = marker;
  return {rolloutId, stable, candidate, stepCount: steps.length, moves: movedMs.length, weights: sentWeights(marker)};
}

/** Every traffic move so far with the weight it gave the candidate. */
export function sentWeights(marker: RolloutMarker): readonly SentWeight[] {
  const weights = weightsOf(marker);
  return marker.movedMs.map((atMs, index) => ({atMs, weightPercent: weights[index] ?? 100}));
}

import type {Version} from '../version.js';
import type {RolloutMarker} from './marker.js';

/** Which rollout, and where it is: the same for every driver that tells of it. */
export interface RolloutPlace {
  readonly rolloutId: string;
  readonly stable: Version;
  readonly candidate: Version;
  readonly stepCount?: number;
  /** How many moves it has made. */
  readonly moves?: number;
}

/** Where the rollout of a marker is. */
export function placeOf({rolloutId, stable, candidate, steps, movedMs}: RolloutMarker): RolloutPlace {
  return {rolloutId, stable, candidate, stepCount: steps.length, moves: movedMs.length};
}

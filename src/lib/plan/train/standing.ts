import {isNoteOf, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {stepIndexOf} from '../../model/rollout/marker.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import type {Version} from '../../model/versions/version.js';

/** A car as its alias tells of it. */
export interface StandingCar extends AliasRef {
  readonly trainId: string;
  /** Counted from 1; a finished car does not tell it any more. */
  readonly wave?: number;
  /** `watched`: the candidate has all traffic, and can still be taken back. `released`: its rollout is over. */
  readonly state: 'underWay' | 'held' | 'watched' | 'released';
  /** What served before. */
  readonly stable: Version;
  readonly candidate: Version;
  readonly weightPercent: WeightPercent;
  /** Counted from 1, and of how many; while it moves. */
  readonly step?: number;
  readonly steps?: number;
}

/** The car that an alias is or was last, from the alias alone; nothing where no train has been, or somebody has moved it since. */
export function standingCar(alias: AliasState): StandingCar | undefined {
  const {functionName, alias: name, candidate} = alias;
  const ref = {functionName, alias: name};
  const standing = rolloutStanding(alias);
  if (standing.kind === 'running' || standing.kind === 'watching') {
    const {marker} = standing;
    if (!marker.train) return undefined;
    const isWatched = standing.kind === 'watching';
    return {
      ...{...ref, ...marker.train, stable: marker.stable, candidate: marker.candidate},
      state: marker.held ? 'held' : isWatched ? 'watched' : 'underWay',
      weightPercent: isWatched ? 100 : (candidate?.weightPercent ?? 0),
      ...(!isWatched && {step: stepIndexOf(marker) + 1, steps: marker.steps.length}),
    };
  }
  const {train: trainId, previous, of} = splitDescription(alias.description);
  const [stable] = previous;
  if (standing.kind !== 'idle' || trainId === undefined || stable === undefined) return undefined;
  if (!isNoteOf({previous, ...(of !== undefined && {of})}, alias.stable)) return undefined;
  return {...ref, trainId, state: 'released', stable, candidate: alias.stable, weightPercent: 100};
}

/** Which train is meant when none is named: the one that is under way; else the one that all finished cars came by. */
export function trainsOf(cars: readonly StandingCar[]): readonly string[] {
  const moving = new Set(cars.filter(({state}) => state !== 'released').map(({trainId}) => trainId));
  return [...(moving.size > 0 ? moving : new Set(cars.map(({trainId}) => trainId)))];
}

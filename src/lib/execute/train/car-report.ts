import {ReleaseError} from '../../errors.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type Place, toldPlace} from '../../model/place.js';
import type {Version} from '../../model/versions/version.js';
import type {IdleCar, RidingCar} from './car.js';

/** What a car serves when its train is over. */
export type CarServes =
  /** The new version, by its rollout or since it was there already. */
  | 'new'
  /** What it served before: its own judge or its train took it back. */
  | 'old'
  /** Both, at the weight where it is held. */
  | 'both'
  /** What it served before: it was not begun, or refused before anything moved. */
  | 'untouched'
  /** It had no traffic to move: it serves the new version already, or its alias was made with it. */
  | IdleCar
  /** Nobody can tell from here. */
  | 'unknown';

/** A car when its train is over. */
export interface CarReport extends AliasRef, Place {
  readonly name: string;
  readonly wave: number;
  readonly serves: CarServes;
  /** It was taken back by its own judge, its smoke tests or AWS. */
  readonly fell?: true;
  readonly stable?: Version;
  readonly candidate?: Version;
  /** What went wrong with it. */
  readonly message?: string;
}

/** Says of a car what it serves; of one that was ordered elsewhere and could not go, that nobody knows. */
export function toCarReport(riding: RidingCar<unknown>): CarReport {
  const {car, wave, look, end, ordered} = riding;
  const failed = ordered.find(({error}) => error !== undefined)?.error;
  const error = failed ?? (end && 'error' in end ? end.error : undefined);
  return {
    ...car.ref,
    name: car.name,
    ...toldPlace(car.place),
    wave,
    serves: serves(riding, failed),
    ...(end?.state === 'fell' && {fell: true as const}),
    ...(look && {stable: look.marker.stable, candidate: look.marker.candidate}),
    ...(error instanceof Error && {message: error.message}),
  };
}

function serves({end, ordered, doneAs}: RidingCar<unknown>, failed: unknown): CarServes {
  if (failed !== undefined) return 'unknown';
  if (doneAs) return doneAs;
  if (ordered.some(({as}) => as === 'back')) return 'old';
  switch (end?.state) {
    case undefined:
      return 'untouched';
    case 'done':
      return 'new';
    case 'fell':
      return 'old';
    default:
      return servesAfter(end?.error);
  }
}

function servesAfter(error: unknown): CarServes {
  if (!(error instanceof ReleaseError)) return 'unknown';
  switch (error.traffic) {
    case 'restored':
      return 'old';
    case 'held':
      return 'both';
    case 'untouched':
      return 'untouched';
    case 'as asked':
      return 'new';
    default:
      return 'unknown';
  }
}

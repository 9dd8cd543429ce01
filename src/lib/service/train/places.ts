import type {ReleaseTarget} from '../../config/release-target.js';
import {placedName} from '../../model/function/placed-name.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Session} from '../session.js';
import {carSession} from './car-session.js';

/** Where cars may be: a region, and what is done there. */
export interface TrainPlace {
  /** Absent where there is one place alone, which needs no name. */
  readonly region?: string;
  readonly session: Session;
  /** By which its cars are prepared and released, all together. */
  readonly cars: Session;
}

/** The regions that a command goes through, in their order. */
export function placesOf(session: Session): readonly TrainPlace[] {
  if (!session.regions) return [{session, cars: carSession(session)}];
  return [...session.regions].map(([region, each]) => ({region, session: each, cars: carSession(each)}));
}

/** A place without its sessions, for what is told. */
export function regionOf({region}: Pick<TrainPlace, 'region'>): {readonly region?: string} {
  return region === undefined ? {} : {region};
}

/** `checkout:live`, or `eu-west-1/checkout:live` where there are several regions. */
export function placedAlias(ref: AliasRef, region: string | undefined): string {
  return placedName(formatAliasRef(ref), region);
}

/** How a car is called by those that wait for it, and whom it waits for: in its own region. */
export function orderOf({functionName, key = functionName, after}: ReleaseTarget, region: string | undefined) {
  return {key: placedName(key, region), ...(after && {after: after.map((name) => placedName(name, region))})};
}

import type {ReleaseTarget} from '../../config/release-target.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {type Place, placedName, type ReachedPlace} from '../../model/place.js';
import type {PublishInput} from '../publish/prepare-publish.js';
import {SharedContent} from '../publish/shared-content.js';
import type {Session} from '../session.js';
import {carSession} from './car-session.js';

/** Where cars may be, and what is done there. */
export interface TrainPlace {
  /** Absent where there is one alone, which needs no name. */
  readonly place?: ReachedPlace | undefined;
  readonly session: Session;
  /** By which its cars are prepared and released, all together. */
  readonly cars: Session;
}

/** The places that a command goes through, in their order. */
export function placesOf(session: Session): readonly TrainPlace[] {
  return (session.places ?? [session]).map((each) => ({place: each.place, session: each, cars: carSession(each)}));
}

/** How many they are. */
export function countOfPlaces({places}: Session): number {
  return places?.length ?? 1;
}

/** What the places of a command take of one source; nothing where there is one place. */
export function sharedBy(session: Session, targets: readonly ReleaseTarget[]): PublishInput['shared'] {
  return session.places && new SharedContent(targets.map(({functionName}) => functionName));
}

/** `checkout:live`, or `eu-west-1/checkout:live` where there are several places. */
export function placedAlias(ref: AliasRef, place: Place | undefined): string {
  return placedName(formatAliasRef(ref), place);
}

/** How a car is called by those that wait for it, and whom it waits for: in its own place. */
export function orderOf({functionName, key = functionName, after}: ReleaseTarget, place: Place | undefined) {
  return {key: placedName(key, place), ...(after && {after: after.map((name) => placedName(name, place))})};
}

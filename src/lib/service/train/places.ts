import type {ReleaseTarget} from '../../config/release-target.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Session} from '../session.js';

/** Where cars may be: a region, and what is done there. */
export interface TrainPlace {
  /** Absent where there is one place alone, which needs no name. */
  readonly region?: string;
  readonly session: Session;
}

/** The regions that a command goes through, in their order. */
export function placesOf(session: Session): readonly TrainPlace[] {
  if (!session.regions) return [{session}];
  return [...session.regions].map(([region, each]) => ({region, session: each}));
}

/** `checkout:live`, or `eu-west-1/checkout:live` where there are several regions. */
export function placedName(ref: AliasRef, region: string | undefined): string {
  return region === undefined ? formatAliasRef(ref) : `${region}/${formatAliasRef(ref)}`;
}

/** How a car is called by those that wait for it, and whom it waits for: in its own region. */
export function orderOf({functionName, key = functionName, after}: ReleaseTarget, region: string | undefined) {
  const placed = (name: string) => (region === undefined ? name : `${region}/${name}`);
  return {key: placed(key), ...(after && {after: after.map(placed)})};
}

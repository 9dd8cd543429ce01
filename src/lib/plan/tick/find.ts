import type {Conviction} from '../../model/alias/conviction.js';
import {isSameDescription, restingDescription, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {type AliasTarget, isAt} from '../../model/alias/target.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {promotedTarget} from '../../model/rollout/marker-target.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import type {TrainMark} from '../../model/train/mark.js';
import type {Version} from '../../model/versions/version.js';

/** The rollout that somebody works on, as he saw it last. */
export interface Claim {
  readonly rolloutId: string;
  readonly stable: Version;
  readonly candidate: Version;
  readonly train?: TrainMark;
  /** Of the alias; the marker in it is of no importance. */
  readonly description: string;
  /** The process that owns it, `null` for the one that began it. Absent: ticks share a rollout with everybody. */
  readonly runner?: string | null;
}

interface InAlias {
  readonly alias: AliasState;
  readonly marker: RolloutMarker;
}

/** In somebody else's hands: another rollout, another process, a marker that the routing contradicts. No alias: it is gone. */
interface TakenOver {
  readonly kind: 'takenOver';
  readonly alias?: AliasState;
  readonly reason?: string;
  /** Another process has claimed this very rollout. Absent: nobody can tell who it was. */
  readonly by?: 'another process';
}

/** A rollout in an alias: told by its marker, and by the routing that the marker describes. `heldElsewhere`: it waits for a person. */
type FoundRollout = (InAlias & {readonly kind: 'rollout'}) | (InAlias & {readonly kind: 'heldElsewhere'});

/** What an alias is to somebody who takes whatever rollout is there. `atRest`: it carries none, or is not there. */
export type Found = FoundRollout | TakenOver | {readonly kind: 'atRest'; readonly alias?: AliasState};

/** What it is to somebody who claims a rollout; somebody else may have ended that exactly as he would have. */
export type FoundClaimed =
  | FoundRollout
  | TakenOver
  | {readonly kind: 'abortedElsewhere' | 'promotedElsewhere'; readonly alias: AliasState}
  /** Nobody had renewed its lease, and AWS has given stable all traffic. */
  | {readonly kind: 'leaseRan'; readonly alias: AliasState};

/** The rollout in an alias, whosever it is. */
export function findRollout(alias: AliasState | undefined): Found {
  if (!alias) return {kind: 'atRest'};
  const standing = rolloutStanding(alias);
  switch (standing.kind) {
    case 'orphaned':
      return {kind: 'takenOver', alias, reason: standing.reason};
    case 'running':
    case 'watching': {
      const {marker} = standing;
      return marker.held ? {kind: 'heldElsewhere', alias, marker} : {kind: 'rollout', alias, marker};
    }
    default:
      return {kind: 'atRest', alias};
  }
}

/** What has become of a rollout that is claimed: owned by id, marker and routing, and where the claim has a runner by that. */
export function findClaimed(alias: AliasState | undefined, claim: Claim): FoundClaimed {
  const found = findRollout(alias);
  if (found.kind === 'takenOver') return found;
  if (!found.alias) return {kind: 'takenOver'};
  if (found.kind !== 'atRest') {
    const {alias, marker} = found;
    if (marker.rolloutId !== claim.rolloutId) return {kind: 'takenOver', alias};
    return isHeldBy(marker, claim) ? found : {kind: 'takenOver', alias, by: 'another process'};
  }
  if (hasItsLeaseRun(found.alias, claim)) return {kind: 'leaseRan', alias: found.alias};
  if (isLeftAt(found.alias, restoredTarget(claim.description, claim.stable)))
    return {kind: 'abortedElsewhere', alias: found.alias};
  if (isLeftAt(found.alias, promotedTarget(claim.description, claim)))
    return {kind: 'promotedElsewhere', alias: found.alias};
  return {kind: 'takenOver', alias: found.alias};
}

/** The rollout in an alias as it is claimed by whoever has just found it. */
export function claimOf({alias, marker}: InAlias, {runner}: Pick<Claim, 'runner'> = {}): Claim {
  const {rolloutId, stable, candidate, train} = marker;
  const {description} = alias;
  return {rolloutId, stable, candidate, ...(train && {train}), description, ...(runner !== undefined && {runner})};
}

/** Another driver may have convicted the candidate, or had another room to remember that in. */
function isLeftAt(alias: AliasState, target: AliasTarget): boolean {
  const isSame = isSameDescription(alias.description, target.description);
  return isSame && isAt(alias, {...target, description: alias.description});
}

/** All traffic to stable and the user's description, to the character; behind it what was convicted, if that is why. */
export function restoredTarget(description: string, stable: Version, convicted?: Conviction): AliasTarget {
  const {text, ...note} = splitDescription(description);
  return {stable, description: restingDescription(text, {...note, ...(convicted && {convicted})})};
}

function isHeldBy(marker: RolloutMarker, {runner}: Claim): boolean {
  return runner === undefined || (marker.runner ?? null) === runner;
}

/** Whether AWS has given stable all traffic by the lease of this rollout. */
export function hasItsLeaseRun(
  {stable, candidate, description}: AliasState,
  claim: Pick<Claim, 'rolloutId' | 'stable'>,
): boolean {
  const {ranLease} = splitDescription(description);
  return ranLease?.rolloutId === claim.rolloutId && stable === claim.stable && candidate === undefined;
}

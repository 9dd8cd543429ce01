import {ranLeaseDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {leaseEndMs} from '../../model/rollout/lease.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {planHold} from '../../plan/rollout/hold.js';
import {type FollowDeps, type FollowedOutcome, followMove} from './follow-move.js';

/**
 * Writes into the alias that its rollout waits for a person; a process that works on it sees that and ends as held.
 * Traffic stays where it is. Throws AwsError when the alias cannot be read.
 */
export function holdRollout(deps: FollowDeps, ref: AliasRef, signal?: AbortSignal): Promise<FollowedOutcome> {
  return followMove(deps, ref, (seen) => planHold({ref, ...seen}), signal);
}

/**
 * Gives a rollout that is held a lease for so long: what nobody decides until then AWS decides, and gives stable all
 * traffic. When it ends, epoch milliseconds; nothing for a rollout that is only watched. Throws AwsError.
 */
export async function leaseHold(
  {leases, clock}: Pick<FollowDeps, 'leases' | 'clock'>,
  alias: AliasState,
  {role, lengthMs}: {readonly role: string; readonly lengthMs: number},
  signal?: AbortSignal,
): Promise<number | undefined> {
  const standing = rolloutStanding(alias);
  if (standing.kind !== 'running') return undefined;
  const {rolloutId, stable, candidate} = standing.marker;
  const endMs = leaseEndMs(clock.now(), lengthMs);
  const description = ranLeaseDescription(alias.description, {rolloutId, candidate});
  const {functionName, alias: name, revisionId} = alias;
  const lease = {rolloutId, role, lengthMs, endMs, revisionId, stable, candidate, description, ofHold: true as const};
  await leases.set({functionName, alias: name}, lease, signal);
  return endMs;
}

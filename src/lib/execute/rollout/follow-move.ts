import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutStanding, rolloutStanding} from '../../model/rollout/standing.js';
import {readLivingAlias} from '../../observe/rollout/living-alias.js';
import type {Planned, Refusal} from '../../plan/refusal.js';
import type {TrafficMove} from '../../plan/rollout/traffic-move.js';
import {claimOf, type FoundClaimed, findClaimed, findRollout} from '../../plan/tick/find.js';
import type {ProvisionedPort} from '../../ports/lambda/provisioned.js';
import type {KeptPoliciesPort} from '../../ports/rollout/kept-policies.js';
import type {LeasesPort} from '../../ports/rollout/leases.js';
import {readLasting} from '../alias/lasting-read.js';
import {type MoveDeps, type MoveOutcome, moveTraffic} from '../alias/traffic-move.js';
import {endReadiness} from '../concurrency/staged.js';
import {leaseAfterMove} from '../lease/after-move.js';
import {forgetPolicy} from '../tick/kept-policy.js';

export interface FollowDeps extends MoveDeps {
  readonly policies: KeptPoliciesPort;
  readonly leases: LeasesPort;
  readonly provisioned: ProvisionedPort;
}

/** An alias as it was read for one attempt. */
export interface SeenAlias {
  readonly alias?: AliasState;
  readonly standing: RolloutStanding;
}

export type FollowedOutcome =
  | MoveOutcome
  | {readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]]};

/** What its process, or a lease, may have made of a rollout meanwhile without anybody having taken it over. */
const OF_SAME: ReadonlySet<FoundClaimed['kind']> = new Set<FoundClaimed['kind']>([
  ...(['rollout', 'heldElsewhere', 'abortedElsewhere', 'leaseRan'] as const),
]);
const ATTEMPTS = 5;
const LOOK_PAUSE_MS = 1_000;

/**
 * One move of a rollout by whoever asks for it, from the alias alone. The process that works on the rollout may move it
 * on in the same moment, or give stable everything; the move is then planned again on its next state, as long as it is the same
 * rollout, and the plan says whether it still makes sense. Throws AwsError when the alias cannot be read.
 */
export async function followMove(
  deps: FollowDeps,
  ref: AliasRef,
  planFor: (seen: SeenAlias) => Planned<TrafficMove>,
  signal?: AbortSignal,
): Promise<FollowedOutcome> {
  let alias = await readOfRollout(deps, ref, signal);
  const found = findRollout(alias);
  const claim = 'marker' in found ? claimOf(found) : undefined;
  const rolloutId = claim?.rolloutId;
  for (let attempt = 1; ; attempt++) {
    const standing: RolloutStanding = alias ? rolloutStanding(alias) : {kind: 'idle'};
    const planned = planFor({...(alias && {alias}), standing});
    if (!planned.ok) return {kind: 'refused', refusals: planned.refusals};
    const outcome = await moveTraffic(deps, planned.plan, signal);
    const isOfSame =
      outcome.kind === 'takenOver' && claim !== undefined && OF_SAME.has(findClaimed(outcome.alias, claim).kind);
    if (!isOfSame || attempt === ATTEMPTS) {
      if (outcome.kind !== 'done' || rolloutId === undefined) return outcome;
      const isOver = rolloutIdOf(outcome.alias) === undefined;
      if (isOver) await forgetPolicy(deps, ref, rolloutId);
      await leaseAfterMove(deps, {ref, rolloutId, alias: outcome.alias});
      if (isOver) await endReadiness(deps, {ref, standing, serves: outcome.alias.stable}, signal);
      return outcome;
    }
    alias = outcome.alias;
  }
}

/**
 * That an alias carries no rollout is believed when it lasts: "nothing to abort" must not come of a read that lags. That
 * there is no such alias at all is known sooner, from its function's list.
 */
async function readOfRollout(deps: MoveDeps, ref: AliasRef, signal?: AbortSignal): Promise<AliasState | undefined> {
  const {clock} = deps;
  return readLasting({
    read: () => readLivingAlias(deps, ref, signal),
    isExpected: (alias) => alias === undefined || rolloutStanding(alias).kind !== 'idle',
    pause: () => clock.sleep(LOOK_PAUSE_MS * (clock.speed ?? 1), signal),
    isOver: () => signal?.aborted === true,
  });
}

function rolloutIdOf(alias: AliasState | undefined): string | undefined {
  const standing = alias && rolloutStanding(alias);
  return standing?.kind === 'running' || standing?.kind === 'watching' ? standing.marker.rolloutId : undefined;
}

import type {AliasState} from '../model/alias-state.js';
import type {AliasRef} from '../model/function-ref.js';
import {type RolloutStanding, rolloutStanding} from '../model/rollout-standing.js';
import {planAbort} from '../plan/abort.js';
import type {Planned, Refusal} from '../plan/refusal.js';
import type {TrafficMove} from '../plan/traffic-move.js';
import {type MoveDeps, type MoveOutcome, moveTraffic} from './traffic-move.js';

type AbortOutcome = MoveOutcome | {readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]]};

const ATTEMPTS = 5;

/**
 * Gives stable all traffic, from the alias alone: by any process, also after the one that ran the rollout was killed.
 * A rollout that is still being worked on may move on in the same moment; the abort then follows it to its next state,
 * as long as it is the same rollout. Throws AwsError when the alias cannot be read.
 */
export async function abortRollout(deps: MoveDeps, ref: AliasRef, signal?: AbortSignal): Promise<AbortOutcome> {
  let alias = await deps.aliases.getAlias(ref, signal);
  const rolloutId = rolloutIdOf(alias);
  for (let attempt = 1; ; attempt++) {
    const planned = planFor(ref, alias);
    if (!planned.ok) return {kind: 'refused', refusals: planned.refusals};
    const outcome = await moveTraffic(deps, planned.plan, signal);
    const isSameRollout =
      outcome.kind === 'takenOver' && rolloutId !== undefined && rolloutIdOf(outcome.alias) === rolloutId;
    if (!isSameRollout || attempt === ATTEMPTS) return outcome;
    alias = outcome.alias;
  }
}

function planFor(ref: AliasRef, alias: AliasState | undefined): Planned<TrafficMove> {
  const standing: RolloutStanding = alias ? rolloutStanding(alias) : {kind: 'idle'};
  return planAbort({ref, ...(alias && {alias}), standing});
}

function rolloutIdOf(alias: AliasState | undefined): string | undefined {
  const standing = alias && rolloutStanding(alias);
  return standing?.kind === 'running' || standing?.kind === 'watching' ? standing.marker.rolloutId : undefined;
}

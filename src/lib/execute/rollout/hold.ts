import type {AliasRef} from '../../model/function-ref.js';
import {planHold} from '../../plan/rollout/hold.js';
import {type FollowDeps, type FollowedOutcome, followMove} from './follow-move.js';

/**
 * Writes into the alias that its rollout waits for a person; a process that works on it sees that and ends as held.
 * Traffic stays where it is. Throws AwsError when the alias cannot be read.
 */
export function holdRollout(deps: FollowDeps, ref: AliasRef, signal?: AbortSignal): Promise<FollowedOutcome> {
  return followMove(deps, ref, (seen) => planHold({ref, ...seen}), signal);
}

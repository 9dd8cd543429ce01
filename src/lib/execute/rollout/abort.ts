import type {AliasRef} from '../../model/function/ref.js';
import {planAbort} from '../../plan/rollout/abort.js';
import {type FollowDeps, type FollowedOutcome, followMove} from './follow-move.js';

/**
 * Gives stable all traffic, from the alias alone: by any process, also after the one that ran the rollout was killed.
 * A rollout that is still being worked on may move on in the same moment; the abort then follows it to its next state,
 * as long as it is the same rollout. Throws AwsError when the alias cannot be read.
 */
export function abortRollout(deps: FollowDeps, ref: AliasRef, signal?: AbortSignal): Promise<FollowedOutcome> {
  return followMove(deps, ref, (seen) => planAbort({ref, ...seen}), signal);
}

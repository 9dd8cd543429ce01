import {stepIndexOf} from '../../model/rollout/marker.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import {type Approval, planPromote} from '../../plan/rollout/promote.js';
import {type FollowDeps, type FollowedOutcome, followMove} from './follow-move.js';

/**
 * Carries out an approval that a person gave on what was observed. The alias is read again: a rollout that has left the
 * approved step, or is another one by now, is refused and nothing is done. Throws AwsError when it cannot be read.
 */
export function promoteRollout(
  deps: FollowDeps,
  approval: Approval,
  observed: ObservedRollout,
  signal?: AbortSignal,
): Promise<FollowedOutcome> {
  const {ref, functionExists, versions} = observed;
  const pinned = pin(approval, observed);
  const plan = (seen: Pick<ObservedRollout, 'alias' | 'standing'>) =>
    planPromote(pinned, {ref, functionExists, versions, ...seen}, deps.clock.now());
  return followMove(deps, ref, plan, signal);
}

/** The approval as it was meant: of this rollout, and of the step it was at unless it goes all the way. */
function pin(approval: Approval, {standing}: ObservedRollout): Approval {
  if (standing.kind !== 'running' && standing.kind !== 'watching') return approval;
  const {rolloutId} = standing.marker;
  return {...(!approval.full && {step: stepIndexOf(standing.marker) + 1}), ...approval, rolloutId};
}

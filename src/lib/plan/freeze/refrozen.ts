import type {RolloutFreeze} from '../../model/freeze/policy.js';
import type {RolloutPlan} from '../rollout/plan.js';
import {stepsLeft} from '../rollout/resume.js';
import {freezeOfRollout} from './rollout-freeze.js';

/**
 * A rollout that somebody goes on with who has decided it anew: under the freezes there are now, or under none. Nothing else
 * would take away the freeze that it was held by.
 */
export function refrozen(plan: RolloutPlan, freeze: RolloutFreeze | undefined, nowMs: number): RolloutPlan {
  const {freeze: _before, ...rest} = plan;
  const left = stepsLeft(plan);
  const met = freezeOfRollout(freeze, nowMs, plan.leastMs + left.length * plan.patienceMs);
  return {...rest, ...(met && {freeze: met}), refrozen: true};
}

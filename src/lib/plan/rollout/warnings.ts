import {MAX_COMPARED_WEIGHT_PERCENT} from '../../analysis/settings.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import type {PlanWarning, RolloutSpec} from './plan.js';

/** What a person should know about the steps before agreeing. */
export function rolloutWarnings({steps, watchMs}: Pick<RolloutSpec, 'steps' | 'watchMs'>): readonly PlanWarning[] {
  const warnings: PlanWarning[] = [];
  if (steps.length === 0) {
    const guard = watchMs > 0 ? 'only the absolute guard watches it afterwards' : 'nothing watches it afterwards';
    warnings.push({
      code: 'NOT_COMPARED',
      message: `All traffic moves at once: the candidate is compared with nothing, and ${guard}.`,
    });
    return warnings;
  }
  const uncompared = steps.filter((step) => step.weightPercent > MAX_COMPARED_WEIGHT_PERCENT);
  if (uncompared.length > 0) {
    const weights = uncompared.map((step) => formatWeightPercent(step.weightPercent)).join(', ');
    warnings.push({
      code: 'STEP_NOT_COMPARED',
      message: `Above ${MAX_COMPARED_WEIGHT_PERCENT}% stable is too small a control: at ${weights} the candidate is not compared, only the absolute guard watches it.`,
    });
  }
  return warnings;
}

import type {WarmUp} from '../../model/rollout/checks.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {PlanWarning} from '../rollout/plan.js';

/**
 * What calls at one time take from the function's callers: all its versions share the reservation, and what is provisioned of it
 * is only for whoever has it. Says nothing where nothing is reserved, or it may not be read.
 */
export function warmWarnings(
  {ref, capacity}: Pick<ObservedRollout, 'ref' | 'capacity'>,
  warm: WarmUp | undefined,
): readonly PlanWarning[] {
  const {reserved, provisioned = []} = capacity ?? {};
  if (!warm || reserved === undefined || reserved === 0) return [];
  const shared = reserved - provisioned.reduce((sum, {requested}) => sum + requested, 0);
  if (warm.calls * 2 <= shared) return [];
  return [
    {
      code: 'WARM_TAKES_CONCURRENCY',
      message: `The ${warm.calls} calls that warm the version take most of the ${shared} concurrent executions that the versions of ${ref.functionName} share: callers may be throttled while they run. Fewer do: --warm ${Math.max(1, Math.floor(shared / 2))}`,
    },
  ];
}

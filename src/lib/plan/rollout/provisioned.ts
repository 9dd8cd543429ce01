import {formatAliasRef} from '../../model/function/ref.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {Refusal} from '../refusal.js';
import type {PlanWarning} from './plan.js';

type Observed = Pick<ObservedRollout, 'ref' | 'provisionedConcurrency'>;

/** The objection to weights on an alias with provisioned concurrency, which AWS then does not let anybody change. */
export function provisionedRefusals({ref, provisionedConcurrency}: Observed): readonly Refusal[] {
  if (provisionedConcurrency === undefined) return [];
  return [
    {
      code: 'PROVISIONED_CONCURRENCY',
      message: `${formatAliasRef(ref)} has provisioned concurrency (${provisionedConcurrency}); AWS does not let it change while the alias is weighted, and the candidate would start cold.`,
      suggestions: [`Remove it for the rollout: lambda-release concurrency unprovision ${formatAliasRef(ref)}`],
      details: {provisionedConcurrency},
    },
  ];
}

/** What moving all traffic at once means for provisioned concurrency: it follows the alias, but takes minutes. */
export function provisionedWarnings({ref, provisionedConcurrency}: Observed): readonly PlanWarning[] {
  if (provisionedConcurrency === undefined) return [];
  return [
    {
      code: 'PROVISIONED_CONCURRENCY',
      message: `${formatAliasRef(ref)} has provisioned concurrency (${provisionedConcurrency}): AWS prepares it anew for the other version, which takes minutes, and calls start cold until then.`,
    },
  ];
}

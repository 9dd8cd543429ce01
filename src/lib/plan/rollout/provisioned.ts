import {formatAliasRef} from '../../model/function/ref.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {Refusal} from '../refusal.js';
import type {PlanWarning} from './plan.js';

type Observed = Pick<ObservedRollout, 'ref' | 'alias' | 'provisionedConcurrency'>;

/** The objection to weights on an alias with provisioned concurrency, which AWS then does not let anybody change. */
export function provisionedRefusals({ref, alias, provisionedConcurrency}: Observed): readonly Refusal[] {
  if (provisionedConcurrency === undefined) return [];
  const name = formatAliasRef(ref);
  const version = `${ref.functionName}:${alias?.stable ?? '<version>'}`;
  return [
    {
      code: 'PROVISIONED_CONCURRENCY',
      message: `${name} has provisioned concurrency (${provisionedConcurrency}); AWS does not let it change while the alias is weighted, and the candidate would start cold.`,
      suggestions: [
        `Move it to the version, which rollouts take along: lambda-release concurrency unprovision ${name}, then lambda-release concurrency provision ${version} ${provisionedConcurrency}`,
        'AWS lets nobody have both at once: calls start cold for the minutes between the two.',
        `Where Application Auto Scaling sets it, take that off first: aws application-autoscaling deregister-scalable-target --service-namespace lambda --scalable-dimension lambda:function:ProvisionedConcurrency --resource-id function:${name}`,
      ],
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

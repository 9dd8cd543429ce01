import {copyName} from '../../model/tune/copy.js';
import type {PermissionGroup} from './permission-group.js';
import type {PermissionScope} from './permission-scope.js';

/**
 * What the commands beside a release need: looking around, pruning, concurrency, `invoke`. Each is a statement of its own,
 * to be left out where it is not wanted; a release goes without them. Versions are deleted by their number, so pruning asks
 * for no right to delete a function, and trying sizes only for that to delete its copies.
 */
export function optionalPermissions({
  partition,
  region,
  accountId,
  functions,
  hasSmokeTests,
  leaseRole,
}: PermissionScope): readonly PermissionGroup[] {
  const lambda = `arn:${partition}:lambda:${region}:${accountId}`;
  const bare = functions.map(({functionName}) => `${lambda}:function:${functionName}`);
  const qualified = bare.map((each) => `${each}:*`);
  const unreserved = functions
    .filter(({setsReservation}) => !setsReservation)
    .map(({functionName}) => `${lambda}:function:${functionName}`);
  const untagged = functions
    .filter(({setsTags}) => !setsTags)
    .map(({functionName}) => `${lambda}:function:${functionName}`);
  const layers = new Set(functions.flatMap(({layerName}) => (layerName === undefined ? [] : [layerName])));
  return [
    {
      sid: 'OptionalKeepPolicy',
      purpose: 'keep what a rollout is judged by beside its alias',
      actions: ['lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'],
      resources: untagged,
      isOptional: true,
    },
    {
      sid: 'OptionalReadLeaseRole',
      purpose: 'see whether EventBridge Scheduler may assume the role of the leases ("doctor")',
      actions: ['iam:GetRole'],
      resources: leaseRole === undefined ? [] : [leaseRole],
      isOptional: true,
    },
    {
      sid: 'OptionalListProvisioned',
      purpose: 'see what is kept ready of which version: rollouts give a candidate as much ("status", "versions", too)',
      actions: ['lambda:ListProvisionedConcurrencyConfigs'],
      resources: bare,
      isOptional: true,
    },
    {
      sid: 'OptionalReadAccount',
      purpose:
        'show the pool, the code storage and the layers of the account ("concurrency show", "versions prune", "layers")',
      actions: [
        ...(functions.some(({setsReservation}) => setsReservation) ? [] : ['lambda:GetAccountSettings']),
        'lambda:ListFunctions',
        ...(layers.size > 0 ? ['lambda:ListLayers'] : []),
      ],
      resources: ['*'],
      isOptional: true,
    },
    {
      sid: 'OptionalPruneVersions',
      purpose: 'delete versions that nothing needs ("versions prune")',
      actions: ['lambda:DeleteFunction', 'lambda:ListDurableExecutionsByFunction'],
      resources: qualified,
      isOptional: true,
    },
    {
      sid: 'OptionalPreview',
      purpose: 'put versions behind addresses of their own, and take them away ("preview")',
      actions: [
        ...['lambda:CreateAlias', 'lambda:UpdateAlias', 'lambda:DeleteAlias'],
        ...['lambda:CreateFunctionUrlConfig', 'lambda:DeleteFunctionUrlConfig'],
        ...['lambda:AddPermission', 'lambda:RemovePermission'],
      ],
      resources: [...bare, ...qualified],
      isOptional: true,
    },
    {
      sid: 'OptionalPruneLayers',
      purpose: 'delete versions of layers that no function uses ("layers prune")',
      actions: ['lambda:DeleteLayerVersion'],
      resources: [...layers].map((name) => `${lambda}:layer:${name}:*`),
      isOptional: true,
    },
    {
      sid: 'OptionalReadLayerShares',
      purpose: 'show who else may use a layer ("layers list")',
      actions: ['lambda:GetLayerVersionPolicy'],
      resources: [...layers].map((name) => `${lambda}:layer:${name}:*`),
      isOptional: true,
    },
    {
      sid: 'OptionalReserve',
      purpose: 'stop a function, and reserve concurrency ("concurrency reserve", "concurrency clear")',
      actions: ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
      resources: unreserved,
      isOptional: true,
    },
    {
      sid: 'OptionalProvision',
      purpose:
        'keep a candidate ready as stable is, and provision concurrency ("concurrency provision", "concurrency unprovision")',
      actions: ['lambda:PutProvisionedConcurrencyConfig', 'lambda:DeleteProvisionedConcurrencyConfig'],
      resources: qualified,
      isOptional: true,
    },
    {
      sid: 'OptionalMoveCallers',
      purpose: 'let callers of a function into its alias ("doctor --fix", "deploy --move-triggers")',
      actions: ['lambda:AddPermission'],
      resources: qualified,
      isOptional: true,
    },
    {
      // A mapping's ARN has its UUID; which function it is of is told by the condition key lambda:FunctionArn.
      sid: 'OptionalMoveEventSources',
      purpose: 'point event sources at an alias ("doctor --fix", "deploy --move-triggers")',
      actions: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
      resources: ['*'],
      isOptional: true,
    },
    {
      sid: 'OptionalMoveRules',
      purpose: 'point rules of EventBridge at an alias ("doctor --fix", "deploy --move-triggers")',
      actions: ['events:ListRuleNamesByTarget', 'events:ListTargetsByRule', 'events:PutTargets'],
      resources: ['*'],
      isOptional: true,
    },
    {
      sid: 'OptionalReadApis',
      purpose: 'see which APIs call a function, and whether a canary of theirs is on',
      actions: ['apigateway:GET'],
      resources: ['restapis', 'apis'].map((kind) => `arn:${partition}:apigateway:${region}::/${kind}/*`),
      isOptional: true,
    },
    {
      sid: 'OptionalMoveApis',
      purpose:
        'have APIs call an alias: variables of stages, integrations of HTTP APIs ("doctor --fix", "deploy --move-triggers")',
      actions: ['apigateway:PATCH'],
      resources: ['restapis/*/stages/*', 'apis/*/stages/*', 'apis/*/integrations/*'].map(
        (path) => `arn:${partition}:apigateway:${region}::/${path}`,
      ),
      isOptional: true,
    },
    {
      // X-Ray knows no resources: traces of a whole account and region may be read or none.
      sid: 'OptionalReadTraces',
      purpose: 'show traces of what failed in a candidate, where X-Ray traces it',
      actions: ['xray:GetTraceSummaries', 'xray:BatchGetTraces'],
      resources: ['*'],
      isOptional: true,
    },
    {
      sid: 'OptionalTune',
      purpose: 'try sizes of memory on a copy, and delete it ("tune")',
      actions: [
        ...['lambda:CreateFunction', 'lambda:GetFunction', 'lambda:UpdateFunctionConfiguration'],
        ...['lambda:InvokeFunction', 'lambda:DeleteFunction'],
      ],
      resources: functions.map(({functionName}) => `${lambda}:function:${copyName(functionName)}`),
      isOptional: true,
    },
    {
      sid: 'OptionalInvoke',
      purpose: 'call a function ("invoke")',
      actions: ['lambda:InvokeFunction'],
      resources: hasSmokeTests ? [] : [...bare, ...qualified],
      isOptional: true,
    },
  ];
}

import {FUNCTION_LIMITS} from '../../model/function/limits.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Refusal} from '../refusal.js';

/** What of a function itself stops every release of it; one that is busy only makes a release wait. */
export function functionRefusals(latest: FunctionConfiguration): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (latest.state === 'Failed') {
    refusals.push({
      code: 'FUNCTION_FAILED',
      message: `${latest.functionName} is in state Failed: ${latest.stateReason ?? 'AWS gives no reason.'}`,
      suggestions: ['Mend what AWS names, or delete the function and create it anew.'],
    });
  }
  refusals.push(...kindRefusals(latest));
  return refusals;
}

/** Kinds of functions that cannot be rolled out by weights of an alias as this tool does it. */
export function kindRefusals({functionName, capacityProviderArn}: FunctionConfiguration): readonly Refusal[] {
  if (capacityProviderArn === undefined) return [];
  const {maxMemoryMb, maxTimeoutSeconds} = FUNCTION_LIMITS.capacityProvider;
  return [
    {
      code: 'CAPACITY_PROVIDER',
      message: `${functionName} runs on the capacity provider ${capacityProviderArn}: each version starts instances of its own, is named by $LATEST.PUBLISHED too, and has other limits (memory to ${maxMemoryMb} MB, timeout to ${maxTimeoutSeconds} s). lambda-release does not release such functions.`,
      suggestions: [
        `Publish it with: aws lambda publish-version --function-name ${functionName} --publish-to LATEST_PUBLISHED`,
        'lambda-release status, shift and rollback work on its aliases.',
      ],
      details: {capacityProviderArn},
    },
  ];
}

/** A call of a function that isolates tenants has to name one; `who` in this tool would call it, and names none. */
export function tenantRefusals(
  {functionName, tenantIsolation}: FunctionConfiguration,
  {who, suggestion}: {readonly who: string; readonly suggestion: string},
): readonly Refusal[] {
  if (tenantIsolation === undefined) return [];
  return [
    {
      code: 'TENANT_ISOLATED',
      message: `${functionName} isolates tenants (${tenantIsolation}): Lambda refuses a call without a tenant, and ${who}.`,
      suggestions: [suggestion],
    },
  ];
}

/** New code would be a copy: AWS goes back to COPY in every update that does not say REFERENCE, and that takes a bucket of its owner's. */
export function referenceRefusals({functionName, codeInS3}: FunctionConfiguration): readonly Refusal[] {
  if (codeInS3 === undefined) return [];
  return [
    {
      code: 'CODE_REFERENCED',
      message: `${functionName} runs its code from ${codeInS3} without a copy (REFERENCE); an update by lambda-release would silently make it a copy.`,
      suggestions: [
        `Update the code in that bucket, then roll the version out: aws lambda update-function-code --function-name ${functionName} --s3-object-storage-mode REFERENCE --s3-bucket … --s3-key … --s3-object-version … --publish, then lambda-release rollout start ${functionName}:<alias> <version>`,
        `Or give the reference up once: aws lambda update-function-code --function-name ${functionName} --s3-object-storage-mode COPY --s3-bucket … --s3-key …`,
      ],
      details: {codeInS3},
    },
  ];
}

/** Whether AWS still creates it or takes an update over: a release waits that out. */
export function isBusy({state, lastUpdateStatus}: FunctionConfiguration): boolean {
  return state === 'Pending' || lastUpdateStatus === 'InProgress';
}

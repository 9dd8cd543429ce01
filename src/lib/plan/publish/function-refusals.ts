import type {FunctionConfiguration} from '../../ports/functions.js';
import type {Refusal} from '../refusal.js';

/** What of a function itself stops every release of it; one that is busy only makes a release wait. */
export function functionRefusals(latest: FunctionConfiguration): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (latest.packageType !== 'Zip') {
    refusals.push({
      code: 'PACKAGE_TYPE',
      message: `${latest.functionName} is a function of package type ${latest.packageType}; lambda-release publishes zip packages, and Lambda cannot change the type.`,
      suggestions: ['Publish the image with its own tools and shift traffic with: lambda-release shift fn:alias 8@10'],
    });
  }
  if (latest.state === 'Failed') {
    refusals.push({
      code: 'FUNCTION_FAILED',
      message: `${latest.functionName} is in state Failed: ${latest.stateReason ?? 'AWS gives no reason.'}`,
      suggestions: ['Mend what AWS names, or delete the function and create it anew.'],
    });
  }
  return refusals;
}

/** Whether AWS still creates it or takes an update over: a release waits that out. */
export function isBusy({state, lastUpdateStatus}: FunctionConfiguration): boolean {
  return state === 'Pending' || lastUpdateStatus === 'InProgress';
}

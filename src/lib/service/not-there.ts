import {AwsError, RefusedError} from '../errors.js';
import type {FunctionRef} from '../model/function/ref.js';

/** The refusal for a function, an alias or a version that AWS does not know. */
export function notThere({functionName, qualifier}: FunctionRef, otherWaysOut: readonly string[] = []): RefusedError {
  const name = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  return new RefusedError(`${name} does not exist in this region and account.`, {
    code: codeOf(qualifier),
    suggestions: [
      'Look at the name, --region and --profile.',
      ...(qualifier === undefined ? [] : [`See what there is: lambda-release status ${functionName}`]),
      ...otherWaysOut,
    ],
  });
}

/** What was read of a function. Throws the refusal where AWS does not know it, and whatever else the reading throws. */
export async function ofExisting<Value>(ref: FunctionRef, reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof AwsError && error.code === 'FUNCTION_NOT_FOUND' ? notThere(ref) : error;
  }
}

function codeOf(qualifier: string | undefined): string {
  if (qualifier === undefined) return 'FUNCTION_NOT_FOUND';
  return /^\d+$/.test(qualifier) ? 'VERSION_NOT_FOUND' : 'ALIAS_NOT_FOUND';
}

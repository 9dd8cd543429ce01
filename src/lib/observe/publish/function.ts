import {AwsError} from '../../errors.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';

/** A function before it is published: `$LATEST` and the newest version, both with their state. */
export interface ObservedFunction {
  readonly functionName: string;
  /** Absent when the function does not exist. */
  readonly latest?: FunctionConfiguration;
  /** The highest version number there is; absent when nothing was ever published, or all of it was deleted. */
  readonly newest?: FunctionConfiguration;
}

/** Reads `$LATEST` and the newest published version. Throws AwsError; a function that is not there is no error. */
export async function observeFunction(
  deps: {readonly functions: FunctionsPort},
  functionName: string,
  signal?: AbortSignal,
): Promise<ObservedFunction> {
  const [latest, versions] = await Promise.all([
    deps.functions.getFunction(functionName, undefined, signal),
    listIfThere(deps.functions, functionName, signal),
  ]);
  if (latest === undefined) return {functionName};
  const listed = versions.at(-1);
  if (listed === undefined) return {functionName, latest};
  // Lists carry no state and not every setting. Deleted since the listing: then it is as if it had not been there.
  const newest = await deps.functions.getFunction(functionName, listed.version, signal);
  return {functionName, latest, ...(newest !== undefined && {newest})};
}

/** None of a function that is not there. */
async function listIfThere(
  functions: FunctionsPort,
  functionName: string,
  signal?: AbortSignal,
): Promise<readonly FunctionConfiguration[]> {
  try {
    return await functions.listVersions(functionName, signal);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'FUNCTION_NOT_FOUND') return [];
    throw error;
  }
}

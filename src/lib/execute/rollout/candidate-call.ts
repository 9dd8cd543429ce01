import {FUNCTION_LIMITS} from '../../model/function/limits.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {RolloutChecks} from '../../model/rollout/checks.js';
import type {Version} from '../../model/versions/version.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {InvokeAnswer, InvokeRequest} from '../../ports/lambda/invoke.js';

/** A version that has no callers yet, and what it is tried with before it gets some. */
export interface Candidate {
  readonly ref: AliasRef;
  readonly candidate: Version;
  readonly checks?: RolloutChecks;
}

/** What every call of the candidate by its version has in common: its own timeout, and the secrets of its environment. Throws AwsError. */
export async function candidateCall(
  {functions}: {readonly functions: FunctionsPort},
  {ref: {functionName}, candidate}: Candidate,
  signal?: AbortSignal,
): Promise<Omit<InvokeRequest, 'payload'>> {
  const configuration = await functions.getFunction(functionName, candidate, signal);
  return {
    functionName,
    qualifier: candidate,
    timeoutMs: (configuration?.timeoutSeconds ?? FUNCTION_LIMITS.standard.maxTimeoutSeconds) * 1000,
    secrets: Object.values(configuration?.environment ?? {}),
  };
}

/** What a failed call logged last, as the end of a message; empty when it logged nothing. */
export function logEnd({logTail}: Pick<InvokeAnswer, 'logTail'>): string {
  return logTail === '' ? '' : `\nThe end of its log:\n${logTail.trimEnd()}`;
}

import {AwsError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';

/**
 * An alias, or nothing when it is not there. Around a change AWS has answered "not found" for a living alias for some
 * seconds, so that is believed when the list of the function's aliases says so too; who may not list believes it at once. Throws AwsError.
 */
export async function readLivingAlias(
  {aliases}: {readonly aliases: AliasesPort},
  ref: AliasRef,
  signal?: AbortSignal,
): Promise<AliasState | undefined> {
  const alias = await aliases.getAlias(ref, signal);
  if (alias) return alias;
  try {
    const listed = await aliases.listAliases(ref.functionName, signal);
    return listed.find((other) => other.alias === ref.alias);
  } catch (error) {
    if (error instanceof AwsError && NOT_LISTED.has(error.code)) return undefined;
    throw error;
  }
}

const NOT_LISTED: ReadonlySet<string> = new Set(['ACCESS_DENIED', 'FUNCTION_NOT_FOUND']);

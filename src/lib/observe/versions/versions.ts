import type {AliasState} from '../../model/alias/state.js';
import type {AliasesPort, ProvisionedConcurrency} from '../../ports/aliases.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/functions.js';

/** A function's published versions and what points at them. */
export interface ObservedVersions {
  readonly functionName: string;
  /** Ascending by number. From a list, so without `state`. Environments in them are secret. */
  readonly versions: readonly FunctionConfiguration[];
  /** Every alias of the function, whichever one was asked about. */
  readonly aliases: readonly AliasState[];
  readonly provisioned: readonly ProvisionedConcurrency[];
}

interface VersionsDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
}

/** Reads a function's versions, aliases and provisioned concurrency. Throws AwsError FUNCTION_NOT_FOUND. */
export async function observeVersions(
  {functions, aliases}: VersionsDeps,
  functionName: string,
  signal?: AbortSignal,
): Promise<ObservedVersions> {
  const [versions, listed, provisioned] = await Promise.all([
    functions.listVersions(functionName, signal),
    aliases.listAliases(functionName, signal),
    aliases.listProvisionedConcurrency(functionName, signal),
  ]);
  return {functionName, versions, aliases: listed, provisioned};
}

import type {AliasState} from '../../model/alias/state.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';
import type {ProvisionedConcurrency, ProvisionedPort} from '../../ports/lambda/provisioned.js';

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
  readonly provisioned: ProvisionedPort;
}

/** Reads a function's versions, aliases and provisioned concurrency. Throws AwsError FUNCTION_NOT_FOUND. */
export async function observeVersions(
  deps: VersionsDeps,
  functionName: string,
  signal?: AbortSignal,
): Promise<ObservedVersions> {
  const [versions, listed, provisioned] = await Promise.all([
    deps.functions.listVersions(functionName, signal),
    deps.aliases.listAliases(functionName, signal),
    deps.provisioned.listProvisioned(functionName, signal),
  ]);
  return {functionName, versions, aliases: listed, provisioned};
}

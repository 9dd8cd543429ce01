import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, namesVersion} from '../../model/function/ref.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';
import type {ProvisionedPort, ProvisionedState} from '../../ports/lambda/provisioned.js';

/** Everything a plan about provisioned concurrency looks at. */
export interface ObservedProvisioned {
  readonly ref: AliasRef;
  /** Absent when there is no such alias, and of a version. */
  readonly alias?: AliasState;
  /** Absent when there is none. */
  readonly provisioned?: ProvisionedState;
  /** The function's reservation, which is also the most that can be provisioned; absent when there is none. */
  readonly reserved?: number;
  /** What the alias's version is like; absent when AWS does not have it, and when nobody asked. */
  readonly serving?: FunctionConfiguration;
}

interface ProvisionedDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly provisioned: ProvisionedPort;
  readonly concurrency: ConcurrencyPort;
}

/**
 * Reads an alias or a version, its provisioned concurrency and the function's reservation; what the version is like only `withVersion`,
 * for a way out must not fail for it. Throws AwsError.
 */
export async function observeProvisioned(
  deps: ProvisionedDeps,
  ref: AliasRef,
  {withVersion}: {readonly withVersion: boolean},
  signal?: AbortSignal,
): Promise<ObservedProvisioned> {
  const alias = namesVersion(ref) ? undefined : await deps.aliases.getAlias(ref, signal);
  if (!alias && !namesVersion(ref)) return {ref};
  const provisioned = await deps.provisioned.getProvisioned(ref, signal);
  const reserved = await deps.concurrency.getReserved(ref.functionName, signal);
  const version = alias?.stable ?? ref.alias;
  const serving = withVersion ? await deps.functions.getFunction(ref.functionName, version, signal) : undefined;
  return {
    ref,
    ...(alias && {alias}),
    ...(provisioned && {provisioned}),
    ...(reserved !== undefined && {reserved}),
    ...(serving && {serving}),
  };
}

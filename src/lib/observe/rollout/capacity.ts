import {AwsError} from '../../errors.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {ProvisionedConcurrency, ProvisionedPort} from '../../ports/lambda/provisioned.js';

/** How many calls at a time a function's versions may answer, as far as these credentials may look. */
export interface ObservedCapacity {
  /** Absent when nothing is reserved, and then versions share the account's pool. */
  readonly reserved?: number;
  /** What that pool has left; only read where something is provisioned out of it. */
  readonly unreserved?: number;
  /** What each qualifier has provisioned, out of the reservation where there is one. */
  readonly provisioned: readonly ProvisionedConcurrency[];
}

interface CapacityDeps {
  readonly concurrency: ConcurrencyPort;
  readonly provisioned: ProvisionedPort;
}

/** Reads a function's reservation, and who has some provisioned. What may not be read is left out. Throws AwsError. */
export async function observeCapacity(
  deps: CapacityDeps,
  functionName: string,
  signal?: AbortSignal,
): Promise<ObservedCapacity> {
  const reserved = await unlessHidden(deps.concurrency.getReserved(functionName, signal));
  const provisioned = (await unlessHidden(deps.provisioned.listProvisioned(functionName, signal))) ?? [];
  if (reserved !== undefined || provisioned.length === 0)
    return {provisioned, ...(reserved !== undefined && {reserved})};
  const account = await unlessHidden(deps.concurrency.getAccountConcurrency(signal));
  return {provisioned, ...(account && {unreserved: account.unreserved})};
}

/** A function that is not there yet has nothing, and a release needs no permission to look at this. */
async function unlessHidden<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AwsError && /^(ACCESS_DENIED|FUNCTION_NOT_FOUND)$/.test(error.code)) return undefined;
    throw error;
  }
}

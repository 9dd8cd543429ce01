import {AwsError} from '../../errors.js';
import type {ReservePlan} from '../../plan/concurrency/concurrency.js';
import type {Clock} from '../../ports/clock.js';
import type {ConcurrencyPort} from '../../ports/concurrency.js';

export interface ReserveResult {
  readonly functionName: string;
  /** As AWS holds it now; absent when nothing is reserved. */
  readonly reserved?: number;
  readonly previousReserved?: number;
  readonly changed: boolean;
  /** The account's unreserved pool as AWS gives it afterwards. */
  readonly unreserved: number;
  readonly restoreCommand: string;
}

interface ReserveDeps {
  readonly concurrency: ConcurrencyPort;
  readonly clock: Clock;
}

/** A read right after the write may still see the old value: it is read again after 0.25, 0.5, 1 and 2 s. */
const MOST_READS = 5;
const FIRST_PAUSE_MS = 250;

/**
 * Sets or clears a reservation and reads it back. Throws AwsError: UNRESERVED_FLOOR with the floor AWS named and what can
 * be reserved at most, NOT_CONFIRMED when AWS holds another value than the one it has just accepted.
 */
export async function reserveConcurrency(
  deps: ReserveDeps,
  plan: ReservePlan,
  signal?: AbortSignal,
): Promise<ReserveResult> {
  signal?.throwIfAborted();
  if (plan.changed) {
    await write(deps.concurrency, plan, signal);
    await requireReserved(deps, plan, signal);
  }
  const {unreserved} = await deps.concurrency.getAccountConcurrency(signal);
  return {
    functionName: plan.functionName,
    ...(plan.reserved !== undefined && {reserved: plan.reserved}),
    ...(plan.previous !== undefined && {previousReserved: plan.previous}),
    changed: plan.changed,
    unreserved,
    restoreCommand: plan.restoreCommand,
  };
}

async function write(port: ConcurrencyPort, plan: ReservePlan, signal?: AbortSignal): Promise<void> {
  if (plan.reserved === undefined) return port.deleteReserved(plan.functionName, signal);
  try {
    await port.putReserved(plan.functionName, plan.reserved, signal);
  } catch (error) {
    throw error instanceof AwsError && error.code === 'UNRESERVED_FLOOR' ? withHeadroom(error, plan) : error;
  }
}

/** AWS has now said which floor this account has: so it can be said how much is left above it. */
function withHeadroom(error: AwsError, plan: ReservePlan): AwsError {
  const {floor} = error.details;
  if (typeof floor !== 'number') return error;
  const most = plan.unreservedBefore + (plan.previous ?? 0) - floor;
  const message = `${plan.functionName} cannot reserve ${plan.reserved}: AWS keeps ${floor} unreserved in this account, and only ${plan.unreservedAfter} would be left.`;
  return new AwsError(message, {
    code: error.code,
    suggestions:
      most > 0
        ? [
            `Reserve ${most} at most: lambda-release concurrency reserve ${plan.functionName} ${most}`,
            ...error.suggestions.slice(1),
          ]
        : error.suggestions.slice(1),
    details: {...error.details, most},
  });
}

async function requireReserved(
  {concurrency, clock}: ReserveDeps,
  plan: ReservePlan,
  signal?: AbortSignal,
): Promise<void> {
  let found: number | undefined;
  for (let reads = 1; reads <= MOST_READS; reads += 1) {
    found = await concurrency.getReserved(plan.functionName, signal);
    if (found === plan.reserved) return;
    if (reads < MOST_READS) await clock.sleep(FIRST_PAUSE_MS * 2 ** (reads - 1), signal);
    signal?.throwIfAborted();
  }
  throw new AwsError(
    `AWS accepted the reservation of ${plan.functionName}, but holds ${found ?? 'none'} instead of ${plan.reserved ?? 'none'}: somebody else may have changed it.`,
    {
      code: 'NOT_CONFIRMED',
      suggestions: [`See what it is now: lambda-release concurrency show ${plan.functionName}`],
      details: {wanted: plan.reserved ?? null, found: found ?? null},
    },
  );
}

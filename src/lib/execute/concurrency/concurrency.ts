import type {ReservePlan} from '../../plan/concurrency/concurrency.js';
import type {Clock} from '../../ports/clock.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import {Deadline} from '../alias/deadline.js';
import {leavesOpen} from '../alias/write-error.js';
import {type FoundReservation, readReservation} from './read-reservation.js';
import {interrupted, mayRepeat, neverShown, notConfirmed, uncertain, withHeadroom} from './reservation-error.js';

interface ReserveDeps {
  readonly concurrency: ConcurrencyPort;
  readonly clock: Clock;
}

interface Write extends ReserveDeps {
  readonly plan: ReservePlan;
  readonly deadline: Deadline;
  readonly signal: AbortSignal | undefined;
}

/** All of it, with its own retries; and what is left of that once somebody waits for the end. */
const BUDGET_MS = 90_000;
const INTERRUPTED_MS = 3_500;
const MOST_ATTEMPTS = 3;
const PAUSE_MS = 1_000;
/** A read right after the write may still see the old value: it is read again after 0.25, 0.5, 1 and 2 s. */
const MOST_READS = 5;
const FIRST_PAUSE_MS = 250;

/**
 * Sets or clears a reservation. Returns when AWS holds it: by its answer, or, when the answer was lost, by a read. A signal
 * shortens the work and does not cut the write off, so that its end is known. Throws AwsError when a read shows that nothing
 * was changed (UNRESERVED_FLOOR with what can be reserved at most), and NotRestoredError when AWS holds another value than it
 * accepted (NOT_CONFIRMED) or nobody can tell what it holds (RESERVATION_UNCERTAIN).
 */
export async function reserveConcurrency(deps: ReserveDeps, plan: ReservePlan, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (!plan.changed) return;
  const limits = {budgetMs: BUDGET_MS, interrupt: signal, interruptedMs: INTERRUPTED_MS};
  const deadline = new Deadline({clock: deps.clock, ...limits});
  try {
    await carryOut({...deps, plan, deadline, signal});
  } finally {
    deadline.dispose();
  }
}

async function carryOut(write: Write): Promise<void> {
  const {plan, deadline, signal} = write;
  let wasLost = false;
  for (let attempt = 1; ; attempt += 1) {
    const failure = await send(write);
    if (failure === undefined) return confirm(write);
    wasLost ||= leavesOpen(failure.error);
    const found = await readUntilWanted(write, wasLost ? MOST_READS - 1 : 1);
    if ('value' in found && found.value === plan.reserved) return;
    const goesOn = mayRepeat(failure.error) && attempt < MOST_ATTEMPTS && !deadline.isOver && !signal?.aborted;
    if (goesOn) {
      await deadline.sleep(attempt * PAUSE_MS);
      continue;
    }
    if ('value' in found) throw signal?.aborted ? interrupted(signal, plan) : neverShown(plan, failure.error);
    throw wasLost ? uncertain(plan, failure.error) : withHeadroom(failure.error, plan);
  }
}

async function send({concurrency, plan, deadline}: Write): Promise<{readonly error: unknown} | undefined> {
  const {functionName, reserved} = plan;
  try {
    await deadline.call<unknown>((signal) =>
      reserved === undefined
        ? concurrency.deleteReserved(functionName, signal)
        : concurrency.putReserved(functionName, reserved, signal),
    );
    return undefined;
  } catch (error) {
    return {error};
  }
}

/** A read that fails says nothing against the answer AWS has given to the write. */
async function confirm(write: Write): Promise<void> {
  const found = await readUntilWanted(write, MOST_READS);
  if ('value' in found && found.value !== write.plan.reserved) throw notConfirmed(write.plan, found.value);
}

async function readUntilWanted(write: Write, most: number): Promise<FoundReservation> {
  const {concurrency, plan, deadline} = write;
  for (let reads = 1; ; reads += 1) {
    const found = await readReservation(concurrency, plan.functionName, deadline);
    const isWanted = 'value' in found && found.value === plan.reserved;
    if (isWanted || reads >= most || deadline.isOver) return found;
    await deadline.sleep(FIRST_PAUSE_MS * 2 ** (reads - 1));
  }
}

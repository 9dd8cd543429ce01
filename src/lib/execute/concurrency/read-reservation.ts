import {messageOf} from '../../model/text/message-of.js';
import type {Clock} from '../../ports/clock.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import {Deadline} from '../alias/deadline.js';
import {isFinalRefusal} from '../alias/write-error.js';

/** What AWS holds for a function, `undefined` for none; or why nobody can tell. */
export type FoundReservation = {readonly value: number | undefined} | {readonly error: unknown};

/** So long a look at what is there before may keep an emergency waiting. */
const BRIEFLY_MS = 5_000;

/** One read inside a deadline; what goes wrong is returned. */
export async function readReservation(
  concurrency: ConcurrencyPort,
  functionName: string,
  deadline: Deadline,
): Promise<FoundReservation> {
  try {
    return {value: await deadline.call((signal) => concurrency.getReserved(functionName, signal))};
  } catch (error) {
    return {error};
  }
}

/**
 * What is reserved, before an emergency: one read of five seconds at most. What AWS may say better in a moment (too many
 * requests, no answer, no permission to look) is returned as why it is not known; an answer that the write would get too is thrown.
 */
export async function readReservationBriefly(
  {concurrency, clock}: {readonly concurrency: ConcurrencyPort; readonly clock: Clock},
  functionName: string,
  signal?: AbortSignal,
): Promise<{readonly reserved?: number; readonly unknown?: string}> {
  const deadline = new Deadline({clock, budgetMs: BRIEFLY_MS, callMs: BRIEFLY_MS, interrupt: signal});
  const found = await readReservation(concurrency, functionName, deadline);
  deadline.dispose();
  signal?.throwIfAborted();
  if ('value' in found) return found.value === undefined ? {} : {reserved: found.value};
  const {error} = found;
  if (isFinalRefusal(error) && !isDenied(error)) throw error;
  return {unknown: messageOf(error)};
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ACCESS_DENIED';
}

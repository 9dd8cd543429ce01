import type {Clock} from '../ports/clock.js';

const MINUTE_MS = 60_000;
/** CloudWatch counts in minutes and a minute with a change is not judged: just after a full one the least is lost. */
const WINDOW_MS = 10_000;
const PAST_FULL_MS = 1_000;

/** Waits until just after a full minute, at most a minute; not at all in the first ten seconds of one. */
export async function waitForFullMinute(clock: Clock, signal: AbortSignal): Promise<void> {
  const pastMs = clock.now() % MINUTE_MS;
  if (pastMs >= WINDOW_MS) await clock.sleep(MINUTE_MS - pastMs + PAST_FULL_MS, signal);
}

/** The full minute a time lies in, epoch milliseconds. */
export function fullMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

import type {Clock} from '../ports/clock.js';

const MINUTE_MS = 60_000;
/**
 * CloudWatch counts in minutes, and the minute of a move is only fair to judge when the move is in force within a fifth of
 * it (MOVE_MINUTE_RATIO): sent in these seconds, it has seven more to spread.
 */
const WINDOW_MS = 5_000;
const PAST_FULL_MS = 1_000;

/** Waits until just after a full minute, at most a minute; not at all in the first five seconds of one. */
export async function waitForFullMinute(clock: Clock, signal: AbortSignal): Promise<void> {
  const pastMs = clock.now() % MINUTE_MS;
  if (pastMs >= WINDOW_MS) await clock.sleep(MINUTE_MS - pastMs + PAST_FULL_MS, signal);
}

/** The full minute a time lies in, epoch milliseconds. */
export function fullMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

import {MINUTE_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';
import type {Clock} from '../../ports/clock.js';

const WINDOW_MS = 3_000;
const PAST_FULL_MS = 1_000;
/**
 * CloudWatch counts in minutes, and the minute of a move is only fair to judge when the move is in force early in it
 * (moveMinuteRatio): acknowledged in these seconds, it has seven more to spread.
 */
const EARLY_MS = 4_000;

/** Whether a move that was begun at `atMs` and is acknowledged now came early enough in its minute for that to be judged. */
export function isEarlyMove(clock: Clock, atMs: number): boolean {
  // Under a fast clock AWS answers no faster.
  return clock.now() - fullMinute(atMs) <= EARLY_MS * (clock.speed ?? 1);
}

/** Waits until just after a full minute, at most a minute; not at all in the first three seconds of one. */
export async function waitForFullMinute(clock: Clock, signal: AbortSignal): Promise<void> {
  const pastMs = clock.now() % MINUTE_MS;
  if (pastMs >= WINDOW_MS) await clock.sleep(MINUTE_MS - pastMs + PAST_FULL_MS, signal);
}

const MINUTE_MS = 60_000;

/** The full minute a time lies in, epoch milliseconds. */
export function fullMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

const SHORTEST_MS = 100;
/** AWS's own waiters for functions ask every second at most, for minutes. */
const LONGEST_MS = 3_000;

/**
 * How long to wait before AWS is asked again, given how long it has been waited for already; milliseconds. A quarter of
 * that: a short update is seen at once, and a long one never costs a quarter more than it takes, nor more than three seconds.
 */
export function pollPauseMs(elapsedMs: number): number {
  return Math.min(Math.max(Math.round(elapsedMs / 4), SHORTEST_MS), LONGEST_MS);
}

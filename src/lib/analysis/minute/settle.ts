const PIPELINE_MS = 30_000;
const MAX_LATENESS_SECONDS = 120;

/**
 * How long after its end a minute of this function is read, in milliseconds, from the function's timeout in seconds.
 *
 * Lambda stamps a data point with the invocation's start and emits it at its end, so a failure by timeout shows up
 * that much later in an old minute (Lambda developer guide, "Viewing metrics"), although both its points are there already;
 * half a minute more covers CloudWatch. A point that is later still is missing, and its minute is not used before it has
 * come. Beyond two minutes waiting would cost more bad requests than it saves: a half-arrived minute cannot convict alone,
 * every poll judges all minutes afresh, and what arrives later still counts.
 */
export function settleMsFor(timeoutSeconds: number): number {
  const lateness = Number.isFinite(timeoutSeconds) ? Math.max(0, timeoutSeconds) : MAX_LATENESS_SECONDS;
  return Math.min(lateness, MAX_LATENESS_SECONDS) * 1000 + PIPELINE_MS;
}

/** What one version did in one minute. */
export interface CountedSide {
  readonly invocations: number;
  readonly errors: number;
  /** Requests that took longer than 90 and 99 % of stable's did before the rollout, where the judge counts them. */
  readonly slow?: {readonly p90?: number; readonly p99?: number};
  /** Durations, milliseconds, where CloudWatch gives percentiles instead of counts. */
  readonly p50Ms?: number;
  readonly p90Ms?: number;
}

/** A settled minute of a rollout as the judge read it; a side is absent when it had no requests, or when not all of its counts are there. */
export interface CountedMinute {
  /** Its start, epoch milliseconds. */
  readonly minuteMs: number;
  readonly stable?: CountedSide;
  readonly candidate?: CountedSide;
}

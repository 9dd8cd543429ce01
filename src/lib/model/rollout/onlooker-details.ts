/** One version's calls over a few minutes; a percentile is absent where CloudWatch has none. */
export interface VersionLoad {
  readonly perMinute: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/** What only a person who watches a rollout wants to know: nothing is decided by it, and none of it is in an event. */
export interface OnlookerDetails {
  /** Of the newest minutes of the step, so many. */
  readonly load?: {readonly minutes: number; readonly stable?: VersionLoad; readonly candidate?: VersionLoad};
  /** Who made the commits of both versions, as far as the repository of the working folder has them. */
  readonly authors?: {readonly stable?: string; readonly candidate?: string};
}

/** Time as execute/ sees it, so that an hour's rollout runs in milliseconds under test. */
export interface Clock {
  /** How many times as fast as the wall it runs; absent for 1. Only beside a sandbox. */
  readonly speed?: number;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is aborted; it never rejects: look at the signal afterwards. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

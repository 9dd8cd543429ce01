export interface PeakQuery {
  readonly functionNames: readonly string[];
  /** Epoch milliseconds, start inclusive, end exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The most executions there were at one time. A function or account without traffic has no entry. */
export interface ConcurrencyPeaks {
  readonly account?: number;
  readonly byFunction: ReadonlyMap<string, number>;
}

/** `ConcurrentExecutions` (Maximum) of functions and of the account. Throws AwsError. */
export interface ConcurrencyMetricsPort {
  readPeaks(query: PeakQuery, signal?: AbortSignal): Promise<ConcurrencyPeaks>;
}

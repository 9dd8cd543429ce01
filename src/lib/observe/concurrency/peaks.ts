import {AwsError} from '../../errors.js';
import {DAY_MS, HOUR_MS} from '../../model/duration.js';
import type {Clock} from '../../ports/clock.js';
import type {ConcurrencyMetricsPort, ConcurrencyPeaks} from '../../ports/concurrency-metrics.js';

/** The peaks of the last day, or why nobody can tell. */
export type ObservedPeaks = ConcurrencyPeaks | {readonly unreadable: string};

/**
 * Reads the most concurrent executions of the last 24 hours, of these functions and of the account. They are beside the
 * point of every command that shows them: what AWS says against reading them is returned, not thrown.
 */
export async function observePeaks(
  deps: {readonly concurrencyMetrics: ConcurrencyMetricsPort; readonly clock: Clock},
  functionNames: readonly string[],
  signal?: AbortSignal,
): Promise<ObservedPeaks> {
  // CloudWatch aligns periods of an hour to whole hours: a start within one would lose a part of it.
  const toMs = Math.ceil(deps.clock.now() / HOUR_MS) * HOUR_MS;
  try {
    return await deps.concurrencyMetrics.readPeaks({functionNames, fromMs: toMs - DAY_MS - HOUR_MS, toMs}, signal);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {unreadable: error.message};
  }
}

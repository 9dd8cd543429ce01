import {FAILURE_FILTER, type FailureCause, groupFailures} from '../../model/failure-cause.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {LogsPort} from '../../ports/logs.js';
import {observeLogLines} from './log-lines.js';
import {versionSource} from './log-source.js';

/** Lines read at the most; the first ten thousand failures say why as well as a million. */
const MOST_LINES = 10_000;
const MOST_CAUSES = 5;

/**
 * The most frequent failures that a version has logged in a time (epoch milliseconds), at most five, secrets taken out. Empty when it logged none, or nothing has been delivered yet: CloudWatch shows lines after seconds, sometimes
 * minutes. Throws AwsError.
 */
export async function observeFailureCauses(
  deps: {readonly logs: LogsPort},
  version: FunctionConfiguration,
  {fromMs, toMs}: {readonly fromMs: number; readonly toMs: number},
  signal?: AbortSignal,
): Promise<readonly FailureCause[]> {
  const window = {fromMs, toMs, filterPattern: FAILURE_FILTER, most: MOST_LINES};
  const lines = await observeLogLines(deps, [versionSource(version)], window, signal);
  return groupFailures(
    (lines ?? []).map(({message}) => message),
    MOST_CAUSES,
  );
}

import {FAILURE_FILTER, type FailureCause, groupFailures} from '../../model/failure-cause.js';
import type {Version} from '../../model/versions/version.js';
import type {Clock} from '../../ports/clock.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {LogsPort} from '../../ports/logs.js';
import {observeLogLines} from './log-lines.js';
import {versionSource} from './log-source.js';

/** Lines read at the most; the first ten thousand failures say why as well as a million. */
const MOST_LINES = 10_000;
const MOST_CAUSES = 5;

interface FailureDeps {
  readonly functions: FunctionsPort;
  readonly logs: LogsPort;
  readonly clock: Clock;
}

/**
 * The most frequent failures that a version has logged since `sinceMs` (epoch milliseconds), at most five, secrets taken
 * out. Empty when it logged none, or nothing has been delivered yet: CloudWatch shows lines after seconds, sometimes
 * minutes. Throws AwsError.
 */
export async function observeFailureCauses(
  deps: FailureDeps,
  {
    functionName,
    version,
    sinceMs,
  }: {readonly functionName: string; readonly version: Version; readonly sinceMs: number},
  signal?: AbortSignal,
): Promise<readonly FailureCause[]> {
  const configuration = await deps.functions.getFunction(functionName, version, signal);
  if (configuration === undefined) return [];
  const window = {fromMs: sinceMs, toMs: deps.clock.now(), filterPattern: FAILURE_FILTER, most: MOST_LINES};
  const lines = await observeLogLines(deps, [versionSource(configuration)], window, signal);
  return groupFailures(
    (lines ?? []).map(({message}) => message),
    MOST_CAUSES,
  );
}

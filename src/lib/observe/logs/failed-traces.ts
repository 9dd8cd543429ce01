import type {FailedTrace} from '../../model/failed-trace.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {TracesPort} from '../../ports/traces.js';

const MOST_TRACES = 3;
/** A longer span may be refused; what failed last says why as well. */
const LONGEST_MS = 6 * 3_600_000;

/**
 * Up to three requests that failed in a version in a time (epoch milliseconds; of more than six hours the last six), the
 * newest first, secrets taken out. Empty when none was traced, has arrived yet, or says which version it ran in. Throws
 * AwsError.
 */
export function observeFailedTraces(
  {traces}: {readonly traces: TracesPort},
  {functionName, arn, version, environment}: FunctionConfiguration,
  {fromMs, toMs}: {readonly fromMs: number; readonly toMs: number},
  signal?: AbortSignal,
): Promise<readonly FailedTrace[]> {
  const window = {fromMs: Math.max(fromMs, toMs - LONGEST_MS), toMs, most: MOST_TRACES};
  const about = {functionName, functionArn: arn, version, secrets: Object.values(environment)};
  return traces.readFailedTraces({...about, ...window}, signal);
}

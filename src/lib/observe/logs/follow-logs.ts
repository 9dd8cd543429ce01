import {AwsError} from '../../errors.js';
import type {AwsErrorCode} from '../../ports/aws-error-code.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {LogsPort} from '../../ports/logs.js';
import {observeLogLines, type VersionLine} from './log-lines.js';
import type {LogSource} from './log-source.js';

const POLL_MS = 2_000;
/** Lines arrive after they were stamped: that much of the past is read again at every poll … */
const LATE_MS = 60_000;
/** … and that much once in so long, for the quota is five requests a second in some regions (CloudWatch Logs quotas). */
const VERY_LATE_MS = 900_000;
const LOOK_BACK_EVERY_MS = 60_000;
/** What passes: the next poll may get through. */
const PASSING: ReadonlySet<string> = new Set<AwsErrorCode>(['THROTTLED', 'NETWORK', 'TIMEOUT', 'AWS_INTERNAL']);

interface FollowDeps {
  readonly logs: LogsPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/**
 * New lines of the sources as they are delivered, each once, from `fromMs` (epoch milliseconds) on, until the signal is
 * aborted. A line that comes more than a quarter of an hour after it was stamped is lost. Every poll yields, also with nothing, so that the caller can stop. Throws AwsError, but not for a passing
 * failure, which is a warning.
 */
export async function* followLogs(
  {logs, clock, events}: FollowDeps,
  sources: readonly LogSource[],
  {fromMs, filterPattern}: {readonly fromMs: number; readonly filterPattern?: string},
  signal: AbortSignal,
): AsyncGenerator<readonly VersionLine[]> {
  const seen = new Map<string, number>();
  let sinceMs = fromMs;
  let lookedBackMs = clock.now();
  while (!signal.aborted) {
    const toMs = clock.now();
    try {
      const window = {fromMs: sinceMs, toMs, ...(filterPattern !== undefined && {filterPattern})};
      const lines = (await observeLogLines({logs}, sources, window, signal)) ?? [];
      const fresh = lines.filter(({id}) => !seen.has(id));
      for (const {id, timeMs} of fresh) seen.set(id, timeMs);
      yield fresh;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof AwsError && PASSING.has(error.code))) throw error;
      events.emit({type: 'warning', code: 'LOGS_UNREAD', message: `Not read this time: ${error.message}`});
      await clock.sleep(POLL_MS, signal);
      continue;
    }
    const isTime = clock.now() - lookedBackMs >= LOOK_BACK_EVERY_MS;
    if (isTime) lookedBackMs = clock.now();
    sinceMs = Math.max(fromMs, toMs - (isTime ? VERY_LATE_MS : LATE_MS));
    for (const [id, timeMs] of seen) if (timeMs < toMs - VERY_LATE_MS) seen.delete(id);
    await clock.sleep(POLL_MS, signal);
  }
}

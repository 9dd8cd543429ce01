import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {requireGroup} from './groups.js';
import type {LogStore} from './log-store.js';
import {invalidParameter, streamNotFound} from './logs-error.js';
import {parseLogsInput} from './read-events.js';

const inputSchema = z.object({
  logGroupName: z.string(),
  logStreamName: z.string(),
  logEvents: z.array(z.object({timestamp: z.number(), message: z.string().min(1)})),
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
// What each event counts besides its message (CloudWatch Logs API reference, PutLogEvents).
const EVENT_BYTES = 26;

/**
 * PutLogEvents: up to 10,000 events and 1 MB, in the order of time, within 24 hours. Those too old, older than the
 * retention, or more than two hours ahead are left out, and told in rejectedLogEventsInfo. Throws JsonServiceError.
 */
export function putLogEvents(store: LogStore, clock: SandboxClock, input: unknown) {
  const {logGroupName, logStreamName, logEvents} = parseLogsInput(inputSchema, input);
  const group = requireGroup(store, logGroupName);
  const stream = group.streams.get(logStreamName);
  if (!stream) throw streamNotFound();
  checkBatch(logEvents);
  const nowMs = clock.now();
  const oldestMs = nowMs - 14 * DAY_MS;
  const keptMs = group.retentionDays === undefined ? 0 : nowMs - group.retentionDays * DAY_MS;
  // The batch is in the order of time: what is too old comes first, what is too new last.
  const expired = logEvents.filter(({timestamp}) => timestamp < keptMs && keptMs > oldestMs).length;
  const old = logEvents.filter(({timestamp}) => timestamp < oldestMs).length;
  const newFrom = logEvents.findIndex(({timestamp}) => timestamp > nowMs + 2 * HOUR_MS);
  const accepted = logEvents.slice(Math.max(expired, old), newFrom < 0 ? undefined : newFrom);
  store.put(
    group,
    stream,
    accepted.map(({timestamp: timestampMs, message}) => ({timestampMs, message})),
  );
  const rejected = {
    ...(newFrom >= 0 && {tooNewLogEventStartIndex: newFrom}),
    ...(old > 0 && {tooOldLogEventEndIndex: old}),
    ...(expired > 0 && {expiredLogEventEndIndex: expired}),
  };
  return {
    // Kept in the answer, and of no use since 2023.
    nextSequenceToken: String(nowMs).padStart(56, '0'),
    ...(Object.keys(rejected).length > 0 ? {rejectedLogEventsInfo: rejected} : {}),
  };
}

function checkBatch(events: z.output<typeof inputSchema>['logEvents']): void {
  if (events.length === 0 || events.length > MAX_EVENTS) {
    const bound = events.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_EVENTS}`;
    throw invalidParameter(
      `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  const bytes = events.reduce((total, {message}) => total + Buffer.byteLength(message) + EVENT_BYTES, 0);
  if (bytes > MAX_BYTES) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
  for (const [index, {timestamp}] of events.entries()) {
    if (timestamp < (events[index - 1]?.timestamp ?? 0)) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
  }
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > DAY_MS) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

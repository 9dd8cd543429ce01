/** One kind of failure of a version, with how often it was logged. */
export interface FailureCause {
  /** The first line of the first message of its kind: `TypeError: Cannot read properties of undefined`. */
  readonly message: string;
  readonly count: number;
  /** Of one request that failed so, when the line names one. */
  readonly requestId?: string;
}

/** A failure as one log line tells it. */
interface LoggedFailure {
  readonly message: string;
  readonly requestId?: string;
  /** The invocation itself failed; otherwise the code only logged an error, and may have answered well. */
  readonly isFatal: boolean;
}

/**
 * What finds every line that toFailure understands, in CloudWatch's filter syntax (one of the terms is enough), so that
 * the other lines are not sent.
 */
export const FAILURE_FILTER = '?ERROR ?FATAL ?CRITICAL ?timeout ?"timed out" ?exited ?errorType';

const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i;
const LONGEST_MESSAGE = 200;

/**
 * The most frequent failures among log messages, invocations that failed before errors that were only logged. Messages
 * that differ in numbers and ids only are one failure; one request counts once for each.
 */
export function groupFailures(messages: Iterable<string>, most: number): readonly FailureCause[] {
  const groups = new Map<string, {first: LoggedFailure; count: number; requests: Set<string>}>();
  for (const message of messages) {
    const failure = toFailure(message);
    if (failure === undefined) continue;
    const key = `${failure.isFatal} ${kindOf(failure.message)}`;
    const group = groups.get(key) ?? {first: failure, count: 0, requests: new Set<string>()};
    groups.set(key, group);
    if (failure.requestId !== undefined && group.requests.has(failure.requestId)) continue;
    if (failure.requestId !== undefined) group.requests.add(failure.requestId);
    group.count += 1;
  }
  return [...groups.values()]
    .sort((a, b) => Number(b.first.isFatal) - Number(a.first.isFatal) || b.count - a.count)
    .slice(0, most)
    .map(({first: {message, requestId}, count}) => ({message, count, ...(requestId !== undefined && {requestId})}));
}

/** `412 × TypeError: x is undefined (request 3f2a…)`. */
export function formatFailureCause({message, count, requestId}: FailureCause): string {
  return `${count} × ${message}${requestId === undefined ? '' : ` (request ${requestId})`}`;
}

/** Reads one message, in Lambda's text format or its JSON format; `undefined` when it tells of no failure. */
export function toFailure(message: string): LoggedFailure | undefined {
  const text = message.trim();
  const json = text.startsWith('{') ? parseObject(text) : undefined;
  return json ? fromJson(json) : fromText(text);
}

function fromText(text: string): LoggedFailure | undefined {
  if (/^(START|END|REPORT|INIT_START|INIT_REPORT|EXTENSION|TELEMETRY|XRAY) /.test(text)) return undefined;
  const requestId = ID.exec(text)?.[0];
  const timeout = /Task timed out after [\d.]+ seconds/.exec(text)?.[0];
  if (timeout !== undefined) return failure(timeout, requestId, true);
  // Node.js: time, request, level and message between tabs, and what nobody caught as JSON.
  const [, thrown] =
    /\tERROR\t(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s*(\{.*)$/s.exec(text) ?? [];
  const error = thrown === undefined ? undefined : parseObject(thrown);
  if (error) return failure(thrownText(error), requestId, true);
  // Python: what nobody caught has no time and no request in front, what a logger wrote has both.
  const [, python] = /^\[ERROR\] (?!\d{4}-)(.+)/s.exec(text) ?? [];
  if (python !== undefined) return failure(python, requestId, true);
  const [, platform] = /^RequestId: \S+ (Error: .+|Process exited .+)$/s.exec(text) ?? [];
  if (platform !== undefined) return failure(platform, requestId, true);
  const [, logged] = /(?:^|\t)\[?(?:ERROR|FATAL|CRITICAL)\]?\t(.+)$/s.exec(text) ?? [];
  if (logged === undefined) return undefined;
  return failure(logged.replace(/^\S+Z\t[0-9a-f-]{36}\t/, ''), requestId, false);
}

function fromJson(line: Readonly<Record<string, unknown>>): LoggedFailure | undefined {
  const record = objectOf(line.record);
  if (line.type === 'platform.report' && record?.status === 'timeout') {
    const durationMs = Number(objectOf(record.metrics)?.durationMs ?? 0);
    return failure(`Task timed out after ${(durationMs / 1000).toFixed(2)} seconds`, textOf(record.requestId), true);
  }
  if (typeof line.type === 'string' && line.type.startsWith('platform.')) return undefined;
  const requestId = textOf(line.requestId) ?? textOf(line.AWSRequestId);
  const nested = objectOf(line.message) ?? line;
  // The runtimes write errorType and a stack of what nobody caught; Powertools and loggers write their own.
  if (textOf(nested.errorType) !== undefined) return failure(thrownText(nested), requestId, true);
  if (!/^(ERROR|FATAL|CRITICAL)$/i.test(textOf(line.level) ?? '')) return undefined;
  return failure(
    textOf(line.message) ?? textOf(line.errorMessage) ?? JSON.stringify(line.message ?? line),
    requestId,
    false,
  );
}

function thrownText(error: Readonly<Record<string, unknown>>): string {
  const type = textOf(error.errorType) ?? 'Error';
  const message = textOf(error.errorMessage) ?? '';
  return message === '' ? type : `${type}: ${message}`;
}

function failure(message: string, requestId: string | undefined, isFatal: boolean): LoggedFailure {
  const [line = ''] = message.trim().split(/[\r\n]/);
  const cut = line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
  return {message: cut.trim(), isFatal, ...(requestId !== undefined && {requestId})};
}

/** The message without what differs from one request to the next. */
function kindOf(message: string): string {
  return message
    .replace(new RegExp(ID, 'gi'), '#')
    .replace(/\b[0-9a-f]{12,}\b/gi, '#')
    .replace(/\d+([.:]\d+)*/g, '#');
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    // Not JSON after all: a line that only begins like it.
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

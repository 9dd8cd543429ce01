import * as z from 'zod';
import {firstViolation} from '../constraints/first-violation.js';
import {JsonServiceError} from '../json-service.js';
import {parseFilterPattern} from './filter-pattern.js';
import type {LogEvent, LogStore} from './log-store.js';
import {groupNotFound, invalidParameter} from './logs-error.js';

const MAX_EVENTS = 10_000;
const limit = z.int().min(1).max(MAX_EVENTS).default(MAX_EVENTS);

const window = {
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  nextToken: z.string().optional(),
  limit,
};
const filterSchema = z.object({
  ...window,
  logStreamNames: z.array(z.string()).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  filterPattern: z.string().max(1024).default(''),
  startFromHead: z.boolean().default(true),
});
const getSchema = z.object({...window, logStreamName: z.string(), startFromHead: z.boolean().default(false)});

/** Checks an operation's input. Throws JsonServiceError InvalidParameterException. */
export function parseLogsInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidParameter(firstViolation(parsed.error, input));
}

/** The group a request names, by name or by ARN. */
export function groupName(request: {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}): string {
  const name = request.logGroupName ?? request.logGroupIdentifier?.replace(/^arn:[^:]*:logs:[^:]*:\d+:log-group:/, '');
  if (!name) throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier is required.');
  return name.replace(/:\*$/, '');
}

/** FilterLogEvents: events of all chosen streams in the order of time; startTime and endTime are inclusive milliseconds. */
export function filterLogEvents(store: LogStore, input: unknown) {
  const request = parseLogsInput(filterSchema, input);
  if (request.logStreamNames && request.logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix cannot be used together.');
  }
  const matches = parseFilterPattern(request.filterPattern);
  const events = (store.events(groupName(request)) ?? missing())
    .filter((event) => isWithin(event, request) && matches(event.message))
    .filter((event) => request.logStreamNames?.includes(event.stream) ?? true)
    .filter((event) => event.stream.startsWith(request.logStreamNamePrefix ?? ''));
  if (!request.startFromHead) events.reverse();
  const from = positionAfter(events, parseToken(request.nextToken));
  const page = events.slice(from, from + request.limit);
  const last = page.at(-1);
  return {
    events: page.map((event) => ({
      logStreamName: event.stream,
      ...toOutput(event),
      eventId: String(event.sequence).padStart(56, '0'),
    })),
    // AWS has left this empty since 2020.
    searchedLogStreams: [],
    ...(last && from + page.length < events.length ? {nextToken: `f/${last.sequence}`} : {}),
  };
}

/** GetLogEvents of one stream. The same token comes back once the end is reached, as AWS does; there is always one. */
export function getLogEvents(store: LogStore, input: unknown) {
  const request = parseLogsInput(getSchema, input);
  const group = groupName(request);
  const all = store.events(group) ?? missing();
  if (!store.streams(group)?.some((stream) => stream.name === request.logStreamName)) {
    throw new JsonServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  const events = all.filter((event) => event.stream === request.logStreamName && isWithin(event, request));
  const after = parseToken(request.nextToken);
  const place = after === undefined ? -1 : events.findIndex((event) => event.sequence === after);
  const {limit: count} = request;
  let page: readonly LogEvent[];
  if (request.nextToken?.startsWith('b/')) page = events.slice(Math.max(0, place - count), Math.max(0, place));
  else if (after !== undefined) page = events.slice(place + 1, place + 1 + count);
  else page = request.startFromHead ? events.slice(0, count) : events.slice(-count);
  return {
    events: page.map(toOutput),
    nextForwardToken: `f/${page.at(-1)?.sequence ?? after ?? 0}`,
    nextBackwardToken: `b/${page[0]?.sequence ?? after ?? 0}`,
  };
}

function isWithin(
  event: LogEvent,
  {startTime, endTime}: {startTime?: number | undefined; endTime?: number | undefined},
) {
  return event.timestampMs >= (startTime ?? 0) && event.timestampMs <= (endTime ?? Number.POSITIVE_INFINITY);
}

/** Behind the event a token names; at the beginning when it is forgotten by now, for then all before it is. */
function positionAfter(events: readonly LogEvent[], after: number | undefined): number {
  return after === undefined ? 0 : events.findIndex((event) => event.sequence === after) + 1;
}

function parseToken(token: string | undefined): number | undefined {
  if (token === undefined) return undefined;
  const sequence = /^[fb]\/(\d{1,15})$/.exec(token)?.[1];
  if (sequence === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return Number(sequence);
}

function toOutput(event: LogEvent) {
  return {timestamp: event.timestampMs, message: event.message, ingestionTime: event.ingestionMs};
}

function missing(): never {
  throw groupNotFound();
}

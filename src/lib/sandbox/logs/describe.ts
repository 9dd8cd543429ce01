import * as z from 'zod';
import {arnOf, type Place} from '../place.js';
import type {LogStore} from './log-store.js';
import {groupNotFound, invalidParameter} from './logs-error.js';
import type {MetricFilters} from './metric-filters.js';
import {groupName, parseLogsInput} from './read-events.js';

const PAGE = 50;
const limit = z.int().min(1).max(PAGE).default(PAGE);

const groupsSchema = z.object({
  logGroupNamePrefix: z.string().optional(),
  logGroupNamePattern: z.string().optional(),
  logGroupClass: z.string().optional(),
  nextToken: z.string().optional(),
  limit,
});
const streamsSchema = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNamePrefix: z.string().optional(),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
  nextToken: z.string().optional(),
  limit,
});

/** DescribeLogGroups, by the beginning of their names or by a part of them, not both. */
export function describeLogGroups(
  store: LogStore,
  filters: Pick<MetricFilters, 'countOf'>,
  place: Place,
  input: unknown,
) {
  const request = parseLogsInput(groupsSchema, input);
  const {logGroupNamePrefix: prefix, logGroupNamePattern: part, logGroupClass} = request;
  if (prefix !== undefined && part !== undefined) {
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  }
  const found = store
    .groups()
    .filter(({name}) => name.startsWith(prefix ?? '') && name.includes(part ?? ''))
    .filter((group) => logGroupClass === undefined || group.class === logGroupClass);
  const {page, nextToken} = paged(found, request);
  return {
    logGroups: page.map((group) => {
      const logGroupArn = arnOf(place, 'logs', `log-group:${group.name}`);
      return {
        logGroupName: group.name,
        creationTime: group.createdMs,
        retentionInDays: group.retentionDays,
        metricFilterCount: filters.countOf(group.name),
        storedBytes: 0,
        logGroupClass: group.class,
        logGroupArn,
        arn: `${logGroupArn}:*`,
      };
    }),
    ...nextToken,
  };
}

/** DescribeLogStreams, by name or by the time of the last event; no prefix in the latter case, as AWS has it. */
export function describeLogStreams(store: LogStore, place: Place, input: unknown) {
  const request = parseLogsInput(streamsSchema, input);
  if (request.orderBy === 'LastEventTime' && request.logStreamNamePrefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const group = groupName(request);
  const found = store.streams(group, request.logStreamNamePrefix);
  if (!found) throw groupNotFound();
  const streams = [...found];
  if (request.orderBy === 'LastEventTime') streams.sort((a, b) => (a.lastEventMs ?? 0) - (b.lastEventMs ?? 0));
  if (request.descending) streams.reverse();
  const {page, nextToken} = paged(streams, request);
  return {
    logStreams: page.map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.createdMs,
      firstEventTimestamp: stream.firstEventMs,
      lastEventTimestamp: stream.lastEventMs,
      lastIngestionTime: stream.lastIngestionMs,
      arn: arnOf(place, 'logs', `log-group:${group}:log-stream:${stream.name}`),
      storedBytes: 0,
    })),
    ...nextToken,
  };
}

function paged<T>(all: readonly T[], request: {nextToken?: string | undefined; limit: number}) {
  const from = request.nextToken === undefined ? 0 : Number(request.nextToken);
  if (!Number.isSafeInteger(from) || from < 0) throw invalidParameter('The specified nextToken is invalid.');
  const page = all.slice(from, from + request.limit);
  const next = from + page.length;
  return {page, nextToken: next < all.length ? {nextToken: String(next)} : {}};
}

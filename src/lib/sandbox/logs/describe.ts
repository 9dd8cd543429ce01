import * as z from 'zod';
import type {LogStore} from './log-store.js';
import {groupNotFound, invalidParameter} from './logs-error.js';
import {groupName, parseLogsInput} from './read-events.js';

const PAGE = 50;
const limit = z.int().min(1).max(PAGE).default(PAGE);

const groupsSchema = z.object({logGroupNamePrefix: z.string().optional(), nextToken: z.string().optional(), limit});
const streamsSchema = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNamePrefix: z.string().optional(),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
  nextToken: z.string().optional(),
  limit,
});

/** DescribeLogGroups, by name. */
export function describeLogGroups(store: LogStore, region: string, input: unknown) {
  const request = parseLogsInput(groupsSchema, input);
  const {page, nextToken} = paged(store.groups(request.logGroupNamePrefix), request);
  return {
    logGroups: page.map((group) => {
      const logGroupArn = `arn:aws:logs:${region}:000000000000:log-group:${group.name}`;
      return {logGroupName: group.name, creationTime: group.createdMs, logGroupArn, arn: `${logGroupArn}:*`};
    }),
    ...nextToken,
  };
}

/** DescribeLogStreams, by name or by the time of the last event; no prefix in the latter case, as AWS has it. */
export function describeLogStreams(store: LogStore, region: string, input: unknown) {
  const request = parseLogsInput(streamsSchema, input);
  if (request.orderBy === 'LastEventTime' && request.logStreamNamePrefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const group = groupName(request);
  const found = store.streams(group, request.logStreamNamePrefix);
  if (!found) throw groupNotFound();
  const streams = [...found];
  if (request.orderBy === 'LastEventTime') streams.sort((a, b) => a.lastEventMs - b.lastEventMs);
  if (request.descending) streams.reverse();
  const {page, nextToken} = paged(streams, request);
  return {
    logStreams: page.map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.createdMs,
      firstEventTimestamp: stream.firstEventMs,
      lastEventTimestamp: stream.lastEventMs,
      lastIngestionTime: stream.lastEventMs,
      arn: `arn:aws:logs:${region}:000000000000:log-group:${group}:log-stream:${stream.name}`,
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

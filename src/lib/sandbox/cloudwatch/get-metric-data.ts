import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {integer, parseInput, timestamp} from './input.js';
import {MetricQueries, type QueryResult, querySchema} from './metric-queries.js';
import type {MetricsStore} from './metrics-store.js';
import {formatPageToken, parsePageToken} from './page-token.js';
import {validationError} from './service-error.js';

const MAX_DATAPOINTS = 100_800;

const inputSchema = z.object({
  MetricDataQueries: z.array(querySchema).min(1).max(500),
  StartTime: timestamp,
  EndTime: timestamp,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: integer.pipe(z.number().min(1).max(MAX_DATAPOINTS)).default(MAX_DATAPOINTS),
});

type Input = z.output<typeof inputSchema>;

/**
 * GetMetricData over metrics and metric math. Results are sparse, newest first unless asked otherwise, and paged by
 * MaxDatapoints. Throws CloudWatchError.
 */
export function getMetricData(store: MetricsStore, clock: SandboxClock, input: unknown) {
  const request = parseInput(inputSchema, input);
  if (request.StartTime >= request.EndTime) {
    throw validationError('The parameter EndTime must be greater than StartTime.');
  }
  const window = {fromMs: request.StartTime, toMs: request.EndTime};
  const results = new MetricQueries(store, clock, request.MetricDataQueries, window).results();
  return page(
    request.ScanBy === 'TimestampAscending'
      ? results
      : results.map((result) => ({...result, points: result.points.toReversed()})),
    request,
  );
}

function page(series: readonly QueryResult[], request: Input) {
  const [first = 0, skip = 0] = parsePageToken(request.NextToken, 2);
  const results = [];
  let room = request.MaxDatapoints;
  for (const [index, {id, label, points}] of series.entries()) {
    if (index < first) continue;
    const from = index === first ? skip : 0;
    const taken = points.slice(from, from + room);
    room -= taken.length;
    const rest = points.length - from - taken.length;
    results.push({
      Id: id,
      Label: label,
      Timestamps: taken.map((point) => new Date(point.timestampMs)),
      Values: taken.map((point) => point.value),
      StatusCode: rest > 0 ? 'PartialData' : 'Complete',
    });
    if (rest > 0)
      return {MetricDataResults: results, NextToken: formatPageToken(index, from + taken.length), Messages: []};
    if (room === 0 && index + 1 < series.length) {
      return {MetricDataResults: results, NextToken: formatPageToken(index + 1, 0), Messages: []};
    }
  }
  return {MetricDataResults: results, Messages: []};
}

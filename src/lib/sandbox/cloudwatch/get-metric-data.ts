import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {datapoints} from './datapoints.js';
import {dimensions, flag, integer, parseInput, timestamp} from './input.js';
import type {MetricsStore} from './metrics-store.js';
import {formatPageToken, parsePageToken} from './page-token.js';
import {validationError} from './service-error.js';
import {parseStatistic} from './statistic.js';

const MAX_DATAPOINTS = 100_800;

const querySchema = z.object({
  Id: z.string().regex(/^[a-z]\w{0,254}$/, 'must begin with a lowercase letter, then letters, digits and underscores'),
  Label: z.string().optional(),
  ReturnData: flag.default(true),
  Expression: z.string().optional(),
  MetricStat: z
    .object({
      Metric: z.object({Namespace: z.string().min(1), MetricName: z.string().min(1), Dimensions: dimensions}),
      Period: integer,
      Stat: z.string().min(1),
      Unit: z.string().optional(),
    })
    .optional(),
});

const inputSchema = z.object({
  MetricDataQueries: z.array(querySchema).min(1).max(500),
  StartTime: timestamp,
  EndTime: timestamp,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: integer.pipe(z.number().min(1).max(MAX_DATAPOINTS)).default(MAX_DATAPOINTS),
});

type Input = z.output<typeof inputSchema>;
type Query = z.output<typeof querySchema>;

/**
 * GetMetricData over MetricStat queries; Expression is refused, the sandbox has no metric math. Results are sparse, newest
 * first unless asked otherwise, and paged by MaxDatapoints. Throws CloudWatchError.
 */
export function getMetricData(store: MetricsStore, clock: SandboxClock, input: unknown) {
  const request = parseInput(inputSchema, input);
  const ids = new Set(request.MetricDataQueries.map((query) => query.Id));
  if (ids.size < request.MetricDataQueries.length) {
    throw validationError('The values for parameter id in MetricDataQueries are not unique.');
  }
  const series = request.MetricDataQueries.map((query) => evaluate(store, clock, request, query));
  return page(
    series.filter((_, index) => request.MetricDataQueries[index]?.ReturnData),
    request,
  );
}

interface Evaluated {
  readonly id: string;
  readonly label: string;
  readonly points: readonly {readonly timestampMs: number; readonly value: number}[];
}

function evaluate(store: MetricsStore, clock: SandboxClock, request: Input, query: Query): Evaluated {
  const {MetricStat: metricStat, Expression: expression} = query;
  if (expression !== undefined) {
    throw validationError(`The sandbox evaluates no expressions: query ${query.Id} must be a MetricStat.`);
  }
  if (!metricStat) throw validationError(`Query ${query.Id} must have either Expression or MetricStat.`);
  const statistic = parseStatistic(metricStat.Stat);
  if (!statistic) throw validationError(`The sandbox does not know the statistic ${metricStat.Stat}.`);
  const {Namespace: namespace, MetricName: metricName, Dimensions} = metricStat.Metric;
  const found = datapoints(
    store,
    clock,
    {namespace, metricName, dimensions: Dimensions},
    {
      fromMs: request.StartTime,
      toMs: request.EndTime,
      periodSeconds: metricStat.Period,
      unit: metricStat.Unit,
    },
  );
  const points = found.flatMap(({timestampMs, bucket}) => {
    const value = statistic(bucket);
    return value === undefined ? [] : [{timestampMs, value}];
  });
  if (request.ScanBy === 'TimestampDescending') points.reverse();
  return {id: query.Id, label: query.Label ?? metricName, points};
}

function page(series: readonly Evaluated[], request: Input) {
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

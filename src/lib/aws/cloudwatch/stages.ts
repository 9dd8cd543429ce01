import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import {stageName, type WatchedStage} from '../../analysis/settings.js';
import type {StageReading} from '../../analysis/signal-readings.js';
import type {TimeSpan} from '../../ports/signals.js';
import type {Series} from './metric-data.js';
import {metricQuery} from './metric-query.js';

/**
 * API Gateway counts a REST API's requests under its name, without what is not ASCII in it, and an HTTP API's under its id
 * (API Gateway Developer Guide, "dimensions and metrics" and "metrics for HTTP APIs").
 */
const METRICS = {
  REST: {apiDimension: 'ApiName', serverErrors: '5XXError'},
  HTTP: {apiDimension: 'ApiId', serverErrors: '5xx'},
} as const;

type Read = (queries: readonly MetricDataQuery[], span: TimeSpan) => Promise<Series>;

/** Requests and server errors of every stage by the minute, in that order; minutes without a request are left out. Throws AwsError. */
export async function readStages(
  read: Read,
  stages: readonly WatchedStage[],
  span: TimeSpan,
): Promise<readonly StageReading[]> {
  const series = await read(stages.flatMap(toQueries), span);
  return stages.map((stage, index) => {
    const serverErrors = series.get(idOf('errors', index));
    const requests = [...(series.get(idOf('requests', index)) ?? [])].sort(([a], [b]) => a - b);
    return {
      name: stageName(stage),
      minutes: requests.map(([minuteMs, count]) => ({
        ...{minuteMs, requests: count},
        serverErrors: Math.min(count, serverErrors?.get(minuteMs) ?? 0),
      })),
    };
  });
}

function toQueries({kind, api, stage}: WatchedStage, index: number): MetricDataQuery[] {
  const {apiDimension, serverErrors} = METRICS[kind];
  const dimensions = {[apiDimension]: kind === 'REST' ? ascii(api) : api, Stage: stage};
  const query = (what: What, metric: string, stat: 'Sum' | 'SampleCount') =>
    metricQuery(idOf(what, index), {namespace: 'AWS/ApiGateway', metric, dimensions, stat, periodSeconds: 60});
  // The number of requests is the count of samples of Count (same page).
  return [query('requests', 'Count', 'SampleCount'), query('errors', serverErrors, 'Sum')];
}

function ascii(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every character of ASCII stays.
  return name.replace(/[^\x00-\x7F]/g, '');
}

type What = 'requests' | 'errors';

function idOf(what: What, index: number): string {
  return `${what}_${index}`;
}

import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import {stageName, type WatchedMetric, type WatchedStage} from '../../analysis/settings.js';
import type {
  AlarmReading,
  EventMinute,
  LatencyMinutes,
  MetricReading,
  PairReading,
  SlowThresholds,
  StageReading,
} from '../../analysis/signal-readings.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {Clock} from '../../ports/clock.js';
import type {SignalsPort, TimeSpan} from '../../ports/signals.js';
import type {AwsClients} from '../clients.js';
import {readAlarms} from './alarms.js';
import {readLatency, readThresholds} from './latency.js';
import {readMetricData, type Series} from './metric-data.js';
import {metricQuery} from './metric-query.js';
import {readPairs} from './pairs.js';
import {readStages} from './stages.js';

const EVENT_METRICS = ['AsyncEventsReceived', 'AsyncEventsDropped', 'DeadLetterErrors'] as const;

/** What CloudWatch knows beside invocations and errors: durations, asynchronous events, alarms and any metric. */
export class CloudWatchSignals implements SignalsPort {
  readonly #clients: AwsClients;
  readonly #clock: Clock;

  constructor(clients: AwsClients, clock: Clock) {
    this.#clients = clients;
    this.#clock = clock;
  }

  readThresholds(query: Parameters<SignalsPort['readThresholds']>[0], signal?: AbortSignal): Promise<SlowThresholds> {
    return readThresholds((queries, span) => this.#read(queries, span, formatAliasRef(query), signal), query);
  }

  readLatency(query: Parameters<SignalsPort['readLatency']>[0], signal?: AbortSignal): Promise<LatencyMinutes> {
    return readLatency((queries, span) => this.#read(queries, span, formatAliasRef(query), signal), query);
  }

  async readEvents(
    {functionName, ...span}: Parameters<SignalsPort['readEvents']>[0],
    signal?: AbortSignal,
  ): Promise<readonly EventMinute[]> {
    const queries = EVENT_METRICS.map((metric) =>
      metricQuery(metric.charAt(0).toLowerCase() + metric.slice(1), {
        namespace: 'AWS/Lambda',
        metric,
        dimensions: {FunctionName: functionName},
        stat: 'Sum',
        periodSeconds: 60,
      }),
    );
    const series = await this.#read(queries, span, `function ${functionName}`, signal);
    const [received, dropped, unparked] = queries.map(({Id = ''}) => series.get(Id) ?? new Map<number, number>());
    const minutes = new Set([received, dropped, unparked].flatMap((points) => [...(points?.keys() ?? [])]));
    return [...minutes]
      .sort((a, b) => a - b)
      .map((minuteMs) => ({
        minuteMs,
        received: received?.get(minuteMs) ?? 0,
        lost: (dropped?.get(minuteMs) ?? 0) + (unparked?.get(minuteMs) ?? 0),
      }));
  }

  async readMetrics(
    metrics: readonly WatchedMetric[],
    span: TimeSpan,
    signal?: AbortSignal,
  ): Promise<readonly MetricReading[]> {
    if (metrics.length === 0) return [];
    const queries = metrics.map((metric, index) => metricQuery(`metric_${index}`, metric));
    const series = await this.#read(queries, span, `metrics ${metrics.map(({name}) => name).join(', ')}`, signal);
    return metrics.map(({name}, index) => ({
      name,
      points: [...(series.get(`metric_${index}`) ?? [])]
        .map(([atMs, value]) => ({atMs, value}))
        .sort((a, b) => a.atMs - b.atMs),
    }));
  }

  readPairs(query: Parameters<SignalsPort['readPairs']>[0], signal?: AbortSignal): Promise<readonly PairReading[]> {
    const subject = `metrics ${query.pairs.map(({name}) => name).join(', ')}`;
    return readPairs((queries, span) => this.#read(queries, span, subject, signal), query);
  }

  readStages(stages: readonly WatchedStage[], span: TimeSpan, signal?: AbortSignal): Promise<readonly StageReading[]> {
    const subject = `stages ${stages.map(stageName).join(', ')}`;
    return readStages((queries, at) => this.#read(queries, at, subject, signal), stages, span);
  }

  readAlarms(names: readonly string[], signal?: AbortSignal): Promise<readonly AlarmReading[]> {
    return readAlarms(this.#clients, names, signal);
  }

  #read(
    queries: readonly MetricDataQuery[],
    {fromMs, toMs}: TimeSpan,
    subject: string,
    signal?: AbortSignal,
  ): Promise<Series> {
    const call = {action: 'cloudwatch:GetMetricData', subject};
    const source = {clients: this.#clients, clock: this.#clock};
    return readMetricData(source, {queries, fromMs, toMs}, call, signal);
  }
}

import type {MetricDataQuery, MetricDataResult} from '@aws-sdk/client-cloudwatch';
import type {VersionMinute} from '../analysis/minute.js';
import {formatAliasRef} from '../model/function-ref.js';
import type {Clock} from '../ports/clock.js';
import type {AliasMetrics, MetricsPort, MetricsQuery} from '../ports/metrics.js';
import {type AwsCall, callAws, requestOptions} from './aws-call.js';
import type {AwsClients} from './clients.js';
import {newAwsError} from './error-mapping.js';

const PERIOD_SECONDS = 60;
/** How often a result that CloudWatch calls InternalError is asked for again, and how long to wait before. */
const MOST_ASKS = 4;
const RETRY_DELAY_MS = 1_000;

/** Sums per minute, by query id, of the results that are complete. */
type Series = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * AWS/Lambda metrics of CloudWatch. The dimension set is exactly FunctionName + Resource (fn:alias) + ExecutedVersion:
 * any other set is another metric, and asking for one that does not exist is answered with "Complete" and no points.
 */
export class CloudWatchMetrics implements MetricsPort {
  readonly #clients: AwsClients;
  readonly #clock: Clock;

  constructor(clients: AwsClients, clock: Clock) {
    this.#clients = clients;
    this.#clock = clock;
  }

  async readAliasMetrics(query: MetricsQuery, signal?: AbortSignal): Promise<AliasMetrics> {
    const call: AwsCall = {action: 'cloudwatch:GetMetricData', subject: `alias ${formatAliasRef(query)}`};
    for (let ask = 1; ; ask += 1) {
      const {series, failed} = await this.#ask(query, call, signal);
      if (failed === undefined) return toAliasMetrics(query, series);
      if (ask === MOST_ASKS) throw newAwsError('METRICS_INCOMPLETE', call, failed);
      await this.#clock.sleep(RETRY_DELAY_MS * ask, signal);
      signal?.throwIfAborted();
    }
  }

  /** One whole answer, all its pages. `failed` says which result CloudWatch could not give although it answered 200. */
  async #ask(query: MetricsQuery, call: AwsCall, signal?: AbortSignal): Promise<{series: Series; failed?: string}> {
    const {client, sdk} = await this.#clients.cloudWatch();
    const series = new Map<string, Map<number, number>>();
    const status = new Map<string, string>();
    let nextToken: string | undefined;
    do {
      const command = new sdk.GetMetricDataCommand({
        MetricDataQueries: toQueries(query),
        StartTime: new Date(query.fromMs),
        EndTime: new Date(query.toMs),
        ScanBy: 'TimestampAscending',
        ...(nextToken !== undefined && {NextToken: nextToken}),
      });
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      for (const result of page.MetricDataResults ?? []) {
        if (result.StatusCode === 'Forbidden') {
          throw newAwsError('ACCESS_DENIED', call, `CloudWatch forbids ${result.Label ?? result.Id}.`);
        }
        status.set(result.Id ?? '', result.StatusCode ?? 'Complete');
        addPoints(series, result);
      }
      const [message] = page.Messages ?? [];
      if (message !== undefined) return {series, failed: message.Value ?? message.Code ?? 'no reason given'};
      nextToken = page.NextToken;
    } while (nextToken);
    return withFailure(series, status);
  }
}

function withFailure(series: Series, status: ReadonlyMap<string, string>): {series: Series; failed?: string} {
  const open = [...status].filter(([, code]) => code !== 'Complete');
  if (open.length === 0) return {series};
  return {series, failed: open.map(([id, code]) => `${id} is ${code}`).join(', ')};
}

function toQueries(query: MetricsQuery): MetricDataQuery[] {
  const alias = [
    {Name: 'FunctionName', Value: query.functionName},
    {Name: 'Resource', Value: formatAliasRef(query)},
  ];
  const sum = (id: string, metric: string, dimensions: {Name: string; Value: string}[]): MetricDataQuery => ({
    Id: id,
    MetricStat: {
      Metric: {Namespace: 'AWS/Lambda', MetricName: metric, Dimensions: dimensions},
      Period: PERIOD_SECONDS,
      Stat: 'Sum',
    },
  });
  return [
    ...query.versions.flatMap((version) => {
      const dimensions = [...alias, {Name: 'ExecutedVersion', Value: version}];
      return [sum(`invocations_${version}`, 'Invocations', dimensions), sum(`errors_${version}`, 'Errors', dimensions)];
    }),
    // A throttled request never ran, so AWS knows no version for it.
    sum('throttles', 'Throttles', alias),
  ];
}

function addPoints(series: Map<string, Map<number, number>>, result: MetricDataResult): void {
  const points = series.get(result.Id ?? '') ?? new Map<number, number>();
  for (const [index, timestamp] of (result.Timestamps ?? []).entries()) {
    points.set(timestamp.getTime(), result.Values?.[index] ?? 0);
  }
  series.set(result.Id ?? '', points);
}

function toAliasMetrics(query: MetricsQuery, series: Series): AliasMetrics {
  const minutes = query.versions.flatMap((version): VersionMinute[] => {
    const invocations = series.get(`invocations_${version}`) ?? new Map<number, number>();
    const errors = series.get(`errors_${version}`) ?? new Map<number, number>();
    return [...new Set([...invocations.keys(), ...errors.keys()])].map((minuteMs) => ({
      minuteMs,
      version,
      invocations: invocations.get(minuteMs) ?? 0,
      errors: errors.get(minuteMs) ?? 0,
    }));
  });
  const throttles = [...(series.get('throttles') ?? [])].map(([minuteMs, count]) => ({minuteMs, throttles: count}));
  return {
    minutes: minutes.sort((a, b) => a.minuteMs - b.minuteMs),
    throttles: throttles.sort((a, b) => a.minuteMs - b.minuteMs),
  };
}

import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import type {VersionMinute} from '../analysis/minute.js';
import {formatAliasRef} from '../model/function-ref.js';
import type {Clock} from '../ports/clock.js';
import type {AliasMetrics, MetricsPort, MetricsQuery} from '../ports/metrics.js';
import type {AwsCall} from './aws-call.js';
import type {AwsClients} from './clients.js';
import {readMetricData, type Series} from './metric-data.js';

const PERIOD_SECONDS = 60;

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
    const {fromMs, toMs} = query;
    const source = {clients: this.#clients, clock: this.#clock};
    const series = await readMetricData(source, {queries: toQueries(query), fromMs, toMs}, call, signal);
    return toAliasMetrics(query, series);
  }
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

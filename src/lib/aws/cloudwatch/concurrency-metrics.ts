import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import type {Clock} from '../../ports/clock.js';
import type {ConcurrencyMetricsPort, ConcurrencyPeaks, PeakQuery} from '../../ports/concurrency-metrics.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {readMetricData} from './metric-data.js';

/** An hour's maximum is the maximum of its minutes: fewer points say the same. */
const PERIOD_SECONDS = 3_600;
const ACCOUNT = 'account';
/** CloudWatch takes 500 queries a request; one of them is the account's. */
const FUNCTIONS_PER_REQUEST = 499;

/**
 * `ConcurrentExecutions` of AWS/Lambda: with FunctionName for a function, without any dimension for the account and region
 * (LDG "Types of metrics for Lambda functions").
 */
export class CloudWatchConcurrencyMetrics implements ConcurrencyMetricsPort {
  readonly #clients: AwsClients;
  readonly #clock: Clock;

  constructor(clients: AwsClients, clock: Clock) {
    this.#clients = clients;
    this.#clock = clock;
  }

  async readPeaks({functionNames, fromMs, toMs}: PeakQuery, signal?: AbortSignal): Promise<ConcurrencyPeaks> {
    const call: AwsCall = {action: 'cloudwatch:GetMetricData', subject: 'ConcurrentExecutions'};
    const source = {clients: this.#clients, clock: this.#clock};
    const byFunction = new Map<string, number>();
    let account: number | undefined;
    let from = 0;
    do {
      const names = functionNames.slice(from, from + FUNCTIONS_PER_REQUEST);
      const queries = [peakQuery(ACCOUNT), ...names.map((name, index) => peakQuery(`f${index}`, name))];
      const series = await readMetricData(source, {queries, fromMs, toMs}, call, signal);
      account = peakOf(series.get(ACCOUNT));
      for (const [index, name] of names.entries()) {
        const peak = peakOf(series.get(`f${index}`));
        if (peak !== undefined) byFunction.set(name, peak);
      }
      from += FUNCTIONS_PER_REQUEST;
    } while (from < functionNames.length);
    return {byFunction, ...(account !== undefined && {account})};
  }
}

function peakQuery(id: string, functionName?: string): MetricDataQuery {
  const dimensions = functionName === undefined ? [] : [{Name: 'FunctionName', Value: functionName}];
  return {
    Id: id,
    MetricStat: {
      Metric: {Namespace: 'AWS/Lambda', MetricName: 'ConcurrentExecutions', Dimensions: dimensions},
      Period: PERIOD_SECONDS,
      Stat: 'Maximum',
    },
  };
}

function peakOf(points: ReadonlyMap<number, number> | undefined): number | undefined {
  return points === undefined || points.size === 0 ? undefined : Math.max(...points.values());
}

import {formatAliasRef} from '../../model/function/ref.js';
import type {Clock} from '../../ports/clock.js';
import type {TrafficHistoryPort, TrafficMinute, TrafficQuery} from '../../ports/traffic-history.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {readMetricData} from './metric-data.js';

const METRICS = {invocations: 'Invocations', errors: 'Errors'} as const;

/** AWS/Lambda metrics by FunctionName + Resource (fn:alias): all that went through the alias, whichever version ran. */
export class CloudWatchTrafficHistory implements TrafficHistoryPort {
  readonly #clients: AwsClients;
  readonly #clock: Clock;

  constructor(clients: AwsClients, clock: Clock) {
    this.#clients = clients;
    this.#clock = clock;
  }

  async readTraffic(query: TrafficQuery, signal?: AbortSignal): Promise<readonly TrafficMinute[]> {
    const call: AwsCall = {action: 'cloudwatch:GetMetricData', subject: `alias ${formatAliasRef(query)}`};
    const source = {clients: this.#clients, clock: this.#clock};
    const {fromMs, toMs} = query;
    const queries = Object.entries(METRICS).map(([id, name]) => ({
      Id: id,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName: name,
          Dimensions: [
            {Name: 'FunctionName', Value: query.functionName},
            {Name: 'Resource', Value: formatAliasRef(query)},
          ],
        },
        Period: 60,
        Stat: 'Sum',
      },
    }));
    const series = await readMetricData(source, {queries, fromMs, toMs}, call, signal);
    const invocations = series.get('invocations') ?? new Map<number, number>();
    const errors = series.get('errors') ?? new Map<number, number>();
    return [...new Set([...invocations.keys(), ...errors.keys()])]
      .sort((a, b) => a - b)
      .map((minuteMs) => ({
        minuteMs,
        invocations: invocations.get(minuteMs) ?? 0,
        errors: errors.get(minuteMs) ?? 0,
      }));
  }
}

import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import type {VersionMinute} from '../../analysis/minute/minute.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {Clock} from '../../ports/clock.js';
import type {AliasMetrics, MetricsPort, MetricsQuery} from '../../ports/metrics.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {readMetricData, type Series} from './metric-data.js';

const PERIOD_SECONDS = 60;
/** GetMetricData takes 500 queries (CloudWatch API), and one alias needs seven. */
const ALIASES_PER_REQUEST = 70;

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
    const [metrics] = await this.#read([query], `alias ${formatAliasRef(query)}`, signal);
    return metrics ?? {minutes: [], throttles: []};
  }

  async readManyAliasMetrics(queries: readonly MetricsQuery[], signal?: AbortSignal): Promise<readonly AliasMetrics[]> {
    const metrics: AliasMetrics[] = [];
    for (let first = 0; first < queries.length; first += ALIASES_PER_REQUEST) {
      const batch = queries.slice(first, first + ALIASES_PER_REQUEST);
      metrics.push(...(await this.#read(batch, `${batch.length} aliases`, signal)));
    }
    return metrics;
  }

  /** One request over one window; what lies outside a query's own is left out afterwards. */
  async #read(queries: readonly MetricsQuery[], subject: string, signal?: AbortSignal): Promise<AliasMetrics[]> {
    const call: AwsCall = {action: 'cloudwatch:GetMetricData', subject};
    const source = {clients: this.#clients, clock: this.#clock};
    const request = {
      queries: queries.flatMap((query, index) => toQueries(query, prefixOf(index))),
      fromMs: Math.min(...queries.map(({fromMs}) => fromMs)),
      toMs: Math.max(...queries.map(({toMs}) => toMs)),
    };
    const series = await readMetricData(source, request, call, signal);
    return queries.map((query, index) => toAliasMetrics(query, prefixOf(index), series));
  }
}

/** What the ids of a query's results begin with; they are unique in a request and begin with a small letter. */
function prefixOf(index: number): string {
  return index === 0 ? '' : `q${index}_`;
}

function toQueries(query: MetricsQuery, prefix: string): MetricDataQuery[] {
  const alias = [
    {Name: 'FunctionName', Value: query.functionName},
    {Name: 'Resource', Value: formatAliasRef(query)},
  ];
  const count = (
    id: string,
    metric: string,
    dimensions: {Name: string; Value: string}[],
    stat: 'Sum' | 'SampleCount' = 'Sum',
  ): MetricDataQuery => ({
    Id: `${prefix}${id}`,
    MetricStat: {
      Metric: {Namespace: 'AWS/Lambda', MetricName: metric, Dimensions: dimensions},
      Period: PERIOD_SECONDS,
      Stat: stat,
    },
  });
  return [
    ...query.versions.flatMap((version) => {
      const dimensions = [...alias, {Name: 'ExecutedVersion', Value: version}];
      return [
        count(`invocations_${version}`, 'Invocations', dimensions),
        count(`errors_${version}`, 'Errors', dimensions),
        // Lambda writes 0 or 1 for every invocation: how many have arrived, told by the very point that the errors are in.
        count(`samples_${version}`, 'Errors', dimensions, 'SampleCount'),
      ];
    }),
    // A throttled request never ran, so AWS knows no version for it.
    count('throttles', 'Throttles', alias),
  ];
}

function toAliasMetrics(query: MetricsQuery, prefix: string, series: Series): AliasMetrics {
  const pointsOf = (id: string) => {
    const points = [...(series.get(`${prefix}${id}`) ?? [])];
    const isAsked = (minuteMs: number) => minuteMs >= query.fromMs && minuteMs < query.toMs;
    // All of these are counts: what is not whole counts nothing.
    return new Map(points.filter(([minuteMs, count]) => isAsked(minuteMs) && Number.isSafeInteger(count)));
  };
  const minutes = query.versions.flatMap((version): VersionMinute[] => {
    const invocations = pointsOf(`invocations_${version}`);
    const errors = pointsOf(`errors_${version}`);
    const samples = pointsOf(`samples_${version}`);
    return [...new Set([...invocations.keys(), ...errors.keys()])].map((minuteMs) => ({
      minuteMs,
      version,
      ...pointOf('invocations', invocations.get(minuteMs)),
      ...pointOf('errors', errors.get(minuteMs)),
      ...pointOf('samples', samples.get(minuteMs)),
    }));
  });
  const throttles = [...pointsOf('throttles')].map(([minuteMs, count]) => ({minuteMs, throttles: count}));
  return {
    minutes: minutes.sort((a, b) => a.minuteMs - b.minuteMs),
    throttles: throttles.sort((a, b) => a.minuteMs - b.minuteMs),
  };
}

/** A point that is there; a missing one may be late, and is not 0. */
function pointOf<Name extends 'invocations' | 'errors' | 'samples'>(name: Name, value: number | undefined) {
  return value === undefined ? {} : ({[name]: value} as Record<Name, number>);
}

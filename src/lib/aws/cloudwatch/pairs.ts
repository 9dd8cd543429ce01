import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import type {VersionMinute} from '../../analysis/minute/minute.js';
import type {CountPair} from '../../analysis/settings.js';
import type {PairReading} from '../../analysis/signal-readings.js';
import {dimensionsOf} from '../../model/rollout/count-pair.js';
import type {Version} from '../../model/versions/version.js';
import type {SignalsPort, TimeSpan} from '../../ports/signals.js';
import type {Series} from './metric-data.js';
import {metricQuery} from './metric-query.js';

/** GetMetricData takes 500 queries (CloudWatch API), and a pair needs four a version. */
const PAIRS_PER_REQUEST = 60;

type Read = (queries: readonly MetricDataQuery[], span: TimeSpan) => Promise<Series>;

/** Both counts of every pair by minute and version. Missing points stay missing. Throws AwsError. */
export async function readPairs(
  read: Read,
  {pairs, versions, ...span}: Parameters<SignalsPort['readPairs']>[0],
): Promise<readonly PairReading[]> {
  const readings: PairReading[] = [];
  for (let first = 0; first < pairs.length; first += PAIRS_PER_REQUEST) {
    const batch = pairs.slice(first, first + PAIRS_PER_REQUEST);
    const queries = batch.flatMap((pair, index) => versions.flatMap((version) => toQueries(pair, index, version)));
    const series = await read(queries, span);
    readings.push(
      ...batch.map(({name}, index) => ({
        name,
        minutes: versions.flatMap((version) => minutesOf(series, index, version)),
      })),
    );
  }
  return readings;
}

function toQueries(pair: CountPair, index: number, version: Version): MetricDataQuery[] {
  const of = {namespace: pair.namespace, dimensions: dimensionsOf(pair, version), periodSeconds: 60};
  const query = (what: What, metric: string, stat: 'Sum' | 'SampleCount') =>
    metricQuery(idOf(what, index, version), {...of, metric, stat});
  const bad = query('bad', pair.bad, 'Sum');
  // Both counts of one point are whole or not together; those of two metrics may come one after the other.
  if (pair.total === undefined) return [bad, query('total', pair.bad, 'SampleCount')];
  return [
    bad,
    query('total', pair.total, 'Sum'),
    query('samples', pair.bad, 'SampleCount'),
    query('samplesofall', pair.total, 'SampleCount'),
  ];
}

function minutesOf(series: Series, index: number, version: Version): readonly VersionMinute[] {
  const pointsOf = (what: What) => series.get(idOf(what, index, version)) ?? new Map<number, number>();
  const [bad, total] = [pointsOf('bad'), pointsOf('total')];
  const [badSamples, totalSamples] = [pointsOf('samples'), pointsOf('samplesofall')];
  return [...new Set([...bad.keys(), ...total.keys()])]
    .sort((a, b) => a - b)
    .map((minuteMs) => {
      const [invocations, errors] = [total.get(minuteMs), bad.get(minuteMs)];
      const [samples, samplesOfAll] = [badSamples.get(minuteMs), totalSamples.get(minuteMs)];
      return {
        minuteMs,
        version,
        ...(invocations !== undefined && {invocations}),
        ...(errors !== undefined && {errors}),
        ...(samples !== undefined && samplesOfAll !== undefined && {samples, samplesOfAll}),
      };
    });
}

type What = 'bad' | 'total' | 'samples' | 'samplesofall';

function idOf(what: What, index: number, version: Version): string {
  return `${what}_${index}_${version}`;
}

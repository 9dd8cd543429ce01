import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';
import type {LatencyMinutes, PercentileMinute, SlowMinute, SlowThresholds} from '../../analysis/signal-readings.js';
import {AwsError} from '../../errors.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {SignalsPort, TimeSpan} from '../../ports/signals.js';
import type {Series} from './metric-data.js';

type Read = (queries: readonly MetricDataQuery[], span: TimeSpan) => Promise<Series>;
type ThresholdQuery = Parameters<SignalsPort['readThresholds']>[0];
type LatencyQuery = Parameters<SignalsPort['readLatency']>[0];

/** CloudWatch itself trusts a percentile from ten values beyond it on (User Guide, alarms on percentiles). */
const LEAST_INVOCATIONS = {p75: 100, p90: 100, p99: 1000} as const;
/** So many are not all slow: where none is counted as fast, nothing was counted. */
const TELLING_INVOCATIONS = 20;
const MINUTE_SECONDS = 60;

/** Percentiles of one long period: those of several periods cannot be put together. */
export async function readThresholds(read: Read, query: ThresholdQuery): Promise<SlowThresholds> {
  const {fromMs, toMs, version} = query;
  const periodSeconds = (toMs - fromMs) / 1000;
  const duration = (stat: string) => durationQuery(query, {id: stat.toLowerCase(), version, stat, periodSeconds});
  const series = await read(['SampleCount', 'p75', 'p90', 'p99'].map(duration), {fromMs, toMs});
  // Periods begin where the window does; should CloudWatch ever align them otherwise, the fuller one is taken.
  const counts = [...(series.get('samplecount') ?? [])].sort(([, a], [, b]) => b - a);
  const [atMs, invocations = 0] = counts[0] ?? [];
  const at = (id: keyof typeof LEAST_INVOCATIONS) =>
    atMs === undefined || invocations < LEAST_INVOCATIONS[id] ? undefined : series.get(id)?.get(atMs);
  const [p75Ms, p90Ms, p99Ms] = [at('p75'), at('p90'), at('p99')];
  return {
    invocations,
    ...(p75Ms !== undefined && {p75Ms}),
    ...(p90Ms !== undefined && {p90Ms}),
    ...(p99Ms !== undefined && {p99Ms}),
  };
}

/**
 * Slow invocations by minute: SampleCount − TC(:T), T inclusive (User Guide, statistics definitions). Where CloudWatch
 * refuses TC for this metric, or answers with nothing although there were invocations enough, p50 and p90 instead. The answer alone
 * decides, so that every process that watches a rollout judges alike.
 */
export async function readLatency(read: Read, query: LatencyQuery): Promise<LatencyMinutes> {
  return (await readCounts(read, query)) ?? {kind: 'percentiles', minutes: await readPercentiles(read, query)};
}

async function readCounts(read: Read, query: LatencyQuery): Promise<LatencyMinutes | undefined> {
  const {fromMs, toMs, versions, thresholds} = query;
  if (thresholds.length === 0) return {kind: 'counts', minutes: []};
  // Shortest first: who is below one is below all that follow.
  const asked = thresholds
    .toSorted((a, b) => a.thresholdMs - b.thresholdMs)
    .map(({name, thresholdMs}, index) => ({name, id: `below_${index}`, stat: `TC(:${thresholdMs})`}));
  const queries = versions.flatMap((version) =>
    [{id: 'count', stat: 'SampleCount'}, ...asked].map(({id, stat}) =>
      durationQuery(query, {id: `${id}_${version}`, version, stat}),
    ),
  );
  let series: Series;
  try {
    series = await read(queries, {fromMs, toMs});
  } catch (error) {
    if (error instanceof AwsError && error.code === 'INVALID_REQUEST') return undefined;
    throw error;
  }
  const rows = versions.flatMap((version) =>
    [...(series.get(`count_${version}`) ?? [])].map(([minuteMs, invocations]) => {
      const fast = (id: string) => series.get(`${id}_${version}`)?.get(minuteMs);
      return {minuteMs, version, invocations, fast};
    }),
  );
  const total = rows.reduce((sum, row) => sum + row.invocations, 0);
  const isEmpty = rows.every((row) => asked.every(({id}) => row.fast(id) === undefined));
  if (isEmpty && total >= TELLING_INVOCATIONS) return undefined;
  const minutes = rows.map(({minuteMs, version, invocations, fast}): SlowMinute => {
    // No value at or below any threshold so far may come as no point: then all of them are above.
    let below = 0;
    const above: Record<string, number> = {};
    for (const {name, id} of asked) {
      below = Math.min(invocations, Math.max(below, fast(id) ?? 0));
      above[name] = invocations - below;
    }
    return {minuteMs, version, invocations, above};
  });
  return {kind: 'counts', minutes: minutes.sort((a, b) => a.minuteMs - b.minuteMs)};
}

async function readPercentiles(read: Read, query: LatencyQuery): Promise<readonly PercentileMinute[]> {
  const {fromMs, toMs, versions} = query;
  const queries = versions.flatMap((version) =>
    ['SampleCount', 'p50', 'p90'].map((stat) =>
      durationQuery(query, {id: `${stat.toLowerCase()}_${version}`, version, stat}),
    ),
  );
  const series = await read(queries, {fromMs, toMs});
  return versions
    .flatMap((version) =>
      [...(series.get(`samplecount_${version}`) ?? [])].flatMap(([minuteMs, invocations]): PercentileMinute[] => {
        const [p50Ms, p90Ms] = ['p50', 'p90'].map((id) => series.get(`${id}_${version}`)?.get(minuteMs));
        if (p50Ms === undefined || p90Ms === undefined) return [];
        return [{minuteMs, version, invocations, p50Ms, p90Ms}];
      }),
    )
    .sort((a, b) => a.minuteMs - b.minuteMs);
}

interface DurationStat {
  readonly id: string;
  readonly version: string;
  readonly stat: string;
  readonly periodSeconds?: number;
}

function durationQuery(
  ref: {readonly functionName: string; readonly alias: string},
  {id, version, stat, periodSeconds = MINUTE_SECONDS}: DurationStat,
): MetricDataQuery {
  const Dimensions = [
    {Name: 'FunctionName', Value: ref.functionName},
    {Name: 'Resource', Value: formatAliasRef(ref)},
    {Name: 'ExecutedVersion', Value: version},
  ];
  return {
    Id: id,
    MetricStat: {
      Metric: {Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions},
      Period: periodSeconds,
      Stat: stat,
    },
  };
}

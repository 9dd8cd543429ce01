import type {AlarmSummary, MetricSummary} from './judgement.js';
import type {WatchedMetric} from './settings.js';
import type {AlarmReading, MetricReading} from './signal-readings.js';

/**
 * Alarms as evidence. Red since before the rollout is evidence of nothing, a production fault must not keep its own
 * mend from being released; red since its start counts, whoever is to blame: that is what a team named it for.
 */
export function alarmSummaries(alarms: readonly AlarmReading[], startMs: number): readonly AlarmSummary[] {
  return alarms.map(({name, state, sinceMs, reason}) => ({
    name,
    state,
    ...(sinceMs !== undefined && {sinceMs}),
    ...(reason !== undefined && {reason}),
    standing: standingOf(state, (sinceMs ?? Number.POSITIVE_INFINITY) < startMs),
  }));
}

function standingOf(state: AlarmReading['state'], isOld: boolean): AlarmSummary['standing'] {
  if (state === 'MISSING') return 'missing';
  if (state !== 'ALARM') return 'quiet';
  return isOld ? 'red-before' : 'red';
}

/**
 * Metrics with a bound. One that was beyond it before the rollout is evidence of nothing until it has come back once;
 * after that, and for all others, one settled period beyond the bound counts. No data is no evidence.
 */
export function metricSummary(
  watched: WatchedMetric,
  reading: MetricReading | undefined,
  {startMs, settledMs}: {readonly startMs: number; readonly settledMs: number},
): MetricSummary {
  const periodMs = watched.periodSeconds * 1000;
  const points = (reading?.points ?? []).filter((point) => point.atMs + periodMs <= settledMs);
  const isBeyond = (value: number) =>
    (watched.above !== undefined && value > watched.above) || (watched.below !== undefined && value < watched.below);
  const before = points.findLast((point) => point.atMs + periodMs <= startMs);
  const during = points.filter((point) => point.atMs >= startMs);
  const base = {name: watched.name, bound: boundText(watched)};
  let wasGood = before === undefined || !isBeyond(before.value);
  for (const {atMs, value} of during) {
    if (!isBeyond(value)) wasGood = true;
    else if (wasGood) return {...base, standing: 'red', atMs, value};
  }
  const newest = during.at(-1) ?? before;
  return {...base, standing: wasGood ? 'quiet' : 'red-before', ...(newest && {atMs: newest.atMs, value: newest.value})};
}

function boundText({above, below}: WatchedMetric): string {
  return above === undefined ? `below ${below}` : `above ${above}`;
}

import type {VersionMinute} from '../../analysis/minute/minute.js';
import {MINUTE_MS, pairMinutes, type Side} from '../../analysis/minute/paired-minute.js';
import {samplesTell} from '../../analysis/minute/samples.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import type {SignalReadings} from '../../analysis/signal-readings.js';
import type {CountedMinute, CountedSide} from '../../model/rollout/counted-minute.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';

interface Read {
  readonly minutes: readonly VersionMinute[];
  readonly readings: SignalReadings;
  readonly settings: Pick<AnalysisSettings, 'settleMs'>;
  readonly nowMs: number;
}

/** A watch of half a day; an event stays well below what CloudWatch Logs takes as one line. */
const MOST = 720;
/** Who remembers nothing looks at least that often. */
const RECENT_MS = 30 * MINUTE_MS;

/** The settled minutes of a rollout, oldest first, paired as the judge pairs them: what it cannot use has no counts here either. */
export function countedMinutes(
  {stable, candidate}: Pick<RolloutMarker, 'stable' | 'candidate'>,
  {minutes, readings, settings, nowMs}: Read,
): readonly CountedMinute[] {
  const {before} = readings;
  const known = {nowMs, sparse: before.sparse ?? false, samplesTell: samplesTell(minutes, nowMs) || before.samplesTell};
  const durations = durationsOf(readings);
  return pairMinutes(minutes, stable, candidate, known)
    .filter(({minuteMs}) => minuteMs + MINUTE_MS + settings.settleMs <= nowMs)
    .slice(-MOST)
    .map((pair) => {
      const sideOf = (side: Side, version: string) =>
        pair[side].invocations > 0 && {[side]: {...pair[side], ...durations.get(`${version} ${pair.minuteMs}`)}};
      return {minuteMs: pair.minuteMs, ...sideOf('stable', stable), ...sideOf('candidate', candidate)};
    });
}

/** Those that are new, or have grown, since they were told. */
export function untoldMinutes(
  minutes: readonly CountedMinute[],
  {told, nowMs}: {readonly told: readonly CountedMinute[] | undefined; readonly nowMs: number},
): readonly CountedMinute[] {
  if (!told) return minutes.filter(({minuteMs}) => minuteMs >= nowMs - RECENT_MS);
  const known = new Map(told.map((minute) => [minute.minuteMs, JSON.stringify(minute)]));
  return minutes.filter((minute) => known.get(minute.minuteMs) !== JSON.stringify(minute));
}

type Durations = Pick<CountedSide, 'slow' | 'p50Ms' | 'p90Ms'>;

/** By version and minute. */
function durationsOf({latency}: SignalReadings): ReadonlyMap<string, Durations> {
  if (latency?.kind === 'percentiles') {
    return new Map(
      latency.minutes.map(({version, minuteMs, p50Ms, p90Ms}) => [`${version} ${minuteMs}`, {p50Ms, p90Ms}]),
    );
  }
  return new Map(
    (latency?.minutes ?? []).map(({version, minuteMs, above: {p90, p99}}) => {
      const slow = {...(p90 !== undefined && {p90}), ...(p99 !== undefined && {p99})};
      return [`${version} ${minuteMs}`, {slow}];
    }),
  );
}

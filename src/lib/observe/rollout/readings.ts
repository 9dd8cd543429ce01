import {slowThresholds} from '../../analysis/bet/slow-grid.js';
import {beforeWindow} from '../../analysis/minute/before-window.js';
import type {VersionMinute} from '../../analysis/minute/minute.js';
import {pairMinutes} from '../../analysis/minute/paired-minute.js';
import {samplesTell} from '../../analysis/minute/samples.js';
import {isSparse, NEVER_COMES_MS} from '../../analysis/minute/sparse.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import type {ReadingsBefore, SignalReadings} from '../../analysis/signal-readings.js';
import {HOUR_MS} from '../../model/duration.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, startOf} from '../../model/rollout/marker.js';
import {rolloutWindow} from '../../model/rollout/window.js';
import type {AliasMetrics, MetricsPort} from '../../ports/metrics.js';
import type {SignalsPort} from '../../ports/signals.js';

export interface ReadingsDeps {
  readonly metrics: MetricsPort;
  readonly signals: SignalsPort;
}

/** The rollout in an alias, and what is to be looked at. */
export interface ReadingsQuery {
  readonly ref: AliasRef;
  readonly marker: RolloutMarker;
  readonly settings: AnalysisSettings;
}

/** Everything a judgement looks at. */
export interface RolloutReadings {
  readonly metrics: AliasMetrics;
  readonly readings: SignalReadings;
}

/**
 * How things were before a rollout, over a window that its start alone fixes: whichever process asks, and however
 * late, the thresholds are the same, so that nothing of it has to be kept. Throws AwsError.
 */
export async function readBefore(
  {metrics, signals}: ReadingsDeps,
  {ref, marker, settings}: ReadingsQuery,
  signal?: AbortSignal,
): Promise<ReadingsBefore> {
  const {stable, candidate} = marker;
  const span = beforeWindow(startOf(marker));
  const versions = [stable, candidate];
  const [alias, thresholds, events, apiStages, pairs] = await Promise.all([
    metrics.readAliasMetrics({...ref, versions, ...span}, signal),
    settings.slow && signals.readThresholds({...ref, version: stable, ...span}, signal),
    settings.lostEvents === undefined
      ? undefined
      : signals.readEvents({functionName: ref.functionName, ...span}, signal),
    settings.apiStages && signals.readStages(settings.apiStages, span, signal),
    settings.pairs && signals.readPairs({pairs: settings.pairs, versions, ...span}, signal),
  ]);
  const tells = samplesTell(alias.minutes, span.toMs + NEVER_COMES_MS);
  return {
    invocations: invocationsOf(alias.minutes),
    stable: pairMinutes(alias.minutes, stable, candidate).map((minute) => minute.stable),
    sparse: isSparse(alias.minutes),
    ...(tells !== undefined && {samplesTell: tells}),
    throttles: alias.throttles.reduce((sum, minute) => sum + minute.throttles, 0),
    ...(thresholds && {thresholds}),
    ...(events && {events}),
    ...(apiStages && {apiStages}),
    ...(pairs && {pairs}),
  };
}

/** All that can be read of a rollout now, from its first minute on; late points are in it. Throws AwsError. */
export async function readRollout(
  {metrics, signals}: ReadingsDeps,
  {ref, marker, settings}: ReadingsQuery,
  {before, nowMs}: {readonly before: ReadingsBefore; readonly nowMs: number},
  signal?: AbortSignal,
): Promise<RolloutReadings> {
  const span = rolloutWindow(marker, nowMs);
  const versions = [marker.stable, marker.candidate];
  const thresholds = settings.slow && before.thresholds && slowThresholds(settings.slow, before.thresholds);
  // Metrics have periods that divide an hour, so that a period begins with the rollout when an hour before it does.
  const hourBefore = {...span, fromMs: span.fromMs - HOUR_MS};
  const [alias, latency, events, apiStages, alarms, watched, pairs] = await Promise.all([
    metrics.readAliasMetrics({...ref, versions, ...span}, signal),
    thresholds && signals.readLatency({...ref, versions, thresholds, ...span}, signal),
    settings.lostEvents === undefined
      ? undefined
      : signals.readEvents({functionName: ref.functionName, ...span}, signal),
    settings.apiStages && signals.readStages(settings.apiStages, span, signal),
    settings.alarms && signals.readAlarms(settings.alarms, signal),
    settings.metrics && signals.readMetrics(settings.metrics, hourBefore, signal),
    settings.pairs && signals.readPairs({pairs: settings.pairs, versions, ...span}, signal),
  ]);
  return {
    metrics: alias,
    readings: {
      before,
      throttles: alias.throttles,
      ...(latency && {latency}),
      ...(events && {events}),
      ...(apiStages && {apiStages}),
      ...(alarms && {alarms}),
      ...(watched && {metrics: watched}),
      ...(pairs && {pairs}),
    },
  };
}

function invocationsOf(minutes: readonly VersionMinute[]): number {
  return minutes.reduce((sum, {invocations = 0}) => sum + invocations, 0);
}

import {inferChanges} from '../../analysis/minute/infer-changes.js';
import type {VersionMinute} from '../../analysis/minute/minute.js';
import {pairMinutes} from '../../analysis/minute/paired-minute.js';
import type {WeightChange} from '../../analysis/minute/weight-change.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import {settingsDigest} from '../../analysis/settings-digest.js';
import {settingsFor} from '../../analysis/settings-for.js';
import type {SignalReadings} from '../../analysis/signal-readings.js';
import {fullMinute} from '../../model/full-minute.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {Version} from '../../model/versions/version.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import {type ReadingsDeps, readBefore, readRollout} from './readings.js';

export interface PastDeps extends ReadingsDeps {
  readonly functions: FunctionsPort;
}

export interface PastQuery {
  readonly ref: AliasRef;
  readonly stable: Version;
  readonly candidate: Version;
  /** Whole minutes, epoch milliseconds, start inclusive, end exclusive; not older than CloudWatch keeps minutes. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly settings: AnalysisSettings;
}

/** What two versions behind one alias did in the past. */
export interface PastRollout {
  readonly stable: Version;
  readonly candidate: Version;
  readonly minutes: readonly VersionMinute[];
  /** Every traffic move, oldest first; 0 ends a rollout, and the next move begins another one. */
  readonly changes: readonly WeightChange[];
  readonly readings?: SignalReadings;
}

/** A window of an alias's past, and the settings it is judged by: with the settle time of its versions, without alarms. */
export interface ObservedPast {
  readonly past: PastRollout;
  readonly settings: AnalysisSettings;
}

/**
 * Reads from CloudWatch what two versions did behind an alias; the traffic moves are inferred from the counts. Alarms are
 * left out, for CloudWatch tells their state of now. Throws AwsError.
 */
export async function observePast(deps: PastDeps, query: PastQuery, signal?: AbortSignal): Promise<ObservedPast> {
  const {ref, stable, candidate, fromMs, toMs} = query;
  const versions = [stable, candidate];
  const configurations = await Promise.all(
    versions.map((version) => deps.functions.getFunction(ref.functionName, version, signal)),
  );
  const {alarms: _alarms, ...settings} = settingsFor(query.settings, configurations);
  const {minutes} = await deps.metrics.readAliasMetrics({...ref, versions, fromMs, toMs}, signal);
  const changes = inferChanges(pairMinutes(minutes, stable, candidate));
  const [start] = changes;
  const past = {stable, candidate, minutes, changes};
  if (start === undefined) return {past, settings};
  const read = {ref, marker: asMarker(query, start.atMs), settings};
  const before = await readBefore(deps, read, signal);
  const {readings} = await readRollout(deps, read, {before, nowMs: toMs - 1}, signal);
  return {past: {...past, readings}, settings};
}

/** The past as a rollout that is read from its start on; it names no steps, for nobody knows them any more. */
function asMarker({stable, candidate, settings}: PastQuery, startMs: number): RolloutMarker {
  const movedMs = [fullMinute(startMs)];
  return {
    rolloutId: 'past00',
    stable,
    candidate,
    steps: [],
    movedMs,
    watchMs: 0,
    settingsDigest: settingsDigest(settings),
    held: false,
  };
}

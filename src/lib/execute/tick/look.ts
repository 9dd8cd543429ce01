import type {Judgement} from '../../analysis/judgement.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import type {AlarmReading, ReadingsBefore} from '../../analysis/signal-readings.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {CountedMinute} from '../../model/rollout/counted-minute.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {readBefore, readRollout} from '../../observe/rollout/readings.js';
import {newlyUnevaluated} from '../../plan/rollout/alarms.js';
import {judgeRollout} from '../../plan/rollout/judgement.js';
import {ageWarnings} from '../../plan/tick/age-warnings.js';
import {beforeWarnings} from '../../plan/tick/before-warnings.js';
import {countedMinutes, untoldMinutes} from '../../plan/tick/counted-minutes.js';
import {stepClock} from '../../plan/tick/step-clock.js';
import {toStepSample} from '../../plan/tick/step-sample.js';
import {toPooledCar} from '../../plan/train/pooled-look.js';
import type {Clock} from '../../ports/clock.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import {Deadline} from '../alias/deadline.js';
import type {LookDeps} from '../rollout/deps.js';

const READ_MS = 30_000;

/** A rollout that was found in its alias, and what it is judged by. */
export interface LookQuery {
  readonly ref: AliasRef;
  readonly marker: RolloutMarker;
  readonly settings: AnalysisSettings;
  /** How things were before the rollout, by whoever has read it already: it is the same whenever it is read. */
  readonly before?: ReadingsBefore | undefined;
  /** Its alarms at the look before: what is known of them is not told again. */
  readonly alarms?: readonly AlarmReading[] | undefined;
  /** Minutes that have been told; absent for whoever remembers nothing, and tells the newest only. */
  readonly minutes?: readonly CountedMinute[] | undefined;
  /** See RolloutPolicy; absent for whoever only looks. */
  readonly patientFromMs?: number | undefined;
}

/** A rollout as it was judged at `nowMs`, epoch milliseconds. */
export interface Look {
  readonly nowMs: number;
  readonly marker: RolloutMarker;
  readonly metrics: AliasMetrics;
  readonly judgement: Judgement;
  readonly before: ReadingsBefore;
  readonly alarms?: readonly AlarmReading[];
  /** All that are settled. */
  readonly minutes: readonly CountedMinute[];
}

export type Looked = ({readonly kind: 'judged'} & Look) | {readonly kind: 'unread'; readonly error: unknown};

/**
 * Reads the metrics of the whole rollout again, late points included, and judges them afresh: from marker, settings and
 * CloudWatch alone, so that whoever looks comes to the same.
 */
export async function lookAtRollout(
  deps: Pick<LookDeps, 'metrics' | 'signals' | 'clock' | 'events' | 'onLook'>,
  query: LookQuery,
  signal: AbortSignal,
): Promise<Looked> {
  const {ref, marker, settings} = query;
  const read = await readAll(deps, query, signal);
  if (read.kind === 'unread') return read;
  const {before, metrics, readings} = read;
  const nowMs = deps.clock.now();
  const sampled = {minutes: metrics.minutes, settings, nowMs, readings};
  const judgement = judgeRollout(marker, sampled);
  deps.onLook?.({marker, judgement, pooled: toPooledCar(marker, sampled)});
  const {elapsedMs, bakeMs} = stepClock(marker, nowMs);
  const {alarms, latency} = readings;
  const seen = {...metrics, nowMs, latency, allFailed: judgement.allFailed !== undefined};
  const minutes = countedMinutes(marker, sampled);
  const untold = untoldMinutes(minutes, {told: query.minutes, nowMs});
  const sample = {...toStepSample(marker, {...seen, patientFromMs: query.patientFromMs}), minutes: untold};
  for (const warning of newlyUnevaluated(alarms ?? [], query.alarms)) deps.events.emit({type: 'warning', ...warning});
  deps.events.emit({type: 'sample.judged', ref, stepIndex: stepIndexOf(marker), elapsedMs, bakeMs, judgement, sample});
  return {kind: 'judged', nowMs, marker, metrics, judgement, before, minutes, ...(alarms && {alarms})};
}

async function readAll(
  deps: Pick<LookDeps, 'metrics' | 'signals' | 'clock' | 'events'>,
  {before: known, ...query}: LookQuery,
  signal: AbortSignal,
) {
  const {clock, events} = deps;
  try {
    const before = known ?? (await inTime(clock, signal, (limit) => readBefore(deps, query, limit)));
    const ofAge = () => ageWarnings(query.ref, query.marker, clock.now());
    const warnings = known ? [] : [...ofAge(), ...beforeWarnings(query.settings, before, query.marker.stable)];
    for (const warning of warnings) events.emit({type: 'warning', ...warning});
    const span = {before, nowMs: clock.now()};
    const read = await inTime(clock, signal, (limit) => readRollout(deps, query, span, limit));
    return {kind: 'read' as const, before, ...read};
  } catch (error) {
    return {kind: 'unread' as const, error};
  }
}

/** A read that ends in half a minute, or with the signal. Throws what the read throws. */
export async function inTime<Value>(
  clock: Clock,
  interrupt: AbortSignal,
  read: (limit: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const deadline = new Deadline({clock, budgetMs: READ_MS, interrupt});
  try {
    return await deadline.call(read);
  } finally {
    deadline.dispose();
  }
}

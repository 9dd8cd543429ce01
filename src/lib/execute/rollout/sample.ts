import type {Judgement} from '../../analysis/judgement.js';
import type {SignalReadings} from '../../analysis/signal-readings.js';
import {isWatching, type RolloutMarker} from '../../model/rollout/marker.js';
import {rolloutWindow} from '../../model/rollout/window.js';
import {readBefore, readRollout} from '../../observe/rollout/readings.js';
import {beforeWarnings} from '../../plan/rollout/before-warnings.js';
import {judgeRollout} from '../../plan/rollout/judgement.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import {Deadline} from '../alias/deadline.js';
import type {RolloutRun} from './run.js';
import {messageOf, type Stop, stoppedElsewhere} from './stop.js';

/** Without metrics nobody knows what the candidate does; that long it may go on. */
const BLIND_MS = 300_000;
const READ_MS = 30_000;

export type Sample =
  | {readonly kind: 'judged'; readonly judgement: Judgement}
  /** Could not be read this time. */
  | {readonly kind: 'unread'}
  | {readonly kind: 'stop'; readonly stop: Stop};

/**
 * Reads the alias and the metrics of the whole rollout again, late points included, and judges them afresh. A failed
 * read is tolerated for five minutes, then the rollout is stopped: traffic nobody watches does not stay on a candidate.
 */
export async function takeSample(run: RolloutRun, marker: RolloutMarker): Promise<Sample> {
  const {clock, events} = run.deps;
  let readings: SignalReadings;
  try {
    const seen = await inTime(run, (deadline) => run.alias.check(deadline));
    if (seen.kind === 'takenOver') return {kind: 'stop', stop: stoppedElsewhere(run, seen.alias)};
    readings = await readAll(run, marker);
  } catch (error) {
    if (run.signal.aborted) return {kind: 'stop', stop: {kind: 'interrupted'}};
    if (clock.now() - run.readMs >= BLIND_MS) {
      const message = `Nothing could be read for five minutes: ${messageOf(error)}`;
      return {kind: 'stop', stop: {kind: 'abort', cause: {kind: 'blind', message, error}}};
    }
    events.emit({type: 'warning', code: 'SAMPLE_UNREAD', message: `Not judged this time: ${messageOf(error)}`});
    return {kind: 'unread'};
  }
  run.readMs = clock.now();
  const {minutes} = run.metrics;
  const judgement = judgeRollout(marker, {minutes, settings: run.plan.settings, nowMs: clock.now(), readings});
  if (isWatching(marker)) run.watch = judgement;
  else run.comparison = judgement;
  return {kind: 'judged', judgement};
}

/** Counts once more what the rollout served. The last word of the analysis stays what it was decided on. */
export async function countOnceMore(run: RolloutRun): Promise<void> {
  if (!run.marker || run.signal.aborted) return;
  try {
    run.metrics = await readMetrics(run, run.marker);
  } catch (error) {
    const message = `The numbers are those of the last sample: ${messageOf(error)}`;
    run.deps.events.emit({type: 'warning', code: 'COUNTS_NOT_FINAL', message});
  }
}

async function readAll(run: RolloutRun, marker: RolloutMarker): Promise<SignalReadings> {
  const {deps, plan} = run;
  const query = {ref: plan.ref, marker, settings: plan.settings};
  const before =
    run.before ?? (await inTime(run, (deadline) => deadline.call((signal) => readBefore(deps, query, signal))));
  if (!run.before)
    for (const warning of beforeWarnings(plan.settings, before)) deps.events.emit({type: 'warning', ...warning});
  run.before = before;
  const now = {before, nowMs: deps.clock.now()};
  const {metrics, readings} = await inTime(run, (deadline) =>
    deadline.call((signal) => readRollout(deps, query, now, signal)),
  );
  run.metrics = metrics;
  return readings;
}

function readMetrics(run: RolloutRun, marker: RolloutMarker): Promise<AliasMetrics> {
  const {ref, stable, candidate} = run.plan;
  const query = {...ref, versions: [stable, candidate], ...rolloutWindow(marker, run.deps.clock.now())};
  return inTime(run, (deadline) => deadline.call((signal) => run.deps.metrics.readAliasMetrics(query, signal)));
}

async function inTime<Value>(run: RolloutRun, read: (deadline: Deadline) => Promise<Value>): Promise<Value> {
  const deadline = new Deadline({clock: run.deps.clock, budgetMs: READ_MS, interrupt: run.signal});
  try {
    return await read(deadline);
  } finally {
    deadline.dispose();
  }
}

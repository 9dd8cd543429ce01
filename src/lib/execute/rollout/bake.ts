import {formatDuration} from '../../model/duration.js';
import {isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {decideGate, decideWatch, type Gate} from '../../plan/rollout/gate.js';
import type {RolloutRun} from './run.js';
import {takeSample} from './sample.js';
import type {Stop} from './stop.js';

/** Counts change once a minute, but points arrive at any time; 20 s after one of them it is judged at the latest. */
const POLL_MS = 20_000;

/**
 * Waits where the rollout is, judging at every poll, until its gate lets it go on. The same loop watches after 100 %.
 * Returns why the rollout stops, or nothing.
 */
export async function bake(run: RolloutRun, marker: RolloutMarker): Promise<Stop | undefined> {
  const {clock, events} = run.deps;
  const {ref, steps, watchMs} = run.plan;
  const stepIndex = stepIndexOf(marker);
  const startedMs = marker.movedMs.at(-1) ?? clock.now();
  const bakeMs = steps[stepIndex]?.bakeMs ?? watchMs;
  if (isWatching(marker)) events.emit({type: 'watch.started', ref, watchMs});
  else events.emit({type: 'bake.started', ref, stepIndex, stepCount: steps.length, bakeMs});
  let isExtended = false;
  // Hooks and smoke tests before it may have taken long, and nobody reads meanwhile.
  run.readMs = clock.now();
  for (;;) {
    await clock.sleep(untilNextPoll(run, startedMs + bakeMs - clock.now()), run.signal);
    if (run.signal.aborted) return {kind: 'interrupted'};
    const sample = await takeSample(run, marker);
    if (sample.kind === 'stop') return sample.stop;
    if (sample.kind === 'unread' && !run.isWaitOver) continue;
    if (sample.kind === 'unread') return waitOver(run);
    const {judgement} = sample;
    const elapsedMs = Math.max(0, clock.now() - startedMs);
    events.emit({type: 'sample.judged', ref, stepIndex, elapsedMs, bakeMs, judgement});
    const gate = gateOf(run, marker, {judgement, elapsedMs, bakeMs});
    if (gate.kind === 'pass') {
      const early = gate.early && {early: true as const};
      if (!isWatching(marker)) events.emit({type: 'gate.passed', ref, stepIndex, judgement, ...early});
      return undefined;
    }
    if (gate.kind === 'hold') return {kind: 'hold', cause: {kind: gate.cause, message: gate.reason}};
    if (gate.kind === 'abort') return {kind: 'abort', cause: {kind: gate.cause, message: gate.reason}};
    if (gate.kind === 'extend' && !isExtended) {
      isExtended = true;
      events.emit({type: 'step.extended', ref, stepIndex, reason: gate.reason});
    }
    if (run.isWaitOver) return waitOver(run);
  }
}

function gateOf(
  {plan, joinedMs}: RolloutRun,
  marker: RolloutMarker,
  {judgement, ...progress}: Parameters<typeof decideWatch>[1] & {judgement: Parameters<typeof decideWatch>[0]},
): Gate {
  if (isWatching(marker)) return decideWatch(judgement, progress);
  const {settings, onInconclusive, promoteEarly} = plan;
  // Whoever resumes a rollout that waited for a person gives it all the patience again.
  const bakedMs = (marker.movedMs.at(-1) ?? joinedMs) + progress.bakeMs;
  const patienceMs = plan.patienceMs + Math.max(0, joinedMs - bakedMs);
  return decideGate(judgement, {...progress, settleMs: settings.settleMs, patienceMs, onInconclusive, promoteEarly});
}

/** The end of the bake is looked at when it comes, so that the next move is not a minute late. */
function untilNextPoll({plan, deps, joinedMs}: RolloutRun, untilBakedMs: number): number {
  const untilWaitedMs = joinedMs + (plan.waitMs ?? Number.POSITIVE_INFINITY) - deps.clock.now();
  return Math.min(POLL_MS, untilBakedMs > 0 ? untilBakedMs + 1 : POLL_MS, Math.max(0, untilWaitedMs));
}

function waitOver({plan}: RolloutRun): Stop {
  const message = `It was waited for ${formatDuration(plan.waitMs ?? 0)}, as asked.`;
  return {kind: 'hold', cause: {kind: 'waitOver', message}};
}

import {isWatching, type RolloutMarker, stepIndexOf} from '../model/rollout-marker.js';
import {decideGate, decideWatch, type Gate} from '../plan/rollout-gate.js';
import type {RolloutRun} from './rollout-run.js';
import {takeSample} from './rollout-sample.js';
import type {Stop} from './rollout-stop.js';

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
  for (;;) {
    await clock.sleep(untilNextPoll(startedMs + bakeMs - clock.now()), run.signal);
    if (run.signal.aborted) return {kind: 'interrupted'};
    const sample = await takeSample(run, marker);
    if (sample.kind === 'stop') return sample.stop;
    if (sample.kind === 'unread') continue;
    const {judgement} = sample;
    const elapsedMs = clock.now() - startedMs;
    events.emit({type: 'sample.judged', ref, stepIndex, elapsedMs, bakeMs, judgement});
    const gate = gateOf(run, marker, {judgement, elapsedMs, bakeMs});
    if (gate.kind === 'pass') {
      if (!isWatching(marker)) events.emit({type: 'gate.passed', ref, stepIndex, judgement});
      return undefined;
    }
    if (gate.kind === 'hold') return {kind: 'hold', cause: {kind: gate.cause, message: gate.reason}};
    if (gate.kind === 'abort') return {kind: 'abort', cause: {kind: gate.cause, message: gate.reason}};
    if (gate.kind === 'extend' && !isExtended) {
      isExtended = true;
      events.emit({type: 'step.extended', ref, stepIndex, reason: gate.reason});
    }
  }
}

function gateOf(
  {plan}: RolloutRun,
  marker: RolloutMarker,
  {judgement, ...progress}: Parameters<typeof decideWatch>[1] & {judgement: Parameters<typeof decideWatch>[0]},
): Gate {
  if (isWatching(marker)) return decideWatch(judgement, progress);
  const {settings, patienceMs, onInconclusive} = plan;
  return decideGate(judgement, {...progress, settleMs: settings.settleMs, patienceMs, onInconclusive});
}

/** The end of the bake is looked at when it comes, so that the next move is not a minute late. */
function untilNextPoll(untilBakedMs: number): number {
  return untilBakedMs > 0 ? Math.min(POLL_MS, untilBakedMs + 1) : POLL_MS;
}

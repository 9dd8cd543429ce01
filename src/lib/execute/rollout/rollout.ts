import {isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import {bake} from './bake.js';
import {endAsDone, endAsStopped} from './ending.js';
import {runHook} from './hooks.js';
import type {RolloutOutcome} from './outcome.js';
import {type RolloutDeps, RolloutRun} from './run.js';
import {announceMove, claim, shiftToNext} from './shift.js';
import {smokeTest} from './smoke.js';
import {messageOf, type Stop} from './stop.js';

/**
 * Carries a rollout out, or the rest of one that another process began: every step shifted, baked and judged, then the
 * promotion, then the watch. Never throws: what goes wrong after the first write ends with all traffic on stable, with
 * the alias in other hands, or with the commands that repair it. `signal` is a person's; its reason is
 * `{signal: 'SIGINT' | 'SIGTERM'}`, and within five seconds of it the alias is as `plan.onInterrupt` says.
 */
export async function runRollout(deps: RolloutDeps, plan: RolloutPlan, signal: AbortSignal): Promise<RolloutOutcome> {
  const run = new RolloutRun(deps, plan, signal);
  const {ref, rolloutId, stable, candidate, steps, resumed} = plan;
  const started = {ref, rolloutId, stable, candidate, steps};
  if (resumed) {
    deps.events.emit({type: 'rollout.joined', ...started, manner: 'resume', stepIndex: stepIndexOf(resumed)});
  } else {
    deps.events.emit({type: 'rollout.started', ...started});
  }
  const stop = await walk(run);
  return stop ? endAsStopped(run, stop) : endAsDone(run);
}

async function begin(run: RolloutRun): Promise<Stop | undefined> {
  try {
    const unfit = await smokeTest(run.deps, run.plan, run.signal);
    if (unfit) return {kind: 'abort', cause: unfit};
  } catch (error) {
    return run.signal.aborted ? {kind: 'interrupted'} : {kind: 'refusedByAws', error};
  }
  return moveOn(run);
}

async function moveOn(run: RolloutRun): Promise<Stop | undefined> {
  const {steps} = run.plan;
  const stepIndex = run.marker?.movedMs.length ?? 0;
  const step = steps[stepIndex];
  const moment = step ? 'beforeShift' : 'beforePromote';
  const failure = await runHook(run, moment, {stepIndex, weightPercent: step?.weightPercent ?? 100});
  return failure ? {kind: 'abort', cause: failure} : shiftToNext(run);
}

async function afterStep(run: RolloutRun, marker: RolloutMarker): Promise<Stop | undefined> {
  const stepIndex = stepIndexOf(marker);
  const weightPercent = marker.steps[stepIndex]?.weightPercent ?? 100;
  const failure = await runHook(run, 'afterStep', {stepIndex, weightPercent});
  return failure && {kind: 'abort', cause: failure};
}

async function walk(run: RolloutRun): Promise<Stop | undefined> {
  const {resumed, detach, watchMs} = run.plan;
  try {
    let stop = await (resumed ? claim(run, resumed) : begin(run));
    if (!stop && detach) return {kind: 'detached'};
    for (;;) {
      if (stop?.kind === 'movedElsewhere') {
        run.follow(stop.alias, stop.marker);
        announceMove(run, stop.marker);
      } else if (stop) {
        return stop;
      }
      const {marker} = run;
      if (!marker || (isWatching(marker) && watchMs === 0)) return undefined;
      stop = await bake(run, marker);
      if (stop) continue;
      if (isWatching(marker)) return undefined;
      run.stepsPassed = marker.movedMs.length;
      stop = (await afterStep(run, marker)) ?? (await moveOn(run));
    }
  } catch (error) {
    // Ports' errors have been dealt with; whatever arrives here is ours, and traffic does not stay on a candidate for it.
    return {kind: 'abort', cause: {kind: 'bug', message: messageOf(error), error}};
  }
}

import {isWatching, stepIndexOf} from '../model/rollout-marker.js';
import type {RolloutPlan} from '../plan/rollout-plan.js';
import {bake} from './rollout-bake.js';
import {endAsDone, endAsStopped} from './rollout-ending.js';
import type {RolloutOutcome} from './rollout-outcome.js';
import {type RolloutDeps, RolloutRun} from './rollout-run.js';
import {announceMove, claim, shiftToNext} from './rollout-shift.js';
import {messageOf, type Stop} from './rollout-stop.js';

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

async function walk(run: RolloutRun): Promise<Stop | undefined> {
  const {resumed, detach, watchMs} = run.plan;
  try {
    let stop = await (resumed ? claim(run, resumed) : shiftToNext(run));
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
      stop = await shiftToNext(run);
    }
  } catch (error) {
    // Ports' errors have been dealt with; whatever arrives here is ours, and traffic does not stay on a candidate for it.
    return {kind: 'abort', cause: {kind: 'bug', message: messageOf(error), error}};
  }
}

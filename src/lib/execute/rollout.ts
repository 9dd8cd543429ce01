import type {RolloutPlan} from '../plan/rollout-plan.js';
import {bake} from './rollout-bake.js';
import {endAsDone, endAsStopped} from './rollout-ending.js';
import type {RolloutOutcome} from './rollout-outcome.js';
import {type RolloutDeps, RolloutRun} from './rollout-run.js';
import {shiftToNext} from './rollout-shift.js';
import {messageOf, type Stop} from './rollout-stop.js';

/**
 * Carries a rollout out: every step shifted, baked and judged, then the promotion, then the watch. Never throws: what
 * goes wrong after the first write ends with all traffic on stable, with the alias in other hands, or with the commands
 * that repair it. `signal` is a person's; its reason is `{signal: 'SIGINT' | 'SIGTERM'}`, and within five seconds of it
 * the alias is as `plan.onInterrupt` says.
 */
export async function runRollout(deps: RolloutDeps, plan: RolloutPlan, signal: AbortSignal): Promise<RolloutOutcome> {
  const run = new RolloutRun(deps, plan, signal);
  const {ref, rolloutId, stable, candidate, steps} = plan;
  deps.events.emit({type: 'rollout.started', ref, rolloutId, stable, candidate, steps});
  const stop = await walk(run);
  return stop ? endAsStopped(run, stop) : endAsDone(run);
}

async function walk(run: RolloutRun): Promise<Stop | undefined> {
  try {
    for (let move = 0; move <= run.plan.steps.length; move++) {
      const stop = await shiftToNext(run);
      if (stop) return stop;
      const isLast = move === run.plan.steps.length;
      if (isLast && run.plan.watchMs === 0) return undefined;
      const stopped = run.marker && (await bake(run, run.marker));
      if (stopped) return stopped;
      if (!isLast) run.stepsPassed = move + 1;
    }
    return undefined;
  } catch (error) {
    // Ports' errors have been dealt with; whatever arrives here is ours, and traffic does not stay on a candidate for it.
    return {kind: 'abort', cause: {kind: 'bug', message: messageOf(error), error}};
  }
}

import type {AliasTarget} from '../../model/alias/target.js';
import {fullMinute} from '../../model/full-minute.js';
import {isWatching, lateMove, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {Deadline} from '../alias/deadline.js';
import {isEarlyMove, waitForFullMinute} from '../alias/full-minute.js';
import type {WriteResult} from '../alias/guarded-alias.js';
import {writePersistently} from '../alias/persistent-write.js';
import type {RolloutRun} from './run.js';
import {messageOf, type Stop, stoppedByFailure, stoppedElsewhere} from './stop.js';

const SHIFT_MS = 30_000;

/**
 * The next move of a rollout: the weight of the next step, or all traffic after the last. Just after a full minute, in
 * one guarded write, read back. Returns why the rollout stops, or nothing.
 */
export async function shiftToNext(run: RolloutRun): Promise<Stop | undefined> {
  const {clock} = run.deps;
  await waitForFullMinute(clock, run.signal);
  if (run.signal.aborted) return {kind: 'interrupted'};
  const atMs = clock.now();
  const marker = run.nextMarker(fullMinute(atMs));
  const target = isWatching(marker) && run.plan.watchMs === 0 ? run.promoted : run.targetOf(marker);
  const result = await write(run, target);
  switch (result.kind) {
    case 'takenOver':
      return stoppedElsewhere(run, result.alias);
    case 'failed':
      if (!result.sent && run.isUntouched) return {kind: 'refusedByAws', error: result.error};
      return stoppedByFailure(run, 'traffic could not be moved', result.error);
    case 'written':
      run.marker = marker;
      run.weights.push({atMs, weightPercent: marker.steps[stepIndexOf(marker)]?.weightPercent ?? 100});
      announceMove(run, marker);
      return target === run.promoted || isEarlyMove(clock, atMs) ? undefined : markAsLate(run, marker);
  }
}

/**
 * A move that AWS took long to carry out has mixed its minute: the marker says so, long before anybody judges that minute.
 * Returns why the rollout stops, or nothing.
 */
async function markAsLate(run: RolloutRun, marker: RolloutMarker): Promise<Stop | undefined> {
  const {clock, events} = run.deps;
  const movedMs = [...marker.movedMs.slice(0, -1), lateMove(marker.movedMs.at(-1) ?? clock.now())];
  run.marker = {...marker, movedMs};
  const result = await write(run, run.targetOf(run.marker));
  if (result.kind === 'takenOver') return stoppedElsewhere(run, result.alias);
  if (result.kind === 'failed') {
    const message = `The alias does not say that its last move came late: ${messageOf(result.error)}`;
    events.emit({type: 'warning', code: 'LATE_MOVE_NOT_MARKED', message});
  }
  return undefined;
}

/**
 * Makes a rollout that another process began this one's: its marker names our runner from then on. Of two that resume
 * at once, exactly one succeeds. Traffic stays as it is. Returns why it is not ours, or nothing.
 */
export async function claim(run: RolloutRun, resumed: RolloutMarker): Promise<Stop | undefined> {
  const result = await write(run, run.targetOf(resumed));
  switch (result.kind) {
    case 'takenOver':
      return stoppedElsewhere(run, result.alias);
    case 'failed':
      if (run.signal.aborted) return {kind: 'interrupted'};
      if (!result.sent && run.isUntouched) return {kind: 'refusedByAws', error: result.error};
      return stoppedByFailure(run, 'it could not be taken over from the process that began it', result.error);
    case 'written':
      run.marker = resumed;
      return undefined;
  }
}

/** Says where traffic is after a move, whoever made it. */
export function announceMove({deps, plan}: RolloutRun, marker: RolloutMarker): void {
  const {ref, stable, candidate, steps} = plan;
  const stepIndex = stepIndexOf(marker);
  const step = steps[stepIndex];
  if (!step) {
    deps.events.emit({type: 'traffic.shifted', ref, stable: candidate});
    deps.events.emit({type: 'rollout.promoted', ref, version: candidate});
    return;
  }
  deps.events.emit({
    type: 'traffic.shifted',
    ref,
    stable,
    candidate: {version: candidate, weightPercent: step.weightPercent},
    stepIndex,
    stepCount: steps.length,
  });
}

/** One guarded write in half a minute at most; a signal ends the trying. */
async function write({alias, deps: {clock}, signal}: RolloutRun, target: AliasTarget): Promise<WriteResult> {
  const deadline = new Deadline({clock, budgetMs: SHIFT_MS, interrupt: signal});
  const result = await writePersistently(alias, target, {deadline, stopsWhenRefused: true});
  deadline.dispose();
  return result;
}

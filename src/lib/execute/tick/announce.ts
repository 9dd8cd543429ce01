import type {AliasRef} from '../../model/function-ref.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import type {EventSink} from '../../ports/events.js';

/** Says where traffic is after a move, whoever made it. */
export function announceMove(events: EventSink, ref: AliasRef, marker: RolloutMarker): void {
  const {stable, candidate: version, steps} = marker;
  const stepIndex = stepIndexOf(marker);
  const step = steps[stepIndex];
  if (!step) {
    events.emit({type: 'traffic.shifted', ref, stable: version});
    events.emit({type: 'rollout.promoted', ref, version});
    return;
  }
  const candidate = {version, weightPercent: step.weightPercent};
  events.emit({type: 'traffic.shifted', ref, stable, candidate, stepIndex, stepCount: steps.length});
}

/** Says that a rollout stays where it is now: for the bake of its step, or to be watched. */
export function announceBake(events: EventSink, ref: AliasRef, {steps, watchMs, movedMs}: RolloutMarker): void {
  const stepIndex = movedMs.length - 1;
  const step = steps[stepIndex];
  if (step) events.emit({type: 'bake.started', ref, stepIndex, stepCount: steps.length, bakeMs: step.bakeMs});
  else events.emit({type: 'watch.started', ref, watchMs});
}

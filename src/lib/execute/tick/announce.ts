import type {AliasRef} from '../../model/function/ref.js';
import {isWatching, type RolloutMarker, stepIndexOf, weightsOf} from '../../model/rollout/marker.js';
import {placeOf, sentWeights} from '../../model/rollout/place.js';
import {bakeOf} from '../../plan/tick/bake-of.js';
import type {EventSink} from '../../ports/events.js';
import type {JudgedBy} from './judged-by.js';

/** Says where traffic is after a move, whoever made it. */
export function announceMove(events: EventSink, ref: AliasRef, marker: RolloutMarker): void {
  const {stable, candidate: version, steps} = marker;
  const stepIndex = stepIndexOf(marker);
  const weightPercent = weightsOf(marker).at(-1) ?? 100;
  const of = placeOf(marker);
  if (isWatching(marker)) {
    events.emit({type: 'traffic.shifted', ref, stable: version, of});
    events.emit({type: 'rollout.promoted', ref, version, of});
    return;
  }
  const candidate = {version, weightPercent};
  events.emit({type: 'traffic.shifted', ref, stable, candidate, stepIndex, stepCount: steps.length, of});
}

/** Says that a rollout stays where it is now: for the bake of its step, or to be watched. */
export function announceBake(events: EventSink, ref: AliasRef, marker: RolloutMarker): void {
  const [stepIndex, stepCount] = [stepIndexOf(marker), marker.steps.length];
  if (isWatching(marker)) events.emit({type: 'watch.started', ref, watchMs: marker.watchMs});
  else events.emit({type: 'bake.started', ref, stepIndex, stepCount, bakeMs: bakeOf(marker)});
}

/** Says that somebody follows a rollout that others work on, and what is known of it. */
export function announceJoin(
  events: EventSink,
  ref: AliasRef,
  marker: RolloutMarker,
  about: Pick<JudgedBy, 'notes' | 'changes'>,
): void {
  const {rolloutId, stable, candidate, steps} = marker;
  const where = {stepIndex: stepIndexOf(marker), weights: sentWeights(marker)};
  events.emit({type: 'rollout.joined', ref, rolloutId, manner: 'watch', stable, candidate, steps, ...where, ...about});
}

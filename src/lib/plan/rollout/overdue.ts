import type {Judgement} from '../../analysis/judgement.js';
import {isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {patienceFor} from './rollout.js';

/** A process that works on a rollout polls every 20 s and moves just after a full minute. */
const SLACK_MS = 180_000;

/**
 * Whether a process at work would have moved the rollout by now. Nothing in an alias tells who is alive; this is the
 * most that anybody can see from outside. `nowMs` is epoch milliseconds.
 */
export function isOverdue(marker: RolloutMarker, judgement: Judgement | undefined, nowMs: number): boolean {
  const bakeMs = isWatching(marker) ? marker.watchMs : (marker.steps[stepIndexOf(marker)]?.bakeMs ?? 0);
  const lateMs = nowMs - (marker.movedMs.at(-1) ?? nowMs) - bakeMs;
  const isDue = isWatching(marker) || judgement?.verdict === 'pass' || judgement?.verdict === 'fail';
  return lateMs > SLACK_MS + (isDue ? 0 : patienceFor(marker.steps));
}

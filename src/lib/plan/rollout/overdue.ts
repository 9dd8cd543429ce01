import type {Judgement} from '../../analysis/judgement.js';
import {isWatching, type RolloutMarker} from '../../model/rollout/marker.js';
import {stepClock} from '../tick/step-clock.js';
import {patienceFor} from './rollout.js';

/** A process that works on a rollout polls every 20 s and moves just after a full minute. */
const SLACK_MS = 180_000;

/**
 * Whether a process at work would have moved the rollout by now. Nothing in an alias tells who is alive; this is the
 * most that anybody can see from outside. `nowMs` is epoch milliseconds.
 */
export function isOverdue(marker: RolloutMarker, judgement: Judgement | undefined, nowMs: number): boolean {
  const {elapsedMs, bakeMs} = stepClock(marker, nowMs);
  const isDue = isWatching(marker) || judgement?.verdict === 'pass' || judgement?.verdict === 'fail';
  return elapsedMs - bakeMs > SLACK_MS + (isDue ? 0 : patienceFor(marker.steps));
}

import {MINUTE_MS} from '../duration.js';
import {fullMinute} from '../full-minute.js';
import {type RolloutMarker, startOf} from './marker.js';

/**
 * The whole minutes from a rollout's start to now, start inclusive, end exclusive, epoch milliseconds; one minute at least, also of a
 * rollout that was begun by a clock that runs ahead of this one.
 */
export function rolloutWindow(marker: RolloutMarker, nowMs: number): {readonly fromMs: number; readonly toMs: number} {
  const fromMs = startOf(marker);
  return {fromMs, toMs: Math.max(fullMinute(nowMs), fullMinute(fromMs)) + MINUTE_MS};
}

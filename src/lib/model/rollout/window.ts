import {MINUTE_MS} from '../duration.js';
import {fullMinute} from '../full-minute.js';
import {type RolloutMarker, startOf} from './marker.js';

/** The whole minutes from a rollout's start to now, start inclusive, end exclusive, epoch milliseconds. */
export function rolloutWindow(marker: RolloutMarker, nowMs: number): {readonly fromMs: number; readonly toMs: number} {
  return {
    fromMs: startOf(marker),
    toMs: fullMinute(nowMs) + MINUTE_MS,
  };
}

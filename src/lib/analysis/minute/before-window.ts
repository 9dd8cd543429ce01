import {fullMinute} from '../../model/full-minute.js';
import {MINUTE_MS} from './paired-minute.js';

/** What was so before is looked at over this long … */
const LENGTH_MS = 180 * MINUTE_MS;
/** … up to this long before the rollout, so that late points have arrived and every process reads the same. */
const GAP_MS = 5 * MINUTE_MS;

/** The time before a rollout that its signals are held against: fixed by its start alone, whole minutes, end exclusive. */
export function beforeWindow(startMs: number): {readonly fromMs: number; readonly toMs: number} {
  const toMs = fullMinute(startMs) - GAP_MS;
  return {fromMs: toMs - LENGTH_MS, toMs};
}

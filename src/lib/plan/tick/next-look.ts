import {MINUTE_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';

/** Counts change once a minute, but points arrive at any time; 20 s after one of them it is judged at the latest. */
const POLL_MS = 20_000;

/**
 * When a rollout is to be looked at next, epoch milliseconds: when the next minute settles, so that what it shows is acted
 * on at once; at the next full minute, since that is when traffic moves; at the end of the bake; and every 20 s, for
 * points arrive when they like.
 */
export function nextLook(nowMs: number, {settleMs, bakedMs}: {readonly settleMs: number; readonly bakedMs: number}) {
  const full = fullMinute(nowMs) + MINUTE_MS;
  const settles = fullMinute(nowMs - settleMs) + MINUTE_MS + settleMs;
  const moments = [nowMs + POLL_MS, full, settles, bakedMs];
  return Math.min(...moments.filter((moment) => moment > nowMs));
}

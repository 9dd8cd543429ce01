import type {WeightPercent} from '../../model/rollout/weight.js';
import {MAX_COMPARED_WEIGHT_PERCENT} from '../settings.js';
import {MINUTE_MS, type PairedMinute} from './paired-minute.js';
import type {WeightChange} from './weight-change.js';

/** A settled minute with the weight that was configured at its end. Counts, never this, enter the bets. */
export interface WeightedMinute extends PairedMinute {
  readonly weightPercent: WeightPercent;
}

export interface Selection {
  readonly changes: readonly WeightChange[];
  readonly nowMs: number;
  readonly settleMs: number;
  /** No minute within this time after a move, either; absent for the move's own minute being of use. */
  readonly quietMs?: number;
}

// An alias update takes seconds until every invoke follows it, so one sent late in a minute also mixes the next.
const PROPAGATION_MS = 10_000;
// Sent this early, a move is in force within a fifth of its minute, as MOVE_MINUTE_RATIO needs.
const EARLY_MS = MINUTE_MS / 5 - PROPAGATION_MS;

/**
 * The minutes of the rollout that may be judged at `nowMs`, oldest first: ended at least `settleMs` ago, not before
 * the first change, not at weight 0. Of those that a weight change touches only the ones with a single early move
 * towards the candidate, marked `hasMove`: an incident that begins in such a minute shows up to 1.25 times the odds
 * between identical versions, in any other there is no such bound.
 */
export function settledMinutes(minutes: readonly PairedMinute[], selection: Selection): WeightedMinute[] {
  const changes = selection.changes.toSorted((a, b) => a.atMs - b.atMs);
  const settled: WeightedMinute[] = [];
  for (const minute of minutes) {
    const endMs = minute.minuteMs + MINUTE_MS;
    if (endMs + selection.settleMs > selection.nowMs) continue;
    const quietMs = Math.max(PROPAGATION_MS, selection.quietMs ?? 0);
    const touching = changes.filter((change) => change.atMs < endMs && change.atMs + quietMs > minute.minuteMs);
    const before = changes.findLast((change) => change.atMs < minute.minuteMs)?.weightPercent ?? 0;
    if (touching.length === 0) {
      if (before > 0) settled.push({...minute, weightPercent: before});
      continue;
    }
    const [move, other] = touching;
    if (selection.quietMs !== undefined || !move || other) continue;
    const isEarly = move.atMs >= minute.minuteMs && move.atMs <= minute.minuteMs + EARLY_MS;
    if (isEarly && move.weightPercent > before) {
      settled.push({...minute, weightPercent: move.weightPercent, hasMove: true});
    }
  }
  return settled;
}

/** Whether stable still has enough of the traffic to be a control. */
export function isCompared(minute: WeightedMinute): boolean {
  return minute.weightPercent <= MAX_COMPARED_WEIGHT_PERCENT;
}

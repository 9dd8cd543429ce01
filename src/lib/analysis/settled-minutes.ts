import type {WeightPercent} from '../model/weight.js';
import {MINUTE_MS, type PairedMinute} from './paired-minute.js';
import {MAX_COMPARED_WEIGHT_PERCENT} from './settings.js';
import type {WeightChange} from './weight-change.js';

/** A settled minute with the one weight that was configured during all of it. Counts, never this, enter the bets. */
export interface WeightedMinute extends PairedMinute {
  readonly weightPercent: WeightPercent;
}

interface Selection {
  readonly changes: readonly WeightChange[];
  readonly nowMs: number;
  readonly settleMs: number;
}

// An alias update takes seconds until every invoke follows it, so one sent late in a minute also mixes the next.
const PROPAGATION_MS = 10_000;

/**
 * The minutes of the rollout that may be judged at `nowMs`, oldest first: ended at least `settleMs` ago, not before
 * the first change, not at weight 0, and none that a weight change touches. An incident that begins in the minute of
 * a 5 → 25 % move would otherwise show an odds ratio of 1.7 between identical versions.
 */
export function settledMinutes(minutes: readonly PairedMinute[], selection: Selection): WeightedMinute[] {
  const changes = selection.changes.toSorted((a, b) => a.atMs - b.atMs);
  const settled: WeightedMinute[] = [];
  for (const minute of minutes) {
    const endMs = minute.minuteMs + MINUTE_MS;
    if (endMs + selection.settleMs > selection.nowMs) continue;
    if (changes.some((change) => change.atMs < endMs && change.atMs + PROPAGATION_MS > minute.minuteMs)) continue;
    const weightPercent = changes.findLast((change) => change.atMs < minute.minuteMs)?.weightPercent ?? 0;
    if (weightPercent > 0) settled.push({...minute, weightPercent});
  }
  return settled;
}

/** Whether stable still has enough of the traffic to be a control. */
export function isCompared(minute: WeightedMinute): boolean {
  return minute.weightPercent <= MAX_COMPARED_WEIGHT_PERCENT;
}

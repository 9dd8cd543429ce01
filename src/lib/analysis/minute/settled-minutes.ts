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
  /** The tolerated ratio: the minute of a move is of use when it shows identical versions at most that far apart. */
  readonly ratio: number;
  /** No minute within this time after a move, either; absent for the move's own minute being of use. */
  readonly quietMs?: number;
}

/** An alias update takes seconds until every invoke follows it, so one sent late in a minute also mixes the next. */
const PROPAGATION_MS = 10_000;
/** A move written down as a full minute's was acknowledged within four seconds of it, and has seven more to spread. */
const FULL_MINUTE_MOVE_MS = 11_000;

/**
 * The minutes of the rollout that may be judged at `nowMs`, oldest first: ended at least `settleMs` ago, not before
 * the first change, not at weight 0. Of those that a weight change touches only the ones with a single move towards the
 * candidate, so early that identical versions look at most `ratio` apart in it; they are marked `hasMove`.
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
    if (selection.quietMs !== undefined || !move || other || move.atMs < minute.minuteMs) continue;
    const inForceMs = Math.max(FULL_MINUTE_MOVE_MS, move.atMs - minute.minuteMs + PROPAGATION_MS);
    if (isFairMove(before, move.weightPercent, selection.ratio, inForceMs)) {
      settled.push({...minute, weightPercent: move.weightPercent, hasMove: true});
    }
  }
  return settled;
}

/** Whether the minute of a move towards the candidate shows identical versions at most `ratio` apart. */
export function isFairMove(
  before: WeightPercent,
  after: WeightPercent,
  ratio: number,
  inForceMs = FULL_MINUTE_MOVE_MS,
): boolean {
  return after > before && moveMinuteRatio(before, after, inForceMs / MINUTE_MS) <= ratio;
}

/**
 * How many times more often the candidate seems to fail than an identical stable, at the most, in a minute that had the
 * weight `before` (percent) for the share `until` (0–1) of it and `after` for the rest: when all failures fall on the rest.
 * The candidate's odds there are those of `after`, and the counts of the whole minute show those of the mean weight.
 */
export function moveMinuteRatio(before: WeightPercent, after: WeightPercent, until: number): number {
  if (until >= 1) return Number.POSITIVE_INFINITY;
  const mean = until * before + (1 - until) * after;
  return (after * (100 - mean)) / (mean * (100 - after));
}

/** Whether stable still has enough of the traffic to be a control. */
export function isCompared(minute: WeightedMinute): boolean {
  return minute.weightPercent <= MAX_COMPARED_WEIGHT_PERCENT;
}

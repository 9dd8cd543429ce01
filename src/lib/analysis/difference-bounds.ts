import {logErrorBets} from './bet/error-bet.js';
import {logMeanExp} from './bet/log-space.js';
import {logPromotionBets} from './bet/promotion-bet.js';
import type {RateInterval} from './judgement.js';
import {hasBothSides, type PairedMinute} from './minute/paired-minute.js';

// Halving [−1, 1] this often reaches the last digit of a double.
const HALVINGS = 60;
/** Of the bet that bounds the difference from above: what it excludes lies far above what was seen. */
const STAKES = [0.5, 0.8, 1] as const;

/**
 * Bounds on candidate's rate minus stable's, averaged over the minutes with both sides: the differences that the two
 * bets, without tolerance and cap, have not excluded yet. Time-uniform: looking often does not spoil the confidence
 * 1 − alpha. [−1, 1] without such a minute.
 */
export function differenceBounds(minutes: readonly PairedMinute[], alpha = 0.05): RateInterval {
  const both = minutes.filter(hasBothSides);
  const need = Math.log(2 / alpha);
  // Either bet grows steadily with its `plus`: the upper one with a larger, the lower one with a smaller difference.
  const excludesAbove = (plus: number) =>
    logTotal(both, (minute) => logPromotionBets(minute, {ratio: 1, plus}, STAKES)) >= need;
  const excludesBelow = (plus: number) => logTotal(both, (minute) => logErrorBets(minute, {ratio: 1, plus})) >= need;
  return {
    lower: -boundary((difference) => excludesBelow(-difference)),
    upper: boundary(excludesAbove),
  };
}

/** The point of [−1, 1] above which `excluded` holds; 1 where it never does. */
function boundary(excluded: (difference: number) => boolean): number {
  let low = -1;
  let high = 1;
  if (!excluded(high)) return high;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (excluded(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function logTotal(minutes: readonly PairedMinute[], bets: (minute: PairedMinute) => number[]): number {
  const totals: number[] = [];
  for (const minute of minutes) {
    bets(minute).forEach((bet, index) => {
      totals[index] = (totals[index] ?? 0) + bet;
    });
  }
  return totals.length === 0 ? 0 : logMeanExp(totals);
}

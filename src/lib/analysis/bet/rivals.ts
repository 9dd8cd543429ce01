import type {SideCounts} from '../minute/paired-minute.js';
import type {Tolerance} from '../settings.js';
import {RIVALS} from './error-bet.js';

/** What both sides did before the minute that is bet on; `stable` begins before the rollout. */
export interface Seen {
  readonly candidate: SideCounts;
  readonly stable: SideCounts;
}

/** Before anything has been seen the adaptive rival bets on this multiple, as firmly as on one error. */
const PRIOR_MULTIPLE = 2.5;
const PRIOR_ERRORS = 1;

/**
 * The multiple of the tolerated ratio that what has been seen so far speaks for: the mean of a Gamma belief about the
 * ratio of the rates, which one error's worth of belief in a fourfold one begins. Within the reach of the fixed rivals.
 * Of several pairs of versions it is the one multiple that speaks for all of them.
 */
export function adaptiveMultiple(pairs: readonly Seen[], {ratio}: Tolerance): number {
  let [errors, expected] = [PRIOR_ERRORS, PRIOR_ERRORS / PRIOR_MULTIPLE];
  for (const {candidate, stable} of pairs) {
    errors += candidate.errors;
    expected += (candidate.invocations * ratio * (stable.errors + 0.5)) / (stable.invocations + 1);
  }
  return Math.min(RIVALS[RIVALS.length - 1] ?? 1, Math.max(RIVALS[0], errors / expected));
}

/**
 * How a stake is shared between the fixed rivals and, last, the adaptive one: half to that, half to the fixed ones that
 * are possible. At stable's rate a rival may not fail more often than always.
 */
export function stakeShares({stable}: Pick<Seen, 'stable'>, {ratio}: Tolerance): readonly number[] {
  const stableRate = stable.invocations > 0 ? stable.errors / stable.invocations : 0;
  const isPossible = RIVALS.map((multiple, index) => index === 0 || multiple * ratio * stableRate <= 1);
  const possible = isPossible.filter(Boolean).length;
  return [...isPossible.map((is) => (is ? 0.5 / possible : 0)), 0.5];
}

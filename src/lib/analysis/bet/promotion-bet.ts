import type {PairedMinute} from '../minute/paired-minute.js';
import {BANK, PROMOTION, type Tolerance} from '../settings.js';
import {logMeanExp} from './log-space.js';

/** The best stake is one minus the ratio of the candidate's rate to the unacceptable one: from a function that fails often to none. */
const STAKES = [0.3, 0.5, 0.8, 1] as const;

/**
 * log e-value of one minute for every stake g against "the candidate's rate is at least ratio × stable + plus":
 * `(1 − g)^x_c · (1 + g·ρ·n_c/n_s)^x_s · exp(g·δ·n_c)`, the error bet turned round. Valid without stable traffic.
 */
export function logPromotionBets(
  {candidate, stable}: PairedMinute,
  unacceptable: Tolerance,
  stakes: readonly number[] = STAKES,
): number[] {
  return stakes.map((stake) => {
    // 0^0 is 1: without an error nothing is lost, with one the whole stake is (−Infinity at stake 1).
    const lost = candidate.errors > 0 ? candidate.errors * Math.log1p(-stake) : 0;
    const odds = stable.errors > 0 ? (stake * unacceptable.ratio * candidate.invocations) / stable.invocations : 0;
    return lost + stable.errors * Math.log1p(odds) + stake * unacceptable.plus * candidate.invocations;
  });
}

/** log evidence of one step's minutes that the candidate is acceptable; no minute counts more than the bank's cap. */
export function logPromotionEvidence(minutes: readonly PairedMinute[], unacceptable: Tolerance = PROMOTION): number {
  const totals = STAKES.map(() => 0);
  for (const minute of minutes) {
    logPromotionBets(minute, unacceptable).forEach((bet, stake) => {
      totals[stake] = (totals[stake] ?? 0) + Math.min(bet, Math.log(BANK.cap));
    });
  }
  return logMeanExp(totals);
}

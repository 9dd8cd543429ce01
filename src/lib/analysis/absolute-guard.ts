import {logWorth, openBank, play} from './bet/bank.js';
import type {SideCounts} from './minute/paired-minute.js';

const MULTIPLES = [2, 4, 10] as const;
const HIGHEST = 0.9;
const NEARLY_ALWAYS = 0.95;
const LIMIT = {least: 0.05, most: 0.5} as const;

/**
 * Error rate (0–1) above which a candidate without a control is unhealthy: three times what stable showed while both
 * served, on the safe side of few data (15 % without any), never below 5 % or above 50 %.
 */
export function guardLimit(stable: SideCounts): number {
  const tripled = (3 * (stable.errors + 3)) / (stable.invocations + 60);
  return Math.min(LIMIT.most, Math.max(LIMIT.least, tripled));
}

/** log e-values of one minute against "the candidate fails at most `limit`", for rates of 2, 4, 10 × limit and 95 %. */
export function logGuardBets({invocations, errors}: SideCounts, limit: number): number[] {
  const rates = [...MULTIPLES.map((multiple) => Math.min(multiple * limit, HIGHEST)), NEARLY_ALWAYS];
  return rates.map(
    (rate) => errors * Math.log(rate / limit) + (invocations - errors) * Math.log((1 - rate) / (1 - limit)),
  );
}

/**
 * log evidence that the candidate fails more than `limit`; it does not say whose fault that is. Staked like the error
 * bet, so that a failure that begins after a long good watch still meets fresh stakes; no cap, there are no two sides
 * of which one could arrive late.
 */
export function logGuardEvidence(minutes: readonly SideCounts[], limit: number): number {
  let bank = openBank(MULTIPLES.length + 1);
  for (const minute of minutes) bank = play(bank, logGuardBets(minute, limit), false);
  return logWorth(bank);
}

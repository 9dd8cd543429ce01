import {logWorth, openBank, play} from './bet/bank.js';
import type {SideCounts} from './minute/paired-minute.js';
import {BANK} from './settings.js';

const MULTIPLES = [2, 4, 10] as const;
const HIGHEST = 0.9;
const NEARLY_ALWAYS = 0.95;
const LIMIT = {least: 0.05, most: 0.5} as const;
/** A minute has a rate worth the name from so many invocations on. */
const TELLING_INVOCATIONS = 20;
/** The limit lies this much above the worst minute … */
const ABOVE_WORST = 1.5;
/** … and never so high that nothing could reach it. */
const HIGHEST_LIMIT = 0.9;
/** Two minutes in which at least half fails, three or more, need no comparison. */
const OBVIOUS_MINUTES = 2;

/**
 * Error rate (0–1) above which a candidate without a control is unhealthy: three times what stable showed in its minutes
 * before the rollout and beside the candidate, on the safe side of few data (15 % without any), between 5 % and 50 %; and
 * always half as much again as the worst of those minutes, for what has happened to stable may happen to the candidate.
 */
export function guardLimit(stable: readonly SideCounts[]): number {
  const sum = (of: (minute: SideCounts) => number) => stable.reduce((total, minute) => total + of(minute), 0);
  const tripled = (3 * (sum(({errors}) => errors) + 3)) / (sum(({invocations}) => invocations) + 60);
  const rates = stable.map(({invocations, errors}) => (invocations < TELLING_INVOCATIONS ? 0 : errors / invocations));
  const worst = Math.min(HIGHEST_LIMIT, ABOVE_WORST * Math.max(0, ...rates));
  return Math.max(worst, Math.min(LIMIT.most, Math.max(LIMIT.least, tripled)));
}

/** Whether at least two minutes failed so often that nobody need wait for a comparison. */
export function isObviousFailure(minutes: readonly SideCounts[]): boolean {
  const {errors: least, rate} = BANK.obvious;
  const obvious = minutes.filter(({invocations, errors}) => errors >= least && errors >= rate * invocations);
  return obvious.length >= OBVIOUS_MINUTES;
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
  for (const minute of minutes) bank = play(bank, logGuardBets(minute, limit), {capped: false});
  return logWorth(bank);
}

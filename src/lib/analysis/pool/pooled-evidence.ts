import {type Bank, logWorth, openBank, play} from '../bet/bank.js';
import {logErrorBets, RIVALS} from '../bet/error-bet.js';
import {adaptiveMultiple, type Seen, stakeShares} from '../bet/rivals.js';
import type {PairedMinute, SideCounts} from '../minute/paired-minute.js';
import type {AnalysisSettings} from '../settings.js';
import {sumOf} from '../side-summary.js';

/** What a car brings to the evidence of its train: its minutes beside its own stable version. */
export interface PooledCar {
  /** Those that its own comparison uses. */
  readonly compared: readonly PairedMinute[];
  /** What its stable version did before the rollout, as far as it is known. */
  readonly stableBefore?: SideCounts | undefined;
}

/** The evidence of all cars together that what they have in common is worse than tolerated. */
export interface PooledEvidence {
  readonly log: number;
  /** What each car brings to the rival that has made most, in the cars' order: nats, negative where it speaks against. */
  readonly perCar: readonly number[];
  /** Minutes of the clock in which at least one car was compared. */
  readonly minutes: number;
}

type PoolRules = Pick<AnalysisSettings, 'alpha' | 'tolerate'>;

/** No car brings more than this share of what convicts: it takes two at least to convict a train. */
const MOST_OF_ONE_CAR = 0.5;

/**
 * One bank over the minutes of all cars: the log bets of all of them in a minute are summed, a rival at a time. Where every
 * car is tolerable each bet is fair, given whatever incident they share, and requests are routed apart from each other; so their product
 * is fair, too, and 1 / alpha is exceeded with probability at most alpha, ever (Ville, 1939). What one car brings to a rival
 * is cut off at half of what convicts, which only makes the bank smaller: a car that is bad by itself is convicted by itself, and does
 * not condemn the others. Computed again from the first minute on, since late points may have changed any of them.
 */
export function pooledEvidence(cars: readonly PooledCar[], rules: PoolRules): PooledEvidence {
  const pool = openPool(cars.map(({stableBefore}) => stableBefore ?? NOTHING));
  const clock = minutesOfTheClock(cars);
  for (const played of clock) playTogether(pool, played, rules);
  const {logBanks} = pool.bank;
  const best = logBanks.indexOf(Math.max(...logBanks));
  return {log: logWorth(pool.bank), perCar: pool.brought.map((nats) => nats[best] ?? 0), minutes: clock.length};
}

/** The common bank between two minutes, and what each car has seen and brought until then. It changes as it is played. */
export interface Pool {
  bank: Bank;
  readonly seen: Seen[];
  /** Of each car to each rival, nats. */
  readonly brought: number[][];
}

/** What a car did in one minute. */
interface PlayedMinute {
  /** Its place among the cars. */
  readonly car: number;
  readonly minute: PairedMinute;
}

/** A bank worth 1, for cars of which the stable versions did this before. */
export function openPool(stableBefore: readonly SideCounts[]): Pool {
  return {
    bank: openBank(RIVALS.length + 1),
    seen: stableBefore.map((stable) => ({candidate: NOTHING, stable})),
    brought: stableBefore.map(() => new Array<number>(RIVALS.length + 1).fill(0)),
  };
}

/** One more minute of the clock, with what the cars did in it. */
export function playTogether(pool: Pool, played: readonly PlayedMinute[], {alpha, tolerate}: PoolRules): void {
  const {seen, brought} = pool;
  const mostOfOne = -Math.log(alpha) * MOST_OF_ONE_CAR;
  const multiples = [...RIVALS, adaptiveMultiple(seen, tolerate)];
  const shares = stakeShares({stable: sumOf(seen.map(({stable}) => stable))}, tolerate);
  const logBets = multiples.map(() => 0);
  for (const {car, minute} of played) {
    const before = brought[car] ?? [];
    const after = logErrorBets(minute, tolerate, multiples).map((bet, rival) =>
      Math.min((before[rival] ?? 0) + bet, mostOfOne),
    );
    for (const [rival, nats] of after.entries()) logBets[rival] = (logBets[rival] ?? 0) + nats - (before[rival] ?? 0);
    brought[car] = after;
  }
  // What the cap of a minute is for, one environment gone sick, cannot befall several cars at once.
  pool.bank = play(pool.bank, logBets, {shares, capped: false});
  for (const {car, minute} of played) seen[car] = afterMinute(seen[car], minute);
}

const NOTHING: SideCounts = {invocations: 0, errors: 0};

/** Each minute of the clock with what the cars did in it, oldest first. */
function minutesOfTheClock(cars: readonly PooledCar[]): readonly (readonly PlayedMinute[])[] {
  const byMinute = new Map<number, PlayedMinute[]>();
  for (const [car, {compared}] of cars.entries()) {
    for (const minute of compared) {
      const played = byMinute.get(minute.minuteMs);
      if (played) played.push({car, minute});
      else byMinute.set(minute.minuteMs, [{car, minute}]);
    }
  }
  return [...byMinute].sort(([a], [b]) => a - b).map(([, played]) => played);
}

function afterMinute(before: Seen | undefined, {candidate, stable}: PairedMinute): Seen {
  return {
    candidate: sumOf([before?.candidate ?? NOTHING, candidate]),
    stable: sumOf([before?.stable ?? NOTHING, stable]),
  };
}

import {logWorth} from '../bet/bank.js';
import {openErrorBank, playMinute} from '../bet/error-evidence.js';
import {binomial, poisson, type Random, seededRandom} from '../random.js';
import {type AnalysisSettings, signalShares} from '../settings.js';
import {poissonQuantile} from './poisson-quantile.js';

/** Minutes of one weight, and what each side gets in one of them. */
export interface ScheduleStretch {
  readonly minutes: number;
  readonly candidatePerMinute: number;
  readonly stablePerMinute: number;
}

/** Invocations of both sides that are bet on at a time. */
interface Slice {
  readonly candidate: number;
  readonly stable: number;
}

/** Errors convict by their share of the bank, which is smaller where other signals are asked for. */
type Rules = Pick<AnalysisSettings, 'alpha' | 'tolerate' | 'slow' | 'pairs'>;

/** Rollouts that are simulated: spread evenly over what chance may bring, they tell a power of 95 % to about half a point. */
const RUNS = 400;
/** So many in a row that are convicted, of those with ever more failures, and the rest would be. */
const ALL_FROM = 100;
const SEED = 1;
const HALVINGS = 10;
/** Longer schedules are played in slices of several minutes: the bets are the same, only drip and cap are coarser. */
const MOST_SLICES = 40;
const LEAST_RATE = 1e-4;
/** The golden section's multiples fill 0 to 1 evenly, however many are taken. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

interface Rates {
  readonly candidate: number;
  readonly stable: number;
}

/**
 * Probability (0–1) that a whole schedule convicts a candidate that fails at `rates.candidate`: the share of simulated
 * rollouts whose evidence reached the bound, played by the real bank. Always the same for the same input; ± half a point.
 */
export function schedulePower(stretches: readonly ScheduleStretch[], rates: Rates, rules: Rules): number {
  return [...rollouts(stretches, rates, rules)].filter(Boolean).length / RUNS;
}

/** Whether that probability is at least `target`; quicker, for the rollouts that are missed come first. */
export function hasPower(stretches: readonly ScheduleStretch[], rates: Rates, rules: Rules, target = 0.95): boolean {
  const tolerated = RUNS * (1 - target) + 1e-9;
  let misses = 0;
  let inARow = 0;
  for (const convicted of rollouts(stretches, rates, rules)) {
    inARow = convicted ? inARow + 1 : 0;
    if (!convicted) misses += 1;
    if (misses > tolerated || inARow === ALL_FROM) break;
  }
  return misses <= tolerated;
}

/**
 * Whether each of the simulated rollouts is convicted, those with the fewest failures of the candidate first. How many each
 * version has in all decides most, and is not drawn: it goes evenly through what is possible (stratified by the
 * candidate's, and by the golden section for stable's). When in the rollout they come is drawn.
 */
function* rollouts(stretches: readonly ScheduleStretch[], rates: Rates, rules: Rules): Generator<boolean> {
  const random = seededRandom(SEED);
  const slices = toSlices(stretches);
  const [candidate, stable] = (['candidate', 'stable'] as const).map((side) => {
    const requests = slices.reduce((sum, slice) => sum + slice[side], 0);
    return {requests, failures: poissonQuantile(requests * rates[side])};
  });
  if (!candidate || !stable) return;
  for (let run = 0; run < RUNS; run++) {
    const failures = {
      candidate: candidate.failures((run + 0.5) / RUNS),
      stable: stable.failures((run * GOLDEN + 0.5) % 1),
    };
    yield convicts(
      {slices, failures, requests: {candidate: candidate.requests, stable: stable.requests}},
      rates,
      rules,
      random,
    );
  }
}

interface Play {
  readonly slices: readonly Slice[];
  /** Failures of the whole schedule, and what is expected of requests. */
  readonly failures: Rates;
  readonly requests: Rates;
}

function convicts({slices, failures, requests}: Play, rates: Rates, rules: Rules, random: Random): boolean {
  // The three hours before a rollout, of which the judge knows stable's rate.
  const before = {invocations: requests.stable, errors: requests.stable * rates.stable};
  const bound = -Math.log(rules.alpha * signalShares(rules).errors);
  let bank = openErrorBank(before);
  const left = {failures: {...failures}, requests: {...requests}};
  return slices.some((slice) => {
    const [candidate, stable] = [share('candidate'), share('stable')];
    bank = playMinute(bank, {minuteMs: 0, candidate, stable}, rules.tolerate);
    return logWorth(bank.bank) >= bound;

    function share(side: keyof Rates) {
      const expected = slice[side];
      const errors = binomial(random, left.failures[side], Math.min(1, expected / left.requests[side]));
      left.failures[side] -= errors;
      left.requests[side] -= expected;
      return {errors, invocations: errors + poisson(random, expected * (1 - rates[side]))};
    }
  });
}

/**
 * The smallest candidate error rate (0–1) that a whole schedule convicts with probability `target`, to about a percent;
 * `undefined` when it would miss even a candidate that always fails.
 */
export function scheduleDetectableRate(
  stretches: readonly ScheduleStretch[],
  stableRate: number,
  rules: Rules,
  target = 0.95,
): number | undefined {
  const detects = (candidate: number) => hasPower(stretches, {candidate, stable: stableRate}, rules, target);
  if (!detects(1)) return undefined;
  let low = Math.max(stableRate, LEAST_RATE);
  let high = 1;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = Math.sqrt(low * high);
    if (detects(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function toSlices(stretches: readonly ScheduleStretch[]): readonly Slice[] {
  const minutes = stretches.reduce((total, stretch) => total + stretch.minutes, 0);
  const width = Math.max(1, Math.ceil(minutes / MOST_SLICES));
  return stretches.flatMap((stretch) => {
    const slices = [];
    for (let left = stretch.minutes; left > 0; left -= width) {
      const length = Math.min(left, width);
      slices.push({candidate: length * stretch.candidatePerMinute, stable: length * stretch.stablePerMinute});
    }
    return slices;
  });
}

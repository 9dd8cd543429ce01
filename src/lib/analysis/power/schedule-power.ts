import {logWorth} from '../bet/bank.js';
import {openErrorBank, playMinute} from '../bet/error-evidence.js';
import {binomial, poisson, seededRandom} from '../random.js';
import {type AnalysisSettings, signalShares} from '../settings.js';

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

/** So many that the share of misses around a target of 95 % is known to half a point. */
const RUNS = 2400;
/** Whether a target is reached is looked at each time after so many, and known sooner when it is clear … */
const LOOK_EVERY = 100;
/** … by so many standard errors. */
const CLEAR = 3.5;
const SEED = 1;
const HALVINGS = 10;
/** Longer schedules are played in slices of several minutes: the bets are the same, only drip and cap are coarser. */
const MOST_SLICES = 40;
const LEAST_RATE = 1e-4;

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

/** Whether that probability is at least `target`; quicker, for most questions are answered by the first hundreds of rollouts. */
export function hasPower(stretches: readonly ScheduleStretch[], rates: Rates, rules: Rules, target = 0.95): boolean {
  const tolerated = 1 - target;
  let misses = 0;
  let runs = 0;
  for (const convicted of rollouts(stretches, rates, rules)) {
    runs += 1;
    if (!convicted) misses += 1;
    const isClear = Math.abs(misses - runs * tolerated) > CLEAR * Math.sqrt(runs * tolerated * target);
    if (runs % LOOK_EVERY === 0 && isClear) break;
  }
  return misses <= runs * tolerated + 1e-9;
}

/** Whether each of the simulated rollouts is convicted, one after the other. */
function* rollouts(stretches: readonly ScheduleStretch[], rates: Rates, rules: Rules): Generator<boolean> {
  const random = seededRandom(SEED);
  const slices = toSlices(stretches);
  for (let run = 0; run < RUNS; run++) yield convicts(slices, rates, rules, random);
}

function convicts(slices: readonly Slice[], rates: Rates, rules: Rules, random: () => number): boolean {
  // The three hours before a rollout, of which the judge knows stable's rate.
  const hourly = slices.reduce((sum, slice) => sum + slice.stable, 0);
  const before = {invocations: hourly, errors: hourly * rates.stable};
  const bound = -Math.log(rules.alpha * signalShares(rules).errors);
  let bank = openErrorBank(before);
  return slices.some((slice) => {
    const candidate = draw(random, slice.candidate, rates.candidate);
    const stable = draw(random, slice.stable, rates.stable);
    bank = playMinute(bank, {minuteMs: 0, candidate, stable}, rules.tolerate);
    return logWorth(bank.bank) >= bound;
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

function draw(random: () => number, mean: number, rate: number) {
  const invocations = poisson(random, mean);
  return {invocations, errors: binomial(random, invocations, rate)};
}

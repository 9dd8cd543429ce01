import {logWorth} from '../bet/bank.js';
import type {PairedMinute} from '../minute/paired-minute.js';
import {openPool, playTogether} from '../pool/pooled-evidence.js';
import {poisson, type Random, seededRandom} from '../random.js';
import type {AnalysisSettings} from '../settings.js';
import type {ScheduleStretch} from './schedule-power.js';

/** What one alias brings to the evidence of all: which requests are compared, and from when on. */
export interface CarFlow {
  /** Minutes after the first of all begins. */
  readonly beginsMinute: number;
  readonly stretches: readonly ScheduleStretch[];
  /** Of its stable version, 0–1. */
  readonly errorRate: number;
}

type Rules = Pick<AnalysisSettings, 'alpha' | 'tolerate'>;

/** Requests of both versions in a few minutes. */
interface Slice {
  /** Their place on the clock. */
  readonly index: number;
  readonly candidate: number;
  readonly stable: number;
}

interface Flow {
  readonly slices: readonly Slice[];
  readonly errorRate: number;
}

const RUNS = 150;
const SEED = 1;
/** Longer schedules are played in slices of several minutes: the bets are the same, only the drip is coarser. */
const MOST_SLICES = 30;
/**
 * More cars are played as if some of them were one. What one brings is cut off (`pooledEvidence`), and that befalls several
 * sooner than one, so that this foresees less rather than more.
 */
const MOST_FLOWS = 16;
/** So much of its past the judge knows of a stable version. */
const HISTORY_MINUTES = 180;

/**
 * In which minute each of a hundred and fifty trains is convicted by the evidence of all its cars together, `Infinity` where it is not, when
 * every new version fails by `rise` (0–1) more than its stable one. Played by the real bank; always the same for the same input.
 */
export function convictionMinutes(cars: readonly CarFlow[], rise: number, rules: Rules): readonly number[] {
  const longest = Math.max(1, ...cars.map(({stretches}) => stretches.reduce((sum, {minutes}) => sum + minutes, 0)));
  const width = Math.ceil(longest / MOST_SLICES);
  const flows = bundled(cars.map((car) => toFlow(car, width)));
  const last = Math.max(-1, ...flows.flatMap(({slices}) => slices.map(({index}) => index)));
  const clock = Array.from({length: last + 1}, (_, index) =>
    flows.flatMap(({slices, errorRate}, car): readonly Brought[] => {
      const slice = slices.find((each) => each.index === index);
      return slice ? [{car, slice, rates: {candidate: Math.min(1, errorRate + rise), stable: errorRate}}] : [];
    }),
  );
  const random = seededRandom(SEED);
  return Array.from(
    {length: RUNS},
    () => (convictedAfter({flows, clock, width}, rules, random) ?? Number.POSITIVE_INFINITY) * width,
  );
}

/** What a flow brings in a slice of the clock. */
interface Brought {
  readonly car: number;
  readonly slice: Slice;
  readonly rates: Rates;
}

interface Rates {
  readonly candidate: number;
  readonly stable: number;
}

interface Play {
  readonly flows: readonly Flow[];
  readonly clock: readonly (readonly Brought[])[];
  /** Minutes of a slice. */
  readonly width: number;
}

/** So many slices later; nothing where it never is. */
function convictedAfter({flows, clock, width}: Play, rules: Rules, random: Random): number | undefined {
  const bound = -Math.log(rules.alpha);
  const pool = openPool(
    flows.map(({slices, errorRate}) => {
      const requests = slices.reduce((sum, slice) => sum + slice.candidate + slice.stable, 0);
      const invocations = (requests / Math.max(1, slices.length * width)) * HISTORY_MINUTES;
      return {invocations, errors: invocations * errorRate};
    }),
  );
  for (const [index, brought] of clock.entries()) {
    if (brought.length === 0) continue;
    const played = brought.map(({car, slice, rates}) => ({car, minute: drawn(slice, rates, random)}));
    playTogether(pool, played, rules);
    if (logWorth(pool.bank) >= bound) return index + 1;
  }
  return undefined;
}

function drawn({candidate, stable}: Slice, rates: Rates, random: Random): PairedMinute {
  const side = (requests: number, rate: number) => {
    const errors = poisson(random, requests * rate);
    return {errors, invocations: errors + poisson(random, requests * (1 - rate))};
  };
  return {minuteMs: 0, candidate: side(candidate, rates.candidate), stable: side(stable, rates.stable)};
}

function toFlow({beginsMinute, stretches, errorRate}: CarFlow, width: number): Flow {
  const byIndex = new Map<number, Slice>();
  let minute = beginsMinute;
  for (const {minutes, candidatePerMinute, stablePerMinute} of stretches) {
    for (const endMinute = minute + minutes; minute < endMinute; minute++) {
      const index = Math.floor(minute / width);
      const so = byIndex.get(index) ?? {candidate: 0, stable: 0};
      byIndex.set(index, {
        index,
        candidate: so.candidate + candidatePerMinute,
        stable: so.stable + stablePerMinute,
      });
    }
  }
  return {slices: [...byIndex.values()], errorRate};
}

/** Neighbours as one, where there are too many. */
function bundled(flows: readonly Flow[]): readonly Flow[] {
  const size = Math.ceil(flows.length / MOST_FLOWS);
  if (size <= 1) return flows;
  return Array.from({length: Math.ceil(flows.length / size)}, (_, index) =>
    together(flows.slice(index * size, (index + 1) * size)),
  );
}

function together(flows: readonly Flow[]): Flow {
  const byIndex = new Map<number, Slice>();
  let [requests, errors] = [0, 0];
  for (const {slices, errorRate} of flows) {
    for (const {index, candidate, stable} of slices) {
      const so = byIndex.get(index) ?? {candidate: 0, stable: 0};
      byIndex.set(index, {index, candidate: so.candidate + candidate, stable: so.stable + stable});
      requests += candidate + stable;
      errors += (candidate + stable) * errorRate;
    }
  }
  return {slices: [...byIndex.values()], errorRate: requests > 0 ? errors / requests : 0};
}

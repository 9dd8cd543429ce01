import {type SlowPoint, slowPoints} from '../../src/lib/analysis/bet/slow-grid.js';
import {binomial, type Random} from '../../src/lib/analysis/random.js';
import type {SlowMinute, SlowThresholds} from '../../src/lib/analysis/signal-readings.js';
import {DEFAULT_POLICY, type Policy} from './rollout.js';
import type {Side, World} from './world.js';

/** The share of requests that take longer than so many milliseconds. */
export type Durations = (ms: number) => number;

const MINUTE_MS = 60_000;
const TOLERATED = {p90: 0.02, p99: 0.005};

export const JUDGING_LATENCY: Policy = {
  ...DEFAULT_POLICY,
  settings: {...DEFAULT_POLICY.settings, slow: TOLERATED},
};

/** One hump: the median is 100 ms, one in a hundred takes more than 400. */
export const ONE_HUMP = logNormal(100, 0.6);
/** A cache that a fifth of the requests misses. */
export const TWO_HUMPS = mixed(logNormal(20, 0.3), logNormal(400, 0.3), 0.2);

/** How long requests take: what stable took before is known, and every minute is counted against it. */
export function durationsOf(random: Random, sides: Readonly<Record<Side, Durations>>): Partial<World> {
  const thresholds: SlowThresholds = {
    p75Ms: quantile(sides.stable, 0.25),
    p90Ms: quantile(sides.stable, 0.1),
    p99Ms: quantile(sides.stable, 0.01),
    invocations: 100_000,
  };
  return slowCounts(random, thresholds, (point, _minute, side) => sides[side](point.thresholdMs ?? 0));
}

/** Counts beyond each point of the grid, by the share that each minute has there; drawn once a minute. */
export function slowCounts(
  random: Random,
  thresholds: SlowThresholds,
  share: (point: SlowPoint, minute: number, side: Side) => number,
): Partial<World> {
  const grid = slowPoints(TOLERATED, thresholds).toSorted((a, b) => (a.thresholdMs ?? 0) - (b.thresholdMs ?? 0));
  const drawn = new Map<string, SlowMinute>();
  const draw = (minute: number, side: Side, invocations: number): SlowMinute => {
    const above: Record<string, number> = {};
    let [left, shareLeft] = [invocations, 1];
    for (const point of grid) {
      const next = share(point, minute, side);
      left = binomial(random, left, shareLeft > 0 ? Math.min(1, next / shareLeft) : 0);
      shareLeft = next;
      above[point.name] = left;
    }
    return {minuteMs: minute * MINUTE_MS, version: side === 'stable' ? '6' : '7', invocations, above};
  };
  return {
    before: {invocations: thresholds.invocations, throttles: 0, thresholds},
    readings: (_nowMs, served) => ({
      latency: {
        kind: 'counts',
        minutes: served.flatMap(({minute, ...sides}) =>
          (['stable', 'candidate'] as const).map((side) => {
            const {invocations} = sides[side];
            const key = `${minute} ${side} ${invocations}`;
            const counts = drawn.get(key) ?? draw(minute, side, invocations);
            drawn.set(key, counts);
            return counts;
          }),
        ),
      },
    }),
  };
}

/** A share of the requests takes as long as some do. */
export function mixed(most: Durations, some: Durations, share: number): Durations {
  return (ms) => (1 - share) * most(ms) + share * some(ms);
}

/** All of them take the same time. */
export function exactly(duration: number): Durations {
  return (ms) => (ms < duration ? 1 : 0);
}

/** The median in milliseconds, and the standard deviation of the logarithms. */
export function logNormal(median: number, spread: number): Durations {
  return (ms) => (ms <= 0 ? 1 : normalTail(Math.log(ms / median) / spread));
}

/** The duration that a share of the requests exceeds, by bisection. */
export function quantile(durations: Durations, share: number): number {
  let [low, high] = [0, 1e6];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (durations(middle) > share) low = middle;
    else high = middle;
  }
  return high;
}

/** Beyond x of a standard normal, to seven digits (Abramowitz and Stegun, 7.1.26). */
function normalTail(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp((-x * x) / 2)) / 2;
  return x >= 0 ? tail : 1 - tail;
}

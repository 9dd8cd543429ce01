import type {Random} from '../../src/lib/analysis/random.js';
import {
  type Durations,
  durationsOf,
  exactly,
  JUDGING_LATENCY,
  logNormal,
  mixed,
  ONE_HUMP,
  quantile,
  TWO_HUMPS,
} from './latency.js';
import type {NamedWorld} from './worlds.js';

/** Versions that differ in nothing but how long they take. */
export function slowerVersions(): readonly NamedWorld[] {
  const [p90, p99] = [quantile(ONE_HUMP, 0.1), quantile(ONE_HUMP, 0.01)];
  const times =
    (factor: number): Durations =>
    (ms) =>
      ONE_HUMP(ms / factor);
  const slowestTenth =
    (factor: number): Durations =>
    (ms) =>
      ms < p90 ? ONE_HUMP(ms) : Math.min(0.1, ONE_HUMP(ms / factor));
  const cases: readonly (readonly [string, Durations, Durations])[] = [
    ['all of them 1.2 times', ONE_HUMP, times(1.2)],
    ['all of them 1.5 times', ONE_HUMP, times(1.5)],
    ['all of them twice', ONE_HUMP, times(2)],
    ['half of them twice', ONE_HUMP, mixed(ONE_HUMP, times(2), 0.5)],
    ['the slowest tenth 1.5 times', ONE_HUMP, slowestTenth(1.5)],
    ['the slowest tenth 3 times', ONE_HUMP, slowestTenth(3)],
    ['2 % of them ten times', ONE_HUMP, mixed(ONE_HUMP, times(10), 0.02)],
    ['2 % of them 3 times the p99', ONE_HUMP, mixed(ONE_HUMP, exactly(3 * p99), 0.02)],
    ['1 % of them 3 times the p99', ONE_HUMP, mixed(ONE_HUMP, exactly(3 * p99), 0.01)],
    [
      'two humps, 5 → 10 % in the slow one',
      mixed(logNormal(20, 0.3), logNormal(400, 0.3), 0.05),
      mixed(logNormal(20, 0.3), logNormal(400, 0.3), 0.1),
    ],
    ['two humps, 20 → 40 % in the slow one', TWO_HUMPS, mixed(logNormal(20, 0.3), logNormal(400, 0.3), 0.4)],
  ];
  return [600, 6000].flatMap((perMinute) =>
    cases.map(([name, stable, candidate]) => ({
      name,
      perMinute,
      policy: JUDGING_LATENCY,
      create: (random: Random) => ({
        random,
        perMinute,
        rates: () => ({stable: 0.001, candidate: 0.001}),
        ...durationsOf(random, {stable, candidate}),
      }),
    })),
  );
}

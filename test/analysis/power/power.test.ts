import {describe, expect, it} from 'vitest';
import {binomialAtLeast, binomialQuantile} from '../../../src/lib/analysis/bet/binomial.js';
import {logErrorBets} from '../../../src/lib/analysis/bet/error-bet.js';
import {logMeanExp} from '../../../src/lib/analysis/bet/log-space.js';
import {criticalErrors} from '../../../src/lib/analysis/critical-errors.js';
import {detectableRate, detectionPower} from '../../../src/lib/analysis/power/power.js';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {aPair} from '../minutes.js';

describe('binomial tails', () => {
  it('agree with sums written out', () => {
    for (const [trials, chance] of [
      [1, 0.3],
      [12, 0.05],
      [40, 0.5],
      [90, 0.97],
    ] as const) {
      let tail = 0;
      for (let count = trials; count >= 0; count--) {
        tail += choose(trials, count) * chance ** count * (1 - chance) ** (trials - count);
        expect(binomialAtLeast(count, trials, chance)).toBeCloseTo(tail, 10);
      }
    }
  });

  it('hold at the edges', () => {
    expect(binomialAtLeast(0, 10, 0.2)).toBe(1);
    expect(binomialAtLeast(11, 10, 0.2)).toBe(0);
    expect(binomialAtLeast(3, 10, 0)).toBe(0);
    expect(binomialAtLeast(10, 10, 1)).toBe(1);
  });

  it('stay exact for millions of trials: half of the mass is at the mean', () => {
    expect(binomialAtLeast(1_000_000, 2_000_000, 0.5)).toBeCloseTo(0.5 + 0.5 * 0.000564, 5);
  });

  it('give the quantile their tail implies', () => {
    const quantile = binomialQuantile(0.975, 5000, 0.01);
    expect(binomialAtLeast(quantile + 1, 5000, 0.01)).toBeLessThanOrEqual(0.025);
    expect(binomialAtLeast(quantile, 5000, 0.01)).toBeGreaterThan(0.025);
    expect(binomialQuantile(0.5, 100, 0)).toBe(0);
  });
});

/** Errors that convict beside a clean stable side, computed by the independent implementation. */
describe('criticalErrors', () => {
  it.each([
    [1, [2, 3, 3, 5, 7, 12, 25]],
    [5, [3, 3, 3, 4, 7, 12, 25]],
    [10, [4, 4, 4, 5, 7, 12, 24]],
    [25, [6, 6, 6, 6, 8, 11, 24]],
    [50, [undefined, 11, 11, 12, 12, 15, 24]],
  ])('at %s %% of the traffic', (weightPercent, wanted) => {
    const critical = [10, 30, 100, 300, 1000, 3000, 10_000].map((candidate) =>
      criticalErrors(candidate, (candidate * (100 - weightPercent)) / weightPercent, 0, DEFAULT_SETTINGS),
    );
    expect(critical).toEqual(wanted);
  });

  it('is the first count that convicts, also where it is close to all invocations', () => {
    for (const [candidate, stable, stableErrors] of [
      [15, 285, 14],
      [9, 200, 3],
      [40, 40, 10],
    ] as const) {
      const convicts = (errors: number) =>
        logMeanExp(logErrorBets(aPair([candidate, stable, errors, stableErrors]), DEFAULT_SETTINGS.tolerate)) >=
        Math.log(200);
      const first = Array.from({length: candidate + 1}, (_, errors) => errors).find(convicts);
      expect(criticalErrors(candidate, stable, stableErrors, DEFAULT_SETTINGS)).toBe(first);
    }
  });
});

/** Smallest rate seen with 95 % power in one step, two digits, computed by the independent implementation. */
describe('detectableRate', () => {
  it.each([
    {stableRate: 0, weight: 0.05, minutes: 5, perMinute: 6, wanted: undefined},
    {stableRate: 0, weight: 0.05, minutes: 5, perMinute: 60, wanted: 0.36},
    {stableRate: 0, weight: 0.05, minutes: 5, perMinute: 600, wanted: 0.051},
    {stableRate: 0, weight: 0.5, minutes: 10, perMinute: 60_000, wanted: 0.0013},
    {stableRate: 0.001, weight: 0.05, minutes: 5, perMinute: 6000, wanted: 0.013},
    {stableRate: 0.01, weight: 0.25, minutes: 10, perMinute: 600, wanted: 0.039},
    {stableRate: 0.05, weight: 0.05, minutes: 5, perMinute: 600, wanted: 0.22},
    {stableRate: 0.05, weight: 0.25, minutes: 10, perMinute: 60_000, wanted: 0.073},
  ])('$perMinute a minute, $weight for $minutes min, baseline $stableRate', ({wanted, ...cell}) => {
    const total = cell.perMinute * cell.minutes;
    const traffic = {
      candidateInvocations: total * cell.weight,
      stableInvocations: total * (1 - cell.weight),
      stableRate: cell.stableRate,
    };
    const rate = detectableRate(traffic, DEFAULT_SETTINGS);
    expect(rate && Number(rate.toPrecision(2))).toBe(wanted);
  });

  it('is the rate at which the power reaches the target', () => {
    const traffic = {candidateInvocations: 500, stableInvocations: 1500, stableRate: 0.01};
    const rate = detectableRate(traffic, DEFAULT_SETTINGS, 0.8) ?? Number.NaN;
    expect(detectionPower(traffic, rate, DEFAULT_SETTINGS)).toBeGreaterThanOrEqual(0.8);
    expect(detectionPower(traffic, rate * 0.98, DEFAULT_SETTINGS)).toBeLessThan(0.8);
  });
});

function choose(trials: number, count: number): number {
  let ways = 1;
  for (let index = 0; index < count; index++) ways = (ways * (trials - index)) / (index + 1);
  return ways;
}

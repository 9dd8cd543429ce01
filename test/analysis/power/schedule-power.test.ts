import {describe, expect, it} from 'vitest';
import {scheduleDetectableRate, schedulePower} from '../../../src/lib/analysis/power/schedule-power.js';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';

const schedule = (perMinute: number, steps: readonly (readonly [number, number])[]) =>
  steps.map(([weight, minutes]) => ({
    minutes,
    candidatePerMinute: (perMinute * weight) / 100,
    stablePerMinute: (perMinute * (100 - weight)) / 100,
  }));
const FIVES = [
  [5, 5],
  [25, 5],
  [50, 5],
] as const;
const TENS = [
  [10, 10],
  [25, 10],
  [50, 10],
] as const;

/** Smallest rate a whole schedule finds with 95 % power, by the independent simulation: docs/analysis.md tells its grid. */
describe('scheduleDetectableRate', () => {
  it.each([
    {steps: FIVES, stableRate: 0, perMinute: 60, wanted: 0.055},
    {steps: FIVES, stableRate: 0, perMinute: 600, wanted: 0.008},
    {steps: FIVES, stableRate: 0.01, perMinute: 600, wanted: 0.035},
    {steps: FIVES, stableRate: 0.05, perMinute: 6000, wanted: 0.077},
    {steps: TENS, stableRate: 0, perMinute: 600, wanted: 0.0045},
    {steps: TENS, stableRate: 0.01, perMinute: 60, wanted: 0.068},
  ])('$perMinute a minute, baseline $stableRate: $wanted', ({steps, stableRate, perMinute, wanted}) => {
    const rate = scheduleDetectableRate(schedule(perMinute, steps), stableRate, DEFAULT_SETTINGS) ?? Number.NaN;
    expect(Math.abs(rate / wanted - 1)).toBeLessThan(0.12);
  });

  it('is not there where nothing could be seen', () => {
    expect(scheduleDetectableRate([], 0, DEFAULT_SETTINGS)).toBeUndefined();
    expect(scheduleDetectableRate(schedule(0, FIVES), 0, DEFAULT_SETTINGS)).toBeUndefined();
  });

  it('is the same each time it is asked', () => {
    const ask = () => scheduleDetectableRate(schedule(100, TENS), 0.001, DEFAULT_SETTINGS);
    expect(ask()).toBe(ask());
  });
});

describe('schedulePower', () => {
  it('grows with the regression and keeps the promise without one', () => {
    const power = (candidate: number) =>
      schedulePower(schedule(600, FIVES), {candidate, stable: 0.01}, DEFAULT_SETTINGS);
    const powers = [0.01, 0.02, 0.03, 0.05].map(power);
    expect(powers).toEqual([...powers].sort((a, b) => a - b));
    expect(powers[0]).toBeLessThanOrEqual(DEFAULT_SETTINGS.alpha);
    expect(powers.at(-1)).toBeGreaterThan(0.99);
  });

  it('plays a long schedule in slices to the same end', () => {
    const whole = schedulePower(schedule(6, [[5, 600]]), {candidate: 0.3, stable: 0}, DEFAULT_SETTINGS);
    expect(whole).toBeGreaterThan(0.95);
  });
});

import {describe, expect, it} from 'vitest';
import {runTrain} from '../../../bench/analysis/trains.js';
import {convictionMinutes} from '../../../src/lib/analysis/power/pooled-power.js';
import {seededRandom} from '../../../src/lib/analysis/random.js';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';

const MINUTES = 30;

function cars(count: number, perMinute: number, {beginsMinute = 0, errorRate = 0.001} = {}) {
  const stretches = [{minutes: MINUTES, candidatePerMinute: perMinute * 0.05, stablePerMinute: perMinute * 0.95}];
  return Array.from({length: count}, () => ({beginsMinute, errorRate, stretches}));
}

const shareOf = (minutes: readonly number[]) => minutes.filter(Number.isFinite).length / minutes.length;
const medianOf = (minutes: readonly number[]) =>
  minutes
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b)
    .at(Math.floor((minutes.length * shareOf(minutes)) / 2)) ?? Number.NaN;

describe('convictionMinutes', () => {
  // Where hardly any car falls by itself, which the forecast leaves out.
  it.each([
    [3, 60],
    [10, 60],
    [10, 600],
    [30, 60],
  ])('foresees of %i cars at %i requests a minute what simulated trains meet', (count, perMinute) => {
    const random = seededRandom(7);
    const rates = () => ({stable: 0.001, candidate: 0.011});
    const world = {name: '', cars: count, perMinute, rates, isGood: false};
    const met = Array.from({length: 80}, () => runTrain(world, random).convictedAt ?? Number.POSITIVE_INFINITY);
    const foreseen = convictionMinutes(cars(count, perMinute), 0.01, DEFAULT_SETTINGS);
    expect(Math.abs(shareOf(foreseen) - shareOf(met))).toBeLessThan(0.13);
    if (shareOf(met) > 0.3) expect(Math.abs(medianOf(foreseen) - medianOf(met))).toBeLessThanOrEqual(3);
  });

  it('foresees no less of a hundred cars than of the thirty that see less, and hardly ever convicts what is tolerated', () => {
    const [many, some] = [100, 30].map((count) => convictionMinutes(cars(count, 60), 0.01, DEFAULT_SETTINGS));
    expect(shareOf(many ?? [])).toBe(1);
    expect(medianOf(many ?? [])).toBeLessThan(medianOf(some ?? []));
    expect(shareOf(convictionMinutes(cars(100, 600), 0, DEFAULT_SETTINGS))).toBeLessThanOrEqual(0.01);
  });

  it('counts the minutes from where the first begins', () => {
    const late = cars(30, 600, {beginsMinute: 40});
    expect(Math.min(...convictionMinutes(late, 0.01, DEFAULT_SETTINGS))).toBeGreaterThan(40);
    expect(convictionMinutes([], 0.01, DEFAULT_SETTINGS).every((minute) => minute === Number.POSITIVE_INFINITY)).toBe(
      true,
    );
  });

  it('is the same for the same trains', () => {
    const minutes = () => convictionMinutes(cars(5, 100), 0.02, DEFAULT_SETTINGS);
    expect(minutes()).toEqual(minutes());
  });
});

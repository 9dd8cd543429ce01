import {describe, expect, it} from 'vitest';
import {runTrain, type TrainWorld} from '../../../bench/analysis/trains.js';
import {type PooledCar, pooledEvidence} from '../../../src/lib/analysis/pool/pooled-evidence.js';
import {seededRandom} from '../../../src/lib/analysis/random.js';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {aPair, type Counts} from '../minutes.js';

const LOG_BOUND = -Math.log(DEFAULT_SETTINGS.alpha);

function car(counts: readonly Counts[], fromMinute = 0): PooledCar {
  return {compared: counts.map((each, index) => ({...aPair(each), minuteMs: (fromMinute + index) * 60_000}))};
}

function endsOf(world: Omit<TrainWorld, 'name' | 'isGood'>, runs: number) {
  const random = seededRandom(23);
  return Array.from({length: runs}, () => runTrain({...world, name: '', isGood: true}, random));
}

describe('pooledEvidence', () => {
  it('finds in minutes what a hundred quiet cars have in common, and no car alone', () => {
    const ends = endsOf({cars: 100, perMinute: 60, rates: () => ({stable: 0.001, candidate: 0.011})}, 10);
    expect(ends.map(({convictedAt}) => convictedAt ?? 99).every((minute) => minute <= 10)).toBe(true);
    expect(ends.map(({fallen}) => fallen)).toEqual(ends.map(() => 0));
  });

  it('leaves a train alone of whose cars one is bad', () => {
    for (const candidate of [0.05, 0.5]) {
      const rates = (index: number) => ({stable: 0.001, candidate: index === 0 ? candidate : 0.001});
      const ends = endsOf({cars: 10, perMinute: 600, rates}, 10);
      expect(ends).toEqual(ends.map(() => ({fallen: 1})));
    }
  });

  it('blames nobody for an outage that all share, nor for what is just tolerated', () => {
    const outage = (_: number, minute: number) => {
      const rate = minute >= 3 && minute <= 8 ? 0.3 : 0.001;
      return {stable: rate, candidate: rate};
    };
    const edge = () => ({stable: 0.01, candidate: 0.0135});
    for (const rates of [outage, edge]) {
      const ends = endsOf({cars: 20, perMinute: 60, rates}, 10);
      expect(ends.filter(({convictedAt}) => convictedAt !== undefined)).toEqual([]);
    }
  });

  it('never convicts by one car, whatever it does', () => {
    const failing: Counts[] = Array.from({length: 20}, () => [100, 1000, 100, 0]);
    const idle: Counts[] = Array.from({length: 20}, () => [100, 1000, 0, 0]);
    const {log, perCar} = pooledEvidence([car(failing), car(idle), car(idle)], DEFAULT_SETTINGS);
    expect(log).toBeLessThan(LOG_BOUND);
    expect(perCar[0]).toBeCloseTo(LOG_BOUND / 2);
    expect(pooledEvidence([car(failing), car(failing), car(failing)], DEFAULT_SETTINGS).log).toBeGreaterThan(LOG_BOUND);
  });

  it('is the same in whichever order the cars come, and counts minutes of the clock', () => {
    const cars = [
      car([
        [3, 57, 1, 0],
        [3, 57, 0, 0],
      ]),
      car(
        [
          [3, 57, 0, 1],
          [3, 57, 1, 0],
        ],
        1,
      ),
      car([]),
    ];
    const evidence = pooledEvidence(cars, DEFAULT_SETTINGS);
    const reversed = pooledEvidence(cars.toReversed(), DEFAULT_SETTINGS);
    expect(reversed.log).toBeCloseTo(evidence.log, 12);
    expect(evidence.minutes).toBe(3);
    expect(evidence.perCar).toHaveLength(3);
    expect(pooledEvidence([], DEFAULT_SETTINGS)).toEqual({log: 0, perCar: [], minutes: 0});
  });
});

import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {type ForeseenCar, trainSight} from '../../../src/lib/plan/train/sight.js';

const MINUTE_MS = 60_000;

function car(name: string, perMinute: number, overrides: Partial<ForeseenCar> = {}): ForeseenCar {
  const steps = parseSteps('5%:10m, 50%:10m');
  return {name, steps, patienceMs: 0, beginsMs: 0, traffic: {perMinute, errorRate: 0.001}, ...overrides};
}

const wave = (size: number, perMinute: number, beginsMs: number) =>
  Array.from({length: size}, (_, index) => car(`${beginsMs}-${index}`, perMinute, {beginsMs}));

describe('trainSight', () => {
  it('sees smaller rises with every wave, and what one point more comes to', () => {
    const waves = [wave(1, 60, 0), wave(4, 60, 30 * MINUTE_MS), wave(15, 60, 60 * MINUTE_MS)];
    const sight = trainSight(waves, DEFAULT_SETTINGS);
    const rises = sight?.waves.map(({detectableRise = 1}) => detectableRise) ?? [];
    expect(rises[0]).toBeGreaterThan(0.05);
    expect(rises[1]).toBeLessThan(rises[0] ?? 0);
    expect(rises[2]).toBeLessThan(rises[1] ?? 0);
    expect(rises[2]).toBeLessThan(0.01);
    expect(sight).toMatchObject({perMinute: 1200, quiet: []});
    expect(sight?.errorRate).toBeCloseTo(0.001);
    expect(sight?.onePoint.power).toBeGreaterThan(0.95);
    expect(sight?.onePoint.medianMs).toBeLessThan(85 * MINUTE_MS);
  });

  it('names who has no traffic, tells what the best of them sees alone, and nothing of the unknown', () => {
    const cars = [car('a', 600, {detectableRate: 0.03}), car('b', 60, {detectableRate: 0.2}), car('c', 0), car('d', 1)];
    const sight = trainSight([[...cars, {...car('e', 1), traffic: undefined}]], DEFAULT_SETTINGS);
    expect(sight?.quiet).toEqual(['c']);
    expect(sight?.aloneRise).toBeCloseTo(0.029);
    expect(sight?.perMinute).toBe(661);
  });

  it('sees nothing where nobody has traffic, and no rise where there is hardly any', () => {
    expect(trainSight([[car('a', 0)], []], DEFAULT_SETTINGS)).toBeUndefined();
    const sight = trainSight([[car('a', 0.1), car('b', 0.1)]], DEFAULT_SETTINGS);
    expect(sight?.waves).toEqual([{}]);
    expect(sight?.onePoint).toEqual({power: 0});
  });
});

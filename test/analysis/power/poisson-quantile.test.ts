import {describe, expect, it} from 'vitest';
import {poissonQuantile} from '../../../src/lib/analysis/power/poisson-quantile.js';

describe('poissonQuantile', () => {
  // Summed from the masses, by another program.
  it.each([
    [0.5, [0, 0, 2, 3]],
    [5, [0, 5, 9, 12]],
    [40, [25, 40, 51, 57]],
    [1000, [919, 1000, 1052, 1082]],
  ])('of a mean of %s is what a table says', (mean, wanted) => {
    expect([0.005, 0.5, 0.95, 0.995].map(poissonQuantile(mean))).toEqual(wanted);
  });

  it('is 0 where nothing is expected, and close to the mean where much is', () => {
    expect(poissonQuantile(0)(0.99)).toBe(0);
    expect(Math.abs(poissonQuantile(1e8)(0.975) / 1e8 - 1)).toBeLessThan(2.1e-4);
  });

  it('has the mean of the law when it is taken evenly', () => {
    const quantile = poissonQuantile(3);
    const taken = Array.from({length: 4000}, (_, index) => quantile((index + 0.5) / 4000));
    expect(taken.reduce((sum, count) => sum + count, 0) / taken.length).toBeCloseTo(3, 2);
  });
});

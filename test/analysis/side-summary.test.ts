import {describe, expect, it} from 'vitest';
import {logPromotionEvidence} from '../../src/lib/analysis/bet/promotion-bet.js';
import {summarizeSide} from '../../src/lib/analysis/side-summary.js';
import {aPair} from './minutes.js';

describe('summarizeSide', () => {
  it('has no rate without invocations', () => {
    expect(summarizeSide([])).toEqual({invocations: 0, errors: 0});
  });

  // Newcombe, Statistics in Medicine 17 (1998), table I, the score method without continuity correction.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ])('gives the published interval of %i of %i', (errors, invocations, lower, upper) => {
    const {errorRateInterval} = summarizeSide([{invocations, errors}]);
    expect(errorRateInterval?.lower).toBeCloseTo(lower, 4);
    expect(errorRateInterval?.upper).toBeCloseTo(upper, 4);
  });
});

describe('logPromotionEvidence', () => {
  it('lets no single minute prove more than twentyfold', () => {
    expect(logPromotionEvidence([aPair([100_000, 900_000, 0, 0])])).toBeCloseTo(Math.log(20), 12);
  });

  it('is never won by a candidate that fails like an unacceptable one', () => {
    expect(logPromotionEvidence(new Array(10).fill(aPair([1000, 1000, 20, 10])))).toBeLessThan(0);
  });
});

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {toFraction, toWeightPercent} from '../../../src/lib/aws/lambda/weight-fraction.js';

const weights = fc.integer({min: 0, max: 10_000}).map((basisPoints) => basisPoints / 100);

describe('weights on the wire', () => {
  test.each([
    [7, '0.07'],
    [14.35, '0.1435'],
    [0.29, '0.0029'],
    [57, '0.57'],
    [100, '1'],
    [0, '0'],
  ])('%s %% is sent as %s', (percent, wire) => {
    expect(JSON.stringify(toFraction(percent))).toBe(wire);
  });

  test('every weight comes back as it was sent', () => {
    fc.assert(fc.property(weights, (percent) => toWeightPercent(toFraction(percent)) === percent));
  });

  test('it comes back also when AWS moves the last digits', () => {
    const noise = fc.double({min: -1e-7, max: 1e-7, noNaN: true});
    fc.assert(
      fc.property(weights, noise, (percent, off) => toWeightPercent(toFraction(percent) + off) - percent === 0),
    );
  });
});

import {describe, expect, it} from 'vitest';
import {moveMinuteRatio, settledMinutes} from '../../../src/lib/analysis/minute/settled-minutes.js';
import {aPair, minuteMs} from '../minutes.js';

describe('moveMinuteRatio', () => {
  // Worked out by hand: the odds after the move over the odds of the whole minute.
  it.each([
    [0, 50, 0.2, 1.5],
    [0, 25, 0.2, 4 / 3],
    [25, 50, 0.2, 55 / 45],
    [5, 5, 0.9, 1],
    [0, 5, 0, 1],
  ])('from %s %% to %s %% after %s of the minute is %s', (before, after, until, wanted) => {
    expect(moveMinuteRatio(before, after, until)).toBeCloseTo(wanted, 10);
  });
});

describe('the minute of a move', () => {
  const isUsed = (before: number, after: number, {atMs = 0, ratio = 1.25} = {}) =>
    settledMinutes([aPair([50, 950, 0, 0], 5)], {
      changes: [
        {atMs: minuteMs(0), weightPercent: before},
        {atMs: minuteMs(5) + atMs, weightPercent: after},
      ],
      nowMs: minuteMs(60),
      settleMs: 33_000,
      ratio,
    }).length === 1;

  it.each([
    [0, 5, true],
    [5, 25, true],
    [25, 50, true],
    [0, 10, true],
    [0, 25, false],
    [0, 50, false],
    [50, 100, false],
    [50, 5, false],
  ])('from %s %% to %s %% is used: %s', (before, after, wanted) => {
    expect(isUsed(before, after)).toBe(wanted);
  });

  it('is used or not by the moment of the move and by what is tolerated', () => {
    expect(isUsed(5, 25, {atMs: 3000})).toBe(false);
    expect(isUsed(5, 25, {ratio: 1.2})).toBe(false);
    expect(isUsed(0, 50, {ratio: 1.5})).toBe(true);
    expect(isUsed(25, 50, {ratio: 1})).toBe(false);
  });
});

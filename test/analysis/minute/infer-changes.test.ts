import {expect, test} from 'vitest';
import {inferChanges} from '../../../src/lib/analysis/minute/infer-changes.js';
import {aPair, type Counts, minuteMs} from '../minutes.js';

const LATE_MS = 45_000;
const inferred = (counts: readonly Counts[]) =>
  inferChanges(counts.map((each, index) => aPair(each, index))).map(({atMs, weightPercent}) => [
    (atMs - LATE_MS - minuteMs(0)) / 60_000,
    weightPercent,
  ]);

const before: Counts = [0, 1000, 0, 1];
const five: Counts = [50, 950, 0, 1];
const half: Counts = [500, 500, 0, 1];

test('finds the start, every step and the promotion in the counts', () => {
  expect(inferred([before, before, five, five, half, half, [1000, 0, 0, 0]])).toEqual([
    [2, 5],
    [4, 50],
    [6, 100],
  ]);
});

test('takes chance for chance', () => {
  const noisy: Counts[] = [
    [50, 950, 0, 0],
    [41, 959, 0, 0],
    [63, 937, 0, 0],
    [55, 945, 0, 0],
  ];
  expect(inferred(noisy)).toEqual([[0, 5.23]]);
});

test('knows a candidate that is called at all to have a weight, and sees it taken back', () => {
  expect(inferred([before, [1, 999, 0, 0], before, before])).toEqual([[1, 0.03]]);
  expect(inferred([before, half, before])).toEqual([
    [1, 50],
    [2, 0],
  ]);
});

test('finds nothing where the candidate was never called, and skips minutes without traffic', () => {
  expect(inferred([before, before])).toEqual([]);
  expect(inferred([])).toEqual([]);
  expect(inferred([five, [0, 0, 0, 0], five])).toEqual([[0, 5]]);
});

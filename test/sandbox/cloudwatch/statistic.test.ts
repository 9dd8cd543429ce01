import {expect, test} from 'vitest';
import {parseStatistic} from '../../../src/lib/sandbox/cloudwatch/statistic.js';
import {ALIAS_VERSION, aDatum, aStore, MINUTE_MS, NOW_MS} from './metrics-fixture.js';

const ALL = [NOW_MS - 60 * MINUTE_MS, NOW_MS + MINUTE_MS] as const;
const durations = Array.from({length: 100}, (_, index) => aDatum('Duration', 1, index + 1));
const DURATION = {namespace: 'AWS/Lambda', metricName: 'Duration', dimensions: ALIAS_VERSION};

test.each([
  ['SampleCount', 100],
  ['Sum', 5050],
  ['Average', 50.5],
  ['Minimum', 1],
  ['Maximum', 100],
  ['p50', 50],
  ['p99', 99],
  ['p99.9', 100],
  ['p100', 100],
  ['PR(:30)', 30],
  ['PR(30:40)', 10],
  ['TC(:30)', 30],
  ['TC(90:)', 10],
  ['tm95', 48],
  ['tc95', 95],
  ['ts95', 48 * 95],
  ['TM(10%:90%)', 50.5],
  ['TM(90:)', 95.5],
  ['TC(10%:)', 90],
  ['IQM', 50.5],
  // The highest ten count as 90.
  ['wm90', (4095 + 10 * 90) / 100],
])('%s of 1 to 100 is %d', (stat, expected) => {
  const bucket = aStore(durations)
    .store.series(DURATION)
    ?.between(...ALL);
  expect(bucket && parseStatistic(stat)?.(bucket)).toBeCloseTo(expected, 9);
});

test.each(['tm101', 'p101', 'PR(:)', 'PR(1%:2%)', 'TC(10%:90)', 'TM(90%:10%)', 'sum', 'constructor'])(
  '%s is no statistic',
  (stat) => {
    expect(parseStatistic(stat)).toBeUndefined();
  },
);

test('a statistic set hides the values: sums and extremes are known, percentiles are not', () => {
  const set = aDatum('Duration', 1, 60, {set: {count: 3, sum: 60, min: 10, max: 30}});
  const bucket = aStore([set])
    .store.series(DURATION)
    ?.between(...ALL);
  const value = (stat: string) => bucket && parseStatistic(stat)?.(bucket);
  expect(['SampleCount', 'Sum', 'Minimum', 'Maximum', 'p90', 'tm90'].map(value)).toEqual([
    3,
    60,
    10,
    30,
    undefined,
    undefined,
  ]);
});

test('a statistic set of equal values is as good as the values', () => {
  const set = aDatum('Duration', 1, 60, {set: {count: 3, sum: 60, min: 20, max: 20}});
  const bucket = aStore([set])
    .store.series(DURATION)
    ?.between(...ALL);
  expect(bucket && parseStatistic('p90')?.(bucket)).toBe(20);
  expect(bucket).toMatchObject({count: 3, sum: 60});
});

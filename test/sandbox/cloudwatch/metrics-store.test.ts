import {expect, test} from 'vitest';
import {parseStatistic} from '../../../src/lib/sandbox/cloudwatch/statistic.js';
import {ALIAS_VERSION, aDatum, aStore, MINUTE_MS, NOW_MS} from './metrics-fixture.js';

const ERRORS = {namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: ALIAS_VERSION};
const ALL = [NOW_MS - 60 * MINUTE_MS, NOW_MS + MINUTE_MS] as const;

test('data shows only after the delay', () => {
  const {clock, store} = aStore([aDatum('Errors', 3, 1)], 60_000);
  clock.nowMs += 59_999;
  expect(store.series(ERRORS)).toBeUndefined();
  clock.nowMs += 1;
  expect(store.series(ERRORS)?.between(...ALL)?.sum).toBe(1);
});

test('a minute holds what began in it, in the order of any arrival', () => {
  const {store} = aStore([aDatum('Errors', 1, 1), aDatum('Errors', 3, 0), aDatum('Errors', 3, 1)]);
  const series = store.series({...ERRORS, dimensions: [...ALIAS_VERSION].reverse()});
  expect(series?.between(NOW_MS - 3 * MINUTE_MS, NOW_MS - 2 * MINUTE_MS)).toMatchObject({sum: 1, count: 2});
  expect(series?.between(NOW_MS - 2 * MINUTE_MS, NOW_MS - MINUTE_MS)).toBeUndefined();
});

test('dimension sets match exactly', () => {
  const {store} = aStore([aDatum('Errors', 1, 1)]);
  expect(store.series({...ERRORS, dimensions: ALIAS_VERSION.slice(0, 2)})).toBeUndefined();
  expect(store.series({...ERRORS, dimensions: [...ALIAS_VERSION, {name: 'More', value: 'x'}]})).toBeUndefined();
});

test('a crowded minute keeps exact counts and sums and close percentiles, in bounded memory', () => {
  const {store} = aStore(Array.from({length: 50_000}, (_, index) => aDatum('Duration', 1, index)));
  const bucket = store.series({...ERRORS, metricName: 'Duration'})?.between(...ALL);
  expect(bucket).toMatchObject({count: 50_000, sum: (50_000 * 49_999) / 2, min: 0, max: 49_999});
  expect(bucket?.measured).toHaveLength(1000);
  const median = bucket ? parseStatistic('p50')?.(bucket) : undefined;
  // 1,000 random values put the median within 0.2 of its place with a chance of failure below 1e-35.
  expect(median).toBeGreaterThan(15_000);
  expect(median).toBeLessThan(35_000);
});

test('a minute of a few values has exact percentiles, however many measurements it holds', () => {
  const data = Array.from({length: 100}, (_, index) => ({...aDatum('Duration', 1, index % 4 ? 50 : 900), count: 60}));
  const {store} = aStore(data);
  const bucket = store.series({...ERRORS, metricName: 'Duration'})?.between(...ALL);
  expect(bucket?.measured).toEqual([
    {value: 900, weight: 1500},
    {value: 50, weight: 4500},
  ]);
  expect(bucket && ['p75', 'p75.1'].map((text) => parseStatistic(text)?.(bucket))).toEqual([50, 900]);
});

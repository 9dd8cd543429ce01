import {expect, test} from 'vitest';
import {putMetricData} from '../../../src/lib/sandbox/cloudwatch/put-metric-data.js';
import {aStore, MINUTE_MS, NOW_MS} from './metrics-fixture.js';

const DAY_MS = 86_400_000;

function put(...data: object[]) {
  const {store, clock} = aStore();
  putMetricData(store, clock, {Namespace: 'Shop', MetricData: data.map((each) => ({MetricName: 'Orders', ...each}))});
  return store
    .series({namespace: 'Shop', metricName: 'Orders', dimensions: []})
    ?.between(NOW_MS - 20 * DAY_MS, NOW_MS + DAY_MS);
}

test.each([
  ['a value', [{Value: 3}], {count: 1, sum: 3}],
  ['values', [{Values: [1, 2, 3]}], {count: 3, sum: 6, min: 1, max: 3}],
  ['values with counts', [{Values: [1, 2], Counts: [10, 5]}], {count: 15, sum: 20}],
  [
    'a statistic set',
    [{StatisticValues: {SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4}}],
    {count: 4, sum: 10, min: 1, max: 4},
  ],
  ['several', [{Value: 1}, {Values: [2, 2]}], {count: 3, sum: 5}],
  ['the oldest', [{Value: 1, Timestamp: (NOW_MS - 14 * DAY_MS) / 1000}], {sum: 1}],
  ['the newest', [{Value: 1, Timestamp: (NOW_MS + 120 * MINUTE_MS) / 1000}], {sum: 1}],
])('takes %s', (_, data, expected) => {
  expect(put(...data)).toMatchObject(expected);
});

test.each([
  [
    'Value and Values',
    {Value: 1, Values: [1]},
    'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
  ],
  [
    'Value and StatisticValues',
    {Value: 1, StatisticValues: {SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1}},
    /MetricData.member.1.Value and MetricData.member.1.StatisticValues/,
  ],
  ['nothing', {}, /MetricData.member.1.Value is required/],
  ['NaN', {Value: 'NaN'}, 'The value NaN for parameter MetricData.member.1.Value is invalid.'],
  ['infinity', {Values: ['Infinity']}, 'The value Infinity for parameter MetricData.member.1.Values is invalid.'],
  ['too large a number', {Value: 2 ** 361}, /for parameter MetricData.member.1.Value is invalid/],
  ['counts of another length', {Values: [1, 2], Counts: [1]}, /must be of the same size/],
  ['151 values', {Values: Array(151).fill(1)}, /'metricData.1.member.values' .* less than or equal to 150/],
  [
    '31 dimensions',
    {Value: 1, Dimensions: Array.from({length: 31}, (__, i) => ({Name: `n${i}`, Value: 'v'}))},
    /'metricData.1.member.dimensions' .* less than or equal to 30/,
  ],
  ['an unknown unit', {Value: 1, Unit: 'Beers'}, /MetricData.member.1.Unit must be a value in the set/],
  ['another resolution', {Value: 1, StorageResolution: 30}, /StorageResolution must be 1 or 60/],
  [
    'an old time',
    {Value: 1, Timestamp: (NOW_MS - 15 * DAY_MS) / 1000},
    'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.',
  ],
  ['a time to come', {Value: 1, Timestamp: (NOW_MS + 121 * MINUTE_MS) / 1000}, /no more than two hours in the future/],
])('refuses %s', (_, datum, message) => {
  expect(() => put(datum)).toThrow(message);
});

test('nothing is taken when one datum is wrong', () => {
  const {store, clock} = aStore();
  const input = {Namespace: 'Shop', MetricData: [{MetricName: 'Orders', Value: 1}, {MetricName: 'Orders'}]};
  expect(() => putMetricData(store, clock, input)).toThrow('MetricData.member.2.Value');
  expect(store.names()).toEqual([]);
});

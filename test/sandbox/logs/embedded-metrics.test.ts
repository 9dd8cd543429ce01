import {expect, test} from 'vitest';
import {readEmbeddedMetrics} from '../../../src/lib/sandbox/logs/embedded-metrics.js';

const directive = {Namespace: 'Shop', Dimensions: [['version']], Metrics: [{Name: 'Orders', Unit: 'Count'}]};
const root = (change: object = {}, directives: object[] = [directive]) => ({
  _aws: {Timestamp: 1_700_000_000_000, CloudWatchMetrics: directives},
  version: '7',
  region: 'eu',
  Orders: 3,
  ...change,
});
const read = (value: object) => readEmbeddedMetrics(JSON.stringify(value));

const order = {
  namespace: 'Shop',
  metricName: 'Orders',
  dimensions: [{name: 'version', value: '7'}],
  value: 3,
  unit: 'Count',
};

test('a metric comes out of a log event with its dimensions and its time', () => {
  expect(read(root())).toEqual({kind: 'metrics', timestampMs: 1_700_000_000_000, data: [order]});
});

test('the usual beginning of a Node.js line is no hindrance, another one is', () => {
  const line = `2026-11-21T10:00:00.000Z\tabc-1\tINFO\t${JSON.stringify(root())}`;
  expect(readEmbeddedMetrics(line)).toMatchObject({kind: 'metrics', data: [order]});
  expect(readEmbeddedMetrics(`metrics: ${JSON.stringify(root())}`)).toBeUndefined();
});

test('each dimension set makes a metric of its own, an empty one too, and an array each of its values', () => {
  const sets = {...directive, Dimensions: [['version'], ['version', 'region'], []]};
  const found = read(root({Orders: [1, 2]}, [sets]));
  const data = found?.kind === 'metrics' ? found.data : [];
  expect(data.map((each) => [each.dimensions.map(({value}) => value).join('/'), each.value])).toEqual([
    ['7', 1],
    ['7', 2],
    ['7/eu', 1],
    ['7/eu', 2],
    ['', 1],
    ['', 2],
  ]);
});

test.each(['plain text', '{"level":"INFO"}', '{"_aws":{"Timestamp":1}}', '{"_aws":', '[]', '{"a":"_aws"}'])(
  '%s is not of this format',
  (message) => {
    expect(readEmbeddedMetrics(message)).toBeUndefined();
  },
);

test.each<[string, object]>([
  ['a dimension without a value', root({version: undefined})],
  ['a dimension that is no text', root({version: 7})],
  ['a metric without a value', root({Orders: undefined})],
  ['a value that is no number', root({Orders: '3'})],
  ['more than 100 values', root({Orders: Array(101).fill(1)})],
  ['no time', root({_aws: {CloudWatchMetrics: [directive]}})],
  ['no dimension set', root({}, [{...directive, Dimensions: []}])],
  ['dimensions that are no sets', root({}, [{...directive, Dimensions: ['version']}])],
  ['no namespace', root({}, [{...directive, Namespace: undefined}])],
  ['a namespace of AWS', root({}, [{...directive, Namespace: 'AWS/Lambda'}])],
  ['an unknown unit', root({}, [{...directive, Metrics: [{Name: 'Orders', Unit: 'Beers'}]}])],
  ['another resolution', root({}, [{...directive, Metrics: [{Name: 'Orders', StorageResolution: 5}]}])],
  ['one wrong directive among right ones', root({}, [directive, {...directive, Metrics: [{Name: 'Other'}]}])],
])('%s makes the whole event invalid', (_, value) => {
  expect(read(value)).toMatchObject({kind: 'invalid'});
});

import {expect, test} from 'vitest';
import type {CountPair} from '../../../src/lib/analysis/settings.js';
import {readPairs} from '../../../src/lib/aws/cloudwatch/pairs.js';
import {VERSION_PLACE} from '../../../src/lib/model/rollout/count-pair.js';

const T0 = Date.UTC(2026, 0, 1, 12);
const SPAN = {fromMs: T0, toMs: T0 + 180_000};
const dimensions = {service: 'checkout', version: VERSION_PLACE};
const HTTP: CountPair = {name: 'http-5xx', namespace: 'shop', bad: 'Http5xx', total: 'Requests', dimensions};
const FAULT: CountPair = {name: 'fault', namespace: 'shop', bad: 'fault', dimensions};

type Queries = Parameters<Parameters<typeof readPairs>[0]>[0];

/** Answers by query id; what is not named has no points. */
function reader(answers: Readonly<Record<string, number>> = {}) {
  const asked: Queries[] = [];
  const read: Parameters<typeof readPairs>[0] = async (queries) => {
    asked.push(queries);
    return new Map(Object.entries(answers).map(([id, value]) => [id, new Map([[T0, value]])]));
  };
  return {asked, read};
}

test('a pair is two sums of each version, by the dimension that names it', async () => {
  const {asked, read} = reader({bad_0_7: 2, total_0_7: 90, bad_0_8: 3});
  const found = await readPairs(read, {pairs: [HTTP], versions: ['7', '8'], ...SPAN});
  expect(found).toEqual([
    {
      name: 'http-5xx',
      minutes: [
        {minuteMs: T0, version: '7', invocations: 90, errors: 2},
        {minuteMs: T0, version: '8', errors: 3},
      ],
    },
  ]);
  const [queries = []] = asked;
  expect(queries.map(({Id, MetricStat}) => [Id, MetricStat?.Metric?.MetricName, MetricStat?.Stat])).toEqual([
    ['bad_0_7', 'Http5xx', 'Sum'],
    ['total_0_7', 'Requests', 'Sum'],
    ['samples_0_7', 'Http5xx', 'SampleCount'],
    ['samplesofall_0_7', 'Requests', 'SampleCount'],
    ['bad_0_8', 'Http5xx', 'Sum'],
    ['total_0_8', 'Requests', 'Sum'],
    ['samples_0_8', 'Http5xx', 'SampleCount'],
    ['samplesofall_0_8', 'Requests', 'SampleCount'],
  ]);
  expect(queries[4]?.MetricStat?.Metric?.Dimensions).toEqual([
    {Name: 'service', Value: 'checkout'},
    {Name: 'version', Value: '8'},
  ]);
});

test('without a metric of all, every sample of the bad one is one of all', async () => {
  const {asked, read} = reader();
  await readPairs(read, {pairs: [FAULT], versions: ['7'], ...SPAN});
  expect(asked[0]?.map(({MetricStat}) => [MetricStat?.Metric?.MetricName, MetricStat?.Stat])).toEqual([
    ['fault', 'Sum'],
    ['fault', 'SampleCount'],
  ]);
});

test('no request has more queries than CloudWatch takes, and every pair is answered', async () => {
  const {asked, read} = reader();
  const pairs = Array.from({length: 130}, (_, index) => ({...HTTP, name: `pair-${index}`}));
  const found = await readPairs(read, {pairs, versions: ['7', '8'], ...SPAN});
  expect(asked.map((queries) => queries.length)).toEqual([480, 480, 80]);
  expect(found.map(({name}) => name)).toEqual(pairs.map(({name}) => name));
});

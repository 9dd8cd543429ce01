import {expect, test} from 'vitest';
import type {WatchedStage} from '../../../src/lib/analysis/settings.js';
import {readStages} from '../../../src/lib/aws/cloudwatch/stages.js';

const T0 = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;
const SPAN = {fromMs: T0, toMs: T0 + 3 * MINUTE_MS};
const REST: WatchedStage = {kind: 'REST', api: 'Bestellungen für alle', stage: 'prod'};
const HTTP: WatchedStage = {kind: 'HTTP', api: 'a1b2c3', stage: '$default'};

type Queries = Parameters<Parameters<typeof readStages>[0]>[0];

/** Answers by query id, a value a minute from T0 on. */
function reader(answers: Readonly<Record<string, readonly number[]>> = {}) {
  const asked: Queries[] = [];
  const read: Parameters<typeof readStages>[0] = async (queries) => {
    asked.push(queries);
    return new Map(
      Object.entries(answers).map(([id, values]) => [
        id,
        new Map(values.map((value, index) => [T0 + index * MINUTE_MS, value])),
      ]),
    );
  };
  return {asked, read};
}

test('a REST API is asked for by the ASCII of its name, an HTTP API by its id', async () => {
  const {asked, read} = reader();
  await readStages(read, [REST, HTTP], SPAN);

  expect(
    asked[0]?.map(({Id, MetricStat}) => ({
      Id,
      of: `${MetricStat?.Metric?.Namespace} ${MetricStat?.Metric?.MetricName} ${MetricStat?.Stat} ${MetricStat?.Period}`,
      dimensions: MetricStat?.Metric?.Dimensions?.map(({Name, Value}) => `${Name}=${Value}`),
    })),
  ).toEqual([
    {
      Id: 'requests_0',
      of: 'AWS/ApiGateway Count SampleCount 60',
      dimensions: ['ApiName=Bestellungen fr alle', 'Stage=prod'],
    },
    {
      Id: 'errors_0',
      of: 'AWS/ApiGateway 5XXError Sum 60',
      dimensions: ['ApiName=Bestellungen fr alle', 'Stage=prod'],
    },
    {Id: 'requests_1', of: 'AWS/ApiGateway Count SampleCount 60', dimensions: ['ApiId=a1b2c3', 'Stage=$default']},
    {Id: 'errors_1', of: 'AWS/ApiGateway 5xx Sum 60', dimensions: ['ApiId=a1b2c3', 'Stage=$default']},
  ]);
});

test('every minute with requests has its errors, none where there is no point, and never more than requests', async () => {
  const {read} = reader({requests_1: [90, 80, 70], errors_1: [2, 81]});
  expect(await readStages(read, [REST, HTTP], SPAN)).toEqual([
    {name: 'Bestellungen für alle/prod', minutes: []},
    {
      name: 'a1b2c3/$default',
      minutes: [
        {minuteMs: T0, requests: 90, serverErrors: 2},
        {minuteMs: T0 + MINUTE_MS, requests: 80, serverErrors: 80},
        {minuteMs: T0 + 2 * MINUTE_MS, requests: 70, serverErrors: 0},
      ],
    },
  ]);
});

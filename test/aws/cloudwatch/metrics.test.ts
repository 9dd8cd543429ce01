import {describe, expect, test} from 'vitest';
import {CloudWatchMetrics} from '../../../src/lib/aws/cloudwatch/metrics.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {stubAws} from '../stub-aws.js';

const MINUTE_MS = 60_000;
const T0 = Date.UTC(2026, 0, 1, 12);
const QUERY = {functionName: 'checkout', alias: 'live', versions: ['7', '8'], fromMs: T0, toMs: T0 + 3 * MINUTE_MS};

interface Result {
  readonly Id: string;
  readonly StatusCode?: string;
  readonly minutes?: Readonly<Record<number, number>>;
}

/** One result as CloudWatch writes it: times in seconds, only minutes that have a point. */
function toResult({Id, StatusCode = 'Complete', minutes = {}}: Result) {
  return {
    Id,
    Label: Id,
    StatusCode,
    Timestamps: Object.keys(minutes).map((minute) => (T0 + Number(minute) * MINUTE_MS) / 1000),
    Values: Object.values(minutes),
  };
}

/** Answers the pages given, one after the other; the last one again and again. */
async function stubMetrics(...pages: {results: readonly Result[]; next?: string; messages?: unknown[]}[]) {
  const {clients, requests} = await stubAws((_request, count) => {
    const page = pages[Math.min(count, pages.length) - 1];
    return {
      status: 200,
      body: {MetricDataResults: page?.results.map(toResult), NextToken: page?.next, Messages: page?.messages ?? []},
    };
  });
  const clock = new FakeClock();
  return {metrics: new CloudWatchMetrics(clients, clock), clock, requests};
}

const ALL: readonly Result[] = [
  {Id: 'invocations_7', minutes: {0: 90, 1: 95}},
  {Id: 'errors_7', minutes: {0: 0, 1: 2}},
  {Id: 'samples_7', minutes: {0: 90, 1: 80}},
  {Id: 'invocations_8', minutes: {1: 5}},
  {Id: 'errors_8', minutes: {1: 1}},
  {Id: 'throttles', minutes: {1: 3}},
];

describe('metrics of an alias', () => {
  test('are asked for with the exact dimensions that CloudWatch keeps them under', async () => {
    const {metrics, requests} = await stubMetrics({results: ALL});
    await metrics.readAliasMetrics(QUERY);
    const body = JSON.parse(requests[0]?.body.toString() ?? '');
    expect(body).toMatchObject({StartTime: T0 / 1000, EndTime: T0 / 1000 + 180, ScanBy: 'TimestampAscending'});
    const asked = body.MetricDataQueries.map(
      ({
        MetricStat: {Metric, Period, Stat},
      }: {
        MetricStat: {
          Metric: {MetricName: string; Namespace: string; Dimensions: {Name: string; Value: string}[]};
          Period: number;
          Stat: string;
        };
      }) =>
        `${Metric.Namespace} ${Metric.MetricName} ${Stat} ${Period} ${Metric.Dimensions.map(({Name, Value}) => `${Name}=${Value}`).join(' ')}`,
    );
    const alias = 'FunctionName=checkout Resource=checkout:live';
    expect(asked).toEqual([
      `AWS/Lambda Invocations Sum 60 ${alias} ExecutedVersion=7`,
      `AWS/Lambda Errors Sum 60 ${alias} ExecutedVersion=7`,
      `AWS/Lambda Errors SampleCount 60 ${alias} ExecutedVersion=7`,
      `AWS/Lambda Invocations Sum 60 ${alias} ExecutedVersion=8`,
      `AWS/Lambda Errors Sum 60 ${alias} ExecutedVersion=8`,
      `AWS/Lambda Errors SampleCount 60 ${alias} ExecutedVersion=8`,
      `AWS/Lambda Throttles Sum 60 ${alias}`,
    ]);
  });

  test('stay sparse: a minute without traffic of a version has no entry', async () => {
    const {metrics} = await stubMetrics({results: ALL});
    expect(await metrics.readAliasMetrics(QUERY)).toEqual({
      minutes: [
        {minuteMs: T0, version: '7', invocations: 90, errors: 0, samples: 90},
        {minuteMs: T0 + MINUTE_MS, version: '7', invocations: 95, errors: 2, samples: 80},
        {minuteMs: T0 + MINUTE_MS, version: '8', invocations: 5, errors: 1},
      ],
      throttles: [{minuteMs: T0 + MINUTE_MS, throttles: 3}],
    });
  });

  test('a count that is not there stays missing', async () => {
    const {metrics} = await stubMetrics({results: [{Id: 'errors_8', minutes: {2: 4}}]});
    expect((await metrics.readAliasMetrics(QUERY)).minutes).toEqual([
      {minuteMs: T0 + 2 * MINUTE_MS, version: '8', errors: 4},
    ]);
  });

  test('are put together over all pages', async () => {
    const {metrics, requests} = await stubMetrics(
      {results: [{Id: 'invocations_8', StatusCode: 'PartialData', minutes: {0: 1}}], next: 'more'},
      {results: [{Id: 'invocations_8', minutes: {1: 2}}]},
    );
    const {minutes} = await metrics.readAliasMetrics(QUERY);
    expect(minutes.map(({invocations}) => invocations)).toEqual([1, 2]);
    expect(JSON.parse(requests[1]?.body.toString() ?? '')).toMatchObject({NextToken: 'more'});
  });

  test('are asked for again when CloudWatch failed on one of them', async () => {
    const failed = {results: [{Id: 'errors_8', StatusCode: 'InternalError'}]};
    const {metrics, clock, requests} = await stubMetrics(failed, failed, {results: ALL});
    expect((await metrics.readAliasMetrics(QUERY)).minutes).toHaveLength(3);
    expect(requests).toHaveLength(3);
    expect(clock.sleeps).toEqual([1_000, 2_000]);
  });

  test.each([
    [
      'a result that keeps failing',
      {results: [{Id: 'errors_8', StatusCode: 'InternalError'}]},
      'errors_8 is InternalError',
    ],
    [
      'a partial result without a next page',
      {results: [{Id: 'errors_8', StatusCode: 'PartialData'}]},
      'errors_8 is PartialData',
    ],
    [
      'a message about the whole answer',
      {results: [], messages: [{Code: 'Max', Value: 'Maximum number exceeded'}]},
      'Maximum number exceeded',
    ],
  ])('%s is an error, never an empty answer', async (_name, page, text) => {
    const {metrics, requests} = await stubMetrics(page);
    await expect(metrics.readAliasMetrics(QUERY)).rejects.toMatchObject({
      code: 'METRICS_INCOMPLETE',
      message: expect.stringContaining(text),
    });
    expect(requests).toHaveLength(4);
  });

  test('a forbidden result is a denied call, although the answer is a 200', async () => {
    const {metrics, requests} = await stubMetrics({results: [{Id: 'errors_8', StatusCode: 'Forbidden'}]});
    await expect(metrics.readAliasMetrics(QUERY)).rejects.toMatchObject({code: 'ACCESS_DENIED'});
    expect(requests).toHaveLength(1);
  });
});

import {describe, expect, test} from 'vitest';
import {CloudWatchSignals} from '../../../src/lib/aws/cloudwatch/signals.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {stubAws} from '../stub-aws.js';

const MINUTE_MS = 60_000;
const T0 = Date.UTC(2026, 0, 1, 12);
const SPAN = {fromMs: T0, toMs: T0 + 3 * MINUTE_MS};
const ALIAS = {functionName: 'checkout', alias: 'live'};

interface AskedQuery {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: {Name: string; Value: string}[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

/** CloudWatch that answers each query by what `answer` gives for its statistic; undefined is no point. */
async function stubSignals(
  answer: (query: AskedQuery, minute: number) => number | undefined,
  refuses = (_stat: string) => false,
) {
  const {clients, requests} = await stubAws((request) => {
    const queries: AskedQuery[] = JSON.parse(request.body.toString()).MetricDataQueries;
    if (queries.some(({MetricStat}) => refuses(MetricStat.Stat))) {
      return {status: 400, body: {__type: 'ValidationError', message: 'The value for parameter Stat is not valid.'}};
    }
    const MetricDataResults = queries.map((query) => {
      const minutes = [0, 1].filter((minute) => answer(query, minute) !== undefined);
      return {
        Id: query.Id,
        StatusCode: 'Complete',
        Timestamps: minutes.map((minute) => (T0 + minute * MINUTE_MS) / 1000),
        Values: minutes.map((minute) => answer(query, minute)),
      };
    });
    return {status: 200, body: {MetricDataResults, Messages: []}};
  });
  const asked = () => requests.map((request) => JSON.parse(request.body.toString()).MetricDataQueries as AskedQuery[]);
  return {signals: new CloudWatchSignals(clients, new FakeClock()), asked};
}

const THRESHOLDS = [
  {name: 'p99x2', thresholdMs: 480.5},
  {name: 'p90', thresholdMs: 210},
];

describe('latency', () => {
  test('is counted against the thresholds, by version', async () => {
    const {signals, asked} = await stubSignals(
      ({MetricStat: {Stat}}) => ({SampleCount: 100, 'TC(:210)': 88, 'TC(:480.5)': 99})[Stat],
    );
    const latency = await signals.readLatency({...ALIAS, versions: ['7', '8'], thresholds: THRESHOLDS, ...SPAN});
    expect(latency.kind).toBe('counts');
    expect(latency.minutes).toHaveLength(4);
    expect(latency.minutes[0]).toEqual({minuteMs: T0, version: '7', invocations: 100, above: {p90: 12, p99x2: 1}});
    expect(
      asked()[0]?.map(
        ({MetricStat: {Metric, Period, Stat}}) =>
          `${Metric.MetricName} ${Stat} ${Period} ${Metric.Dimensions.at(-1)?.Value}`,
      ),
    ).toEqual([
      'Duration SampleCount 60 7',
      'Duration TC(:210) 60 7',
      'Duration TC(:480.5) 60 7',
      'Duration SampleCount 60 8',
      'Duration TC(:210) 60 8',
      'Duration TC(:480.5) 60 8',
    ]);
  });

  test('with no value below the threshold in a minute means that all were above', async () => {
    const {signals} = await stubSignals(({MetricStat: {Stat}}, minute) =>
      Stat === 'SampleCount' ? 50 : minute === 0 ? 50 : undefined,
    );
    const {minutes} = await signals.readLatency({...ALIAS, versions: ['7'], thresholds: THRESHOLDS, ...SPAN});
    expect(minutes).toMatchObject([{above: {p90: 0}}, {above: {p90: 50, p99x2: 50}}]);
  });

  test('no point for a longer duration leaves those below a shorter one below it too', async () => {
    const {signals} = await stubSignals(({MetricStat: {Stat}}) => ({SampleCount: 100, 'TC(:210)': 88})[Stat]);
    const {minutes} = await signals.readLatency({...ALIAS, versions: ['7'], thresholds: THRESHOLDS, ...SPAN});
    expect(minutes[0]).toMatchObject({above: {p90: 12, p99x2: 12}});
  });

  test.each([
    ['refused', (stat: string) => stat.startsWith('TC')],
    ['always empty', () => false],
  ] as const)('falls back to percentiles when TC is %s', async (_what, refuses) => {
    const {signals} = await stubSignals(
      ({MetricStat: {Stat}}) => ({SampleCount: 100, p50: 80, p90: 190})[Stat],
      refuses,
    );
    const query = {...ALIAS, versions: ['7'], thresholds: THRESHOLDS, ...SPAN};
    expect(await signals.readLatency(query)).toMatchObject({
      kind: 'percentiles',
      minutes: [{p50Ms: 80, p90Ms: 190}, {minuteMs: T0 + MINUTE_MS}],
    });
  });

  test('a few calls that are all slow are counted, and do not keep later ones from being counted', async () => {
    let calls = 1;
    const {signals} = await stubSignals(({MetricStat: {Stat, Metric}}, minute) => {
      if (minute > 0 || (calls < 20 && Metric.Dimensions.at(-1)?.Value !== '8')) return undefined;
      return Stat === 'SampleCount' ? calls : calls < 20 ? undefined : calls - 2;
    });
    const query = {...ALIAS, versions: ['7', '8'], thresholds: THRESHOLDS, ...SPAN};
    const first = await signals.readLatency(query);
    expect(first).toMatchObject({kind: 'counts', minutes: [{version: '8', above: {p90: 1, p99x2: 1}}]});
    calls = 500;
    expect(await signals.readLatency(query)).toMatchObject({
      kind: 'counts',
      minutes: [{above: {p90: 2}}, {above: {p90: 2}}],
    });
  });

  test.each([
    [5_000, {p75Ms: 150, p90Ms: 210, p99Ms: 480, invocations: 5_000}],
    [999, {p75Ms: 150, p90Ms: 210, invocations: 999}],
    [99, {invocations: 99}],
    [undefined, {invocations: 0}],
  ])('thresholds of one long period rest on enough invocations: %s', async (count, expected) => {
    const {signals, asked} = await stubSignals(({MetricStat: {Stat}}, minute) =>
      minute > 0 || count === undefined ? undefined : {SampleCount: count, p75: 150, p90: 210, p99: 480}[Stat],
    );
    const span = {fromMs: T0, toMs: T0 + 180 * MINUTE_MS};
    expect(await signals.readThresholds({...ALIAS, version: '7', ...span})).toEqual(expected);
    expect(asked()[0]?.map(({MetricStat}) => MetricStat.Period)).toEqual([10_800, 10_800, 10_800, 10_800]);
  });
});

test('asynchronous events are those of the function: received, and dropped or not parked', async () => {
  const {signals, asked} = await stubSignals(({MetricStat: {Metric}}, minute) =>
    minute === 0 ? {AsyncEventsReceived: 40, AsyncEventsDropped: 3, DeadLetterErrors: 1}[Metric.MetricName] : undefined,
  );
  expect(await signals.readEvents({functionName: 'checkout', ...SPAN})).toEqual([
    {minuteMs: T0, received: 40, lost: 4},
  ]);
  expect(asked()[0]?.[0]?.MetricStat.Metric.Dimensions).toEqual([{Name: 'FunctionName', Value: 'checkout'}]);
});

test('any metric is asked for as it was written', async () => {
  const {signals, asked} = await stubSignals((_query, minute) => 10 + minute);
  const metric = {
    name: 'api-5xx',
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions: {ApiName: 'shop'},
    stat: 'Sum',
    periodSeconds: 300,
    above: 5,
  };
  expect(await signals.readMetrics([metric], SPAN)).toEqual([
    {
      name: 'api-5xx',
      points: [
        {atMs: T0, value: 10},
        {atMs: T0 + MINUTE_MS, value: 11},
      ],
    },
  ]);
  expect(asked()[0]?.[0]?.MetricStat).toEqual({
    Metric: {Namespace: 'AWS/ApiGateway', MetricName: '5XXError', Dimensions: [{Name: 'ApiName', Value: 'shop'}]},
    Period: 300,
    Stat: 'Sum',
  });
});

describe('alarms', () => {
  test('of every type come back by name, over all pages, and a name that CloudWatch leaves out is missing', async () => {
    const {clients, requests} = await stubAws((_request, count) => ({
      status: 200,
      body:
        count === 1
          ? {MetricAlarms: [{AlarmName: 'a', StateValue: 'OK', StateUpdatedTimestamp: T0 / 1000}], NextToken: 'more'}
          : {
              CompositeAlarms: [
                {
                  AlarmName: 'b',
                  StateValue: 'ALARM',
                  StateReason: 'a is red',
                  StateTransitionedTimestamp: T0 / 1000,
                  StateUpdatedTimestamp: T0 / 1000 + 60,
                },
              ],
              LogAlarms: [{AlarmName: 'c', StateValue: 'INSUFFICIENT_DATA', EvaluationState: 'EVALUATION_FAILURE'}],
            },
    }));
    const alarms = await new CloudWatchSignals(clients, new FakeClock()).readAlarms(['b', 'gone', 'a', 'c']);
    expect(alarms).toEqual([
      {name: 'b', state: 'ALARM', sinceMs: T0, reason: 'a is red'},
      {name: 'gone', state: 'MISSING'},
      {name: 'a', state: 'OK', sinceMs: T0},
      {name: 'c', state: 'INSUFFICIENT_DATA', evaluation: 'EVALUATION_FAILURE'},
    ]);
    expect(JSON.parse(requests[0]?.body.toString() ?? '')).toMatchObject({
      AlarmNames: ['b', 'gone', 'a', 'c'],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    });
  });

  test('are asked for a hundred at a time', async () => {
    const {clients, requests} = await stubAws(() => ({status: 200, body: {}}));
    const names = Array.from({length: 101}, (_, index) => `alarm-${index}`);
    expect(await new CloudWatchSignals(clients, new FakeClock()).readAlarms(names)).toHaveLength(101);
    expect(requests).toHaveLength(2);
  });
});

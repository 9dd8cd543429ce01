import {expect, test} from 'vitest';
import {CloudWatchTrafficHistory} from '../../../src/lib/aws/cloudwatch/traffic-history.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {stubAws} from '../stub-aws.js';

const T0 = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;
const QUERY = {functionName: 'checkout', alias: 'live', fromMs: T0, toMs: T0 + 3 * MINUTE_MS};

function series(id: string, points: readonly (readonly [number, number])[]) {
  const times = points.map(([minute]) => T0 / 1000 + minute * 60);
  return {Id: id, StatusCode: 'Complete', Timestamps: times, Values: points.map(([, value]) => value)};
}

test('reads all traffic of an alias under its own dimensions, without a version', async () => {
  const results = [
    series('invocations', [
      [1, 40],
      [0, 50],
    ]),
    series('errors', [
      [0, 1],
      [2, 3],
    ]),
  ];
  const {clients, requests} = await stubAws(() => ({status: 200, body: {MetricDataResults: results}}));
  expect(await new CloudWatchTrafficHistory(clients, new FakeClock()).readTraffic(QUERY)).toEqual([
    {minuteMs: T0, invocations: 50, errors: 1},
    {minuteMs: T0 + MINUTE_MS, invocations: 40, errors: 0},
    // An initialisation that failed: an error without an invocation.
    {minuteMs: T0 + 2 * MINUTE_MS, invocations: 0, errors: 3},
  ]);
  const {MetricDataQueries} = JSON.parse(requests[0]?.body.toString() ?? '');
  expect(MetricDataQueries[0].MetricStat).toMatchObject({
    Metric: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [
        {Name: 'FunctionName', Value: 'checkout'},
        {Name: 'Resource', Value: 'checkout:live'},
      ],
    },
    Period: 60,
    Stat: 'Sum',
  });
});

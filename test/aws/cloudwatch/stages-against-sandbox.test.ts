import {expect, onTestFinished, test} from 'vitest';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {createCloudWatch} from '../../../src/lib/sandbox/cloudwatch/cloudwatch-service.js';
import type {MetricDatum} from '../../../src/lib/sandbox/cloudwatch/metric.js';
import {aStore, MINUTE_MS, NOW_MS} from '../../sandbox/cloudwatch/metrics-fixture.js';
import {hostService} from '../../sandbox/service-host.js';
import {stubEnvironment} from '../stub-aws.js';

/** Requests of a stage in one minute as API Gateway writes them: a sample of both metrics each, 1 for what it counts and else 0. */
function answered(
  [api, stage]: readonly [api: readonly [name: string, value: string], stage: string],
  serverErrorMetric: string,
  {minutesAgo, requests, serverErrors}: {minutesAgo: number; requests: number; serverErrors: number},
): MetricDatum[] {
  const [name, value] = api;
  const dimensions = [
    {name, value},
    {name: 'Stage', value: stage},
  ];
  const of = {namespace: 'AWS/ApiGateway', dimensions, unit: 'Count', timestampMs: NOW_MS - minutesAgo * MINUTE_MS};
  return [
    {...of, metricName: 'Count', value: 1, count: requests},
    {...of, metricName: serverErrorMetric, value: 1, count: serverErrors},
    {...of, metricName: serverErrorMetric, value: 0, count: requests - serverErrors},
  ];
}

test('stages of REST and HTTP APIs are counted by the minute, each by its own metrics', async () => {
  const rest = [['ApiName', 'orders'], 'prod'] as const;
  const http = [['ApiId', 'a1b2c3'], '$default'] as const;
  const {store, clock, alarms} = aStore([
    ...answered(rest, '5XXError', {minutesAgo: 3, requests: 600, serverErrors: 31}),
    ...answered(rest, '5XXError', {minutesAgo: 2, requests: 580, serverErrors: 1}),
    ...answered([['ApiName', 'orders'], 'test'], '5XXError', {minutesAgo: 2, requests: 50, serverErrors: 50}),
    ...answered(http, '5xx', {minutesAgo: 2, requests: 40, serverErrors: 4}),
  ]);
  const host = await hostService(createCloudWatch(store, clock, alarms));
  onTestFinished(() => host[Symbol.asyncDispose]());
  const environment = {AWS_ENDPOINT_URL: host.endpoint, AWS_REGION: 'us-east-1'};
  stubEnvironment(environment);

  const {signals} = createWiring({}, environment);
  const span = {fromMs: NOW_MS - 5 * MINUTE_MS, toMs: NOW_MS};
  const stages = [
    {kind: 'REST', api: 'orders', stage: 'prod'},
    {kind: 'HTTP', api: 'a1b2c3', stage: '$default'},
    {kind: 'HTTP', api: 'orders', stage: 'prod'},
  ] as const;
  expect(await signals.readStages(stages, span)).toEqual([
    {
      name: 'orders/prod',
      minutes: [
        {minuteMs: NOW_MS - 3 * MINUTE_MS, requests: 600, serverErrors: 31},
        {minuteMs: NOW_MS - 2 * MINUTE_MS, requests: 580, serverErrors: 1},
      ],
    },
    {name: 'a1b2c3/$default', minutes: [{minuteMs: NOW_MS - 2 * MINUTE_MS, requests: 40, serverErrors: 4}]},
    {name: 'orders/prod', minutes: []},
  ]);
});

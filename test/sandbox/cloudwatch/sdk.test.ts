import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import {expect, test} from 'vitest';
import {createCloudWatch} from '../../../src/lib/sandbox/cloudwatch/cloudwatch-service.js';
import type {MetricDatum} from '../../../src/lib/sandbox/cloudwatch/metric.js';
import {hostService} from '../service-host.js';
import {ALIAS_VERSION_INPUT, aDatum, aStore, MINUTE_MS, NOW_MS} from './metrics-fixture.js';

async function aClient(data: readonly MetricDatum[] = []) {
  const {store, clock, alarms} = aStore(data);
  const host = await hostService(createCloudWatch(store, clock, alarms));
  const client = new CloudWatchClient({
    endpoint: host.endpoint,
    region: 'eu-west-1',
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  const dispose = async () => {
    client.destroy();
    await host[Symbol.asyncDispose]();
  };
  return {client, [Symbol.asyncDispose]: dispose};
}

const WINDOW = {StartTime: new Date(NOW_MS - 5 * MINUTE_MS), EndTime: new Date(NOW_MS)};

function aQuery(Id: string, MetricName: string, Stat: string, Dimensions = ALIAS_VERSION_INPUT) {
  return {Id, MetricStat: {Metric: {Namespace: 'AWS/Lambda', MetricName, Dimensions}, Period: 60, Stat}};
}

test('GetMetricData is sparse, newest first, start inclusive and end exclusive', async () => {
  await using at = await aClient([0, 1, 3, 5, 6].map((ago) => aDatum('Errors', ago, 1)));
  const query = {...WINDOW, MetricDataQueries: [aQuery('e', 'Errors', 'Sum'), aQuery('i', 'Invocations', 'Sum')]};
  const newestFirst = await at.client.send(new GetMetricDataCommand(query));
  expect(newestFirst.MetricDataResults).toEqual([
    {
      Id: 'e',
      Label: 'Errors',
      StatusCode: 'Complete',
      Timestamps: [1, 3, 5].map((ago) => new Date(NOW_MS - ago * MINUTE_MS)),
      Values: [1, 1, 1],
    },
    {Id: 'i', Label: 'Invocations', StatusCode: 'Complete', Timestamps: [], Values: []},
  ]);
  const oldestFirst = await at.client.send(new GetMetricDataCommand({...query, ScanBy: 'TimestampAscending'}));
  expect(oldestFirst.MetricDataResults?.[0]?.Timestamps?.[0]).toEqual(new Date(NOW_MS - 5 * MINUTE_MS));
});

test('MaxDatapoints pages through all results, and a made-up token is refused by name', async () => {
  await using at = await aClient(
    [1, 2, 3].flatMap((ago) => [aDatum('Errors', ago, ago), aDatum('Invocations', ago, 1)]),
  );
  const query = {
    ...WINDOW,
    MaxDatapoints: 2,
    MetricDataQueries: [aQuery('e', 'Errors', 'Sum'), aQuery('i', 'Invocations', 'Sum')],
  };
  const pages = [];
  for await (const page of paginateGetMetricData({client: at.client}, query)) {
    pages.push(page.MetricDataResults?.map(({Id, Values, StatusCode}) => [Id, Values, StatusCode]));
  }
  expect(pages).toEqual([
    [['e', [1, 2], 'PartialData']],
    [
      ['e', [3], 'Complete'],
      ['i', [1], 'PartialData'],
    ],
    [['i', [1, 1], 'Complete']],
  ]);
  await expect(at.client.send(new GetMetricDataCommand({...query, NextToken: 'made-up'}))).rejects.toHaveProperty(
    'name',
    'InvalidNextToken',
  );
});

test.each([
  ['an unknown identifier', [{Id: 'm', Expression: 'e/i'}], /Error in expression 'm' \[Undefined identifier e\]/],
  [
    'a circle of expressions',
    [
      {Id: 'a', Expression: 'b'},
      {Id: 'b', Expression: 'a'},
    ],
    /Circular reference/,
  ],
  ['a number', [{Id: 'm', Expression: '1+1'}], /must return a time series/],
  ['neither metric nor expression', [{Id: 'm'}], /either Expression or MetricStat/],
  [
    'an id in capitals',
    [aQuery('E', 'Errors', 'Sum')],
    /'metricDataQueries.1.member.id' .* regular expression pattern/,
  ],
  ['an id twice', [aQuery('e', 'Errors', 'Sum'), aQuery('e', 'Errors', 'Sum')], /not unique/],
  ['an unknown statistic', [aQuery('e', 'Errors', 'tm101')], /value tm101 .* not a statistic/],
  [
    '501 queries',
    Array.from({length: 501}, (_, index) => aQuery(`e${index}`, 'Errors', 'Sum')),
    /'metricDataQueries' .* less than or equal to 500/,
  ],
])('%s is a ValidationException', async (_, MetricDataQueries, message) => {
  await using at = await aClient();
  const failure = at.client.send(new GetMetricDataCommand({...WINDOW, MetricDataQueries}));
  await expect(failure).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
    $metadata: {httpStatusCode: 400},
  });
});

test('GetMetricStatistics answers with statistics, percentiles and unit', async () => {
  await using at = await aClient([10, 20, 30].map((value) => aDatum('Duration', 2, value, {unit: 'Milliseconds'})));
  const {Datapoints} = await at.client.send(
    new GetMetricStatisticsCommand({
      ...WINDOW,
      Namespace: 'AWS/Lambda',
      MetricName: 'Duration',
      Dimensions: ALIAS_VERSION_INPUT,
      Period: 300,
      Statistics: ['Sum', 'Average'],
      ExtendedStatistics: ['p90'],
    }),
  );
  expect(Datapoints).toEqual([
    {Timestamp: WINDOW.StartTime, Sum: 60, Average: 20, Unit: 'Milliseconds', ExtendedStatistics: {p90: 30}},
  ]);
});

test('GetMetricData computes, and shows only what returns data', async () => {
  await using at = await aClient([1, 2].flatMap((ago) => [aDatum('Errors', ago, ago), aDatum('Invocations', ago, 10)]));
  const {MetricDataResults} = await at.client.send(
    new GetMetricDataCommand({
      ...WINDOW,
      MetricDataQueries: [
        {...aQuery('e', 'Errors', 'Sum'), ReturnData: false},
        {...aQuery('i', 'Invocations', 'Sum'), ReturnData: false},
        {Id: 'rate', Expression: '100 * e / i', Label: 'in percent'},
        {Id: 'all', Expression: 'METRICS()'},
      ],
    }),
  );
  expect(MetricDataResults?.map(({Id, Label, Values}) => [Id, Label, Values])).toEqual([
    ['rate', 'in percent', [10, 20]],
    ['all', 'Errors', [1, 2]],
    ['all', 'Invocations', [10, 10]],
  ]);
});

test('ListMetrics selects by some of the dimensions; PutMetricData takes custom namespaces only', async () => {
  await using at = await aClient([aDatum('Errors', 1, 1)]);
  await at.client.send(
    new PutMetricDataCommand({
      Namespace: 'Shop',
      MetricData: [{MetricName: 'Orders', Value: 3, Timestamp: new Date(NOW_MS - MINUTE_MS)}],
    }),
  );
  const some = await at.client.send(new ListMetricsCommand({Dimensions: [{Name: 'ExecutedVersion', Value: '7'}]}));
  expect(some.Metrics).toEqual([{Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: ALIAS_VERSION_INPUT}]);
  const all = await at.client.send(new ListMetricsCommand({}));
  expect(all.Metrics?.map((metric) => metric.MetricName)).toEqual(['Errors', 'Orders']);
  const forbidden = at.client.send(
    new PutMetricDataCommand({Namespace: 'AWS/Lambda', MetricData: [{MetricName: 'Errors', Value: 1}]}),
  );
  await expect(forbidden).rejects.toHaveProperty('name', 'InvalidParameterValueException');
});

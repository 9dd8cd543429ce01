import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  FilterLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  TestMetricFilterCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {expect, test} from 'vitest';
import {LogStore} from '../../../src/lib/sandbox/logs/log-store.js';
import {createLogs} from '../../../src/lib/sandbox/logs/logs-service.js';
import {extractMetrics} from '../../../src/lib/sandbox/logs/metric-extraction.js';
import {MetricFilters} from '../../../src/lib/sandbox/logs/metric-filters.js';
import {aStore, MINUTE_MS, NOW_MS} from '../cloudwatch/metrics-fixture.js';
import {hostService} from '../service-host.js';

const GROUP = {logGroupName: 'releases'};
const STREAM = {...GROUP, logStreamName: 'checkout'};
const DAY_MS = 86_400_000;

async function aClient() {
  const {clock, store: metrics} = aStore();
  const store: LogStore = new LogStore(clock, (event) => extractMetrics(metrics, clock, filters, event));
  const filters = new MetricFilters(store, () => clock.now());
  const place = {region: 'eu-west-1', accountId: '111111111111'};
  const host = await hostService(createLogs(store, filters, clock, place));
  const client = new CloudWatchLogsClient({
    endpoint: host.endpoint,
    region: 'eu-west-1',
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  await client.send(new CreateLogGroupCommand(GROUP));
  await client.send(new CreateLogStreamCommand(STREAM));
  const put = (...events: [agoMs: number, message: string][]) =>
    client.send(
      new PutLogEventsCommand({
        ...STREAM,
        logEvents: events.map(([agoMs, message]) => ({timestamp: NOW_MS - agoMs, message})),
      }),
    );
  const read = async (filterPattern = '') => {
    const {events = []} = await client.send(new FilterLogEventsCommand({...GROUP, filterPattern}));
    return events.map(({message}) => message);
  };
  return {client, clock, metrics, put, read, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

test('events are read in the order of their times, and by patterns over JSON', async () => {
  await using at = await aClient();
  await at.put([1000, '{"kind":"step","percent":10}']);
  await at.put([2000, '{"kind":"started"}'], [500, '{"kind":"step","percent":50}']);
  expect(await at.read()).toEqual([
    '{"kind":"started"}',
    '{"kind":"step","percent":10}',
    '{"kind":"step","percent":50}',
  ]);
  expect(await at.read('{ $.kind = "step" && $.percent > 10 }')).toEqual(['{"kind":"step","percent":50}']);
});

test('what is too old or too new is left out and told', async () => {
  await using at = await aClient();
  expect(await at.put([1000, 'a'])).not.toHaveProperty('rejectedLogEventsInfo');
  const old = await at.put([14 * DAY_MS + 2, 'older'], [14 * DAY_MS + 1, 'old'], [14 * DAY_MS - 1, 'young']);
  expect(old.rejectedLogEventsInfo).toEqual({tooOldLogEventEndIndex: 2});
  const early = await at.put([0, 'now'], [-121 * MINUTE_MS, 'to come']);
  expect(early.rejectedLogEventsInfo).toEqual({tooNewLogEventStartIndex: 1});
  expect(await at.read()).toEqual(['young', 'a', 'now']);
  await at.client.send(new PutRetentionPolicyCommand({...GROUP, retentionInDays: 1}));
  expect(await at.read()).toEqual(['a', 'now']);
  expect((await at.put([2 * DAY_MS, 'x'])).rejectedLogEventsInfo).toEqual({expiredLogEventEndIndex: 1});
});

test.each<[string, [number, string][], RegExp]>([
  [
    'out of order',
    [
      [1, 'a'],
      [2, 'b'],
    ],
    /chronological order/,
  ],
  [
    'over more than a day',
    [
      [DAY_MS + 1, 'a'],
      [0, 'b'],
    ],
    /span more than 24 hours/,
  ],
  ['none', [], /greater than or equal to 1/],
  ['more than 10,000', Array.from({length: 10_001}, () => [0, 'x']), /less than or equal to 10000/],
  ['more than 1 MB', [[0, 'x'.repeat(1_048_551)]], /Upload too large: 1048577 bytes exceeds limit of 1048576/],
])('%s: all are refused', async (_, events, message) => {
  await using at = await aClient();
  await expect(at.put(...events)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringMatching(message),
  });
});

test('a metric filter makes metrics of what is written from then on', async () => {
  await using at = await aClient();
  await at.put([3000, '{"kind":"rollback","seconds":4}']);
  const transformation = {metricNamespace: 'Shop', metricName: 'Rollbacks', metricValue: '$.seconds'};
  const put = (filterName: string, change: object) =>
    at.client.send(
      new PutMetricFilterCommand({
        ...GROUP,
        filterName,
        filterPattern: '{ $.kind = "rollback" }',
        metricTransformations: [{...transformation, ...change}],
      }),
    );
  await put('seconds', {dimensions: {fn: '$.fn'}});
  await put('count', {metricName: 'Count', metricValue: '1', defaultValue: 0});
  await at.put([2000, '{"kind":"rollback","seconds":5,"fn":"checkout"}'], [1000, 'started'], [500, 'again']);
  const bucket = (metricName: string, dimensions: {name: string; value: string}[] = []) =>
    at.metrics.series({namespace: 'Shop', metricName, dimensions})?.between(NOW_MS - MINUTE_MS, NOW_MS);
  expect(bucket('Rollbacks', [{name: 'fn', value: 'checkout'}])).toMatchObject({sum: 5, count: 1});
  // One default value a minute, whatever is written.
  expect(bucket('Count')).toMatchObject({sum: 1, count: 2});
  const {metricFilters} = await at.client.send(new DescribeMetricFiltersCommand({...GROUP, filterNamePrefix: 'c'}));
  expect(metricFilters).toMatchObject([{filterName: 'count', metricTransformations: [{defaultValue: 0}]}]);
  await expect(put('both', {dimensions: {fn: '$.fn'}, defaultValue: 0})).rejects.toHaveProperty(
    'name',
    'InvalidParameterException',
  );
  const {matches} = await at.client.send(
    new TestMetricFilterCommand({filterPattern: '{ $.a = 1 }', logEventMessages: ['{"a":2}', '{"a":1}']}),
  );
  expect(matches).toEqual([{eventNumber: 2, eventMessage: '{"a":1}', extractedValues: {}}]);
});

test('groups and streams are created, described, tagged and deleted', async () => {
  await using at = await aClient();
  await at.client.send(new CreateLogGroupCommand({logGroupName: 'other', tags: {a: '1'}}));
  await expect(at.client.send(new CreateLogGroupCommand(GROUP))).rejects.toHaveProperty(
    'name',
    'ResourceAlreadyExistsException',
  );
  await expect(at.client.send(new CreateLogStreamCommand(STREAM))).rejects.toHaveProperty(
    'name',
    'ResourceAlreadyExistsException',
  );
  await expect(at.client.send(new CreateLogGroupCommand({logGroupName: 'a b'}))).rejects.toHaveProperty(
    'name',
    'InvalidParameterException',
  );
  await at.client.send(new PutRetentionPolicyCommand({...GROUP, retentionInDays: 30}));
  await expect(at.client.send(new PutRetentionPolicyCommand({...GROUP, retentionInDays: 31}))).rejects.toThrow(
    /enum value set/,
  );
  const groups = async (input: object) =>
    (await at.client.send(new DescribeLogGroupsCommand(input))).logGroups?.map(({logGroupName}) => logGroupName);
  expect(await groups({logGroupNamePrefix: 'rel'})).toEqual(['releases']);
  expect(await groups({logGroupNamePattern: 'the'})).toEqual(['other']);
  const {logGroups} = await at.client.send(new DescribeLogGroupsCommand({logGroupNamePrefix: 'rel'}));
  expect(logGroups).toMatchObject([
    {retentionInDays: 30, logGroupArn: 'arn:aws:logs:eu-west-1:111111111111:log-group:releases'},
  ]);
  const resourceArn = 'arn:aws:logs:eu-west-1:111111111111:log-group:other';
  await at.client.send(new TagResourceCommand({resourceArn, tags: {b: '2'}}));
  expect((await at.client.send(new ListTagsForResourceCommand({resourceArn}))).tags).toEqual({a: '1', b: '2'});
  const other = {logGroupName: 'other'};
  await at.client.send(new TagLogGroupCommand({...other, tags: {c: '3'}}));
  await at.client.send(new UntagLogGroupCommand({...other, tags: ['a']}));
  await at.client.send(new UntagResourceCommand({resourceArn, tagKeys: ['b']}));
  expect((await at.client.send(new ListTagsLogGroupCommand(other))).tags).toEqual({c: '3'});

  const {logStreams} = await at.client.send(new DescribeLogStreamsCommand({...GROUP, logStreamNamePrefix: 'check'}));
  expect(logStreams).toMatchObject([{logStreamName: 'checkout', creationTime: NOW_MS}]);
  expect(logStreams?.[0]).not.toHaveProperty('lastEventTimestamp');
  await at.put([0, 'x']);
  await at.client.send(new DeleteLogStreamCommand(STREAM));
  expect(await at.read()).toEqual([]);
  await expect(at.put([0, 'x'])).rejects.toMatchObject({message: 'The specified log stream does not exist.'});
  await at.client.send(new DeleteLogGroupCommand(GROUP));
  await expect(at.put([0, 'x'])).rejects.toMatchObject({message: 'The specified log group does not exist.'});
});

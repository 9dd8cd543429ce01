import {expect, test} from 'vitest';
import {parseFilterPattern} from '../../../src/lib/sandbox/logs/filter-pattern.js';
import {LogStore} from '../../../src/lib/sandbox/logs/log-store.js';
import {createLogs} from '../../../src/lib/sandbox/logs/logs-service.js';
import {MetricFilters} from '../../../src/lib/sandbox/logs/metric-filters.js';
import {StandingClock} from '../cloudwatch/metrics-fixture.js';

function aService() {
  const clock = new StandingClock(1000);
  const store = new LogStore(clock);
  const filters = new MetricFilters(store, () => clock.now());
  const service = createLogs(store, filters, clock, {region: 'eu-west-1', accountId: '000000000000'});
  const send = async (operation: string, input: object): Promise<Record<string, unknown>> => {
    const response = await service.handle({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {'x-amz-target': `Logs_20140328.${operation}`},
      body: Buffer.from(JSON.stringify(input)),
      region: 'eu-west-1',
      accountId: '000000000000',
      accessKeyId: undefined,
      signedService: 'logs',
      requestId: 'r',
    });
    const body: Record<string, unknown> = JSON.parse(String(response.body));
    return {...body, status: response.status};
  };
  return {store, send};
}

const GROUP = '/aws/lambda/checkout';

test('FilterLogEvents selects by stream prefix, time and terms, and pages to the end', async () => {
  const {store, send} = aService();
  for (let n = 1; n <= 5; n++) store.append(GROUP, '2026/11/21/[7]a', n, `line ${n}`);
  store.append(GROUP, '2026/11/21/[70]b', 3, 'line 3 of seventy');
  const query = {
    logGroupName: GROUP,
    logStreamNamePrefix: '2026/11/21/[7]',
    startTime: 2,
    endTime: 5,
    filterPattern: 'line -4',
    limit: 2,
  };
  const first = await send('FilterLogEvents', query);
  expect(first.events).toMatchObject([
    {message: 'line 2', timestamp: 2, logStreamName: '2026/11/21/[7]a'},
    {message: 'line 3'},
  ]);
  const second = await send('FilterLogEvents', {...query, nextToken: first.nextToken});
  expect(second.events).toMatchObject([{message: 'line 5'}]);
  expect(second).not.toHaveProperty('nextToken');
});

test('GetLogEvents reads the end of a stream, then only what is new', async () => {
  const {store, send} = aService();
  for (let n = 1; n <= 3; n++) store.append(GROUP, 's', n, `line ${n}`);
  const stream = {logGroupName: GROUP, logStreamName: 's'};
  const last = await send('GetLogEvents', {...stream, limit: 2});
  expect(last.events).toMatchObject([{message: 'line 2'}, {message: 'line 3'}]);
  const none = await send('GetLogEvents', {...stream, nextToken: last.nextForwardToken});
  expect(none).toMatchObject({events: [], nextForwardToken: last.nextForwardToken});
  store.append(GROUP, 's', 4, 'line 4');
  expect((await send('GetLogEvents', {...stream, nextToken: last.nextForwardToken})).events).toMatchObject([
    {message: 'line 4'},
  ]);
  expect((await send('GetLogEvents', {...stream, nextToken: last.nextBackwardToken})).events).toMatchObject([
    {message: 'line 1'},
  ]);
});

test('groups and streams are described', async () => {
  const {store, send} = aService();
  store.append(GROUP, 'b', 10, 'x');
  store.append(GROUP, 'a', 20, 'x');
  store.append('other', 'a', 20, 'x');
  expect((await send('DescribeLogGroups', {logGroupNamePrefix: '/aws'})).logGroups).toMatchObject([
    {logGroupName: GROUP, creationTime: 1000},
  ]);
  const latest = await send('DescribeLogStreams', {
    logGroupName: GROUP,
    orderBy: 'LastEventTime',
    descending: true,
    limit: 1,
  });
  expect(latest).toMatchObject({logStreams: [{logStreamName: 'a', lastEventTimestamp: 20}], nextToken: '1'});
});

test.each([
  ['FilterLogEvents', {logGroupName: 'nobody'}, 'ResourceNotFoundException'],
  ['GetLogEvents', {logGroupName: GROUP, logStreamName: 'nobody'}, 'ResourceNotFoundException'],
  ['DescribeLogStreams', {logGroupName: 'nobody'}, 'ResourceNotFoundException'],
  ['FilterLogEvents', {logGroupName: GROUP, filterPattern: '[ip, user]'}, 'InvalidParameterException'],
  ['FilterLogEvents', {logGroupName: GROUP, nextToken: 'made-up'}, 'InvalidParameterException'],
  ['FilterLogEvents', {}, 'InvalidParameterException'],
  ['StartQuery', {}, 'UnknownOperationException'],
])('%s %j is a %s', async (operation, input, __type) => {
  const {store, send} = aService();
  store.append(GROUP, 's', 1, 'x');
  expect(await send(operation, input)).toMatchObject({status: 400, __type});
});

test.each([
  ['', 'anything', true],
  ['ERROR timeout', 'ERROR: a timeout', true],
  ['ERROR timeout', 'ERROR: none', false],
  ['"a b"', 'x a b y', true],
  ['"a b"', 'b a', false],
  ['-DEBUG', 'DEBUG x', false],
  ['?ERROR ?WARN', 'a WARN', true],
  ['?ERROR ?WARN', 'an info', false],
  ['%E[RW]+OR% -"not this"', 'an ERROR', true],
  ['%E[RW]+OR% -"not this"', 'an ERROR, not this', false],
])('pattern %j on %j is %s', (pattern, message, expected) => {
  expect(parseFilterPattern(pattern)(message)).toBe(expected);
});

test('a crowded group forgets its oldest lines', () => {
  const {store} = aService();
  for (let n = 0; n <= 100_000; n++) store.append(GROUP, 's', n, 'x');
  expect(store.events(GROUP)).toHaveLength(50_000);
  expect(store.events(GROUP)?.[0]?.timestampMs).toBe(50_001);
});

test('a group with long lines keeps fewer of them', () => {
  const {store} = aService();
  const long = 'x'.repeat(2 ** 18);
  for (let n = 0; n <= 256; n++) store.append(GROUP, 's', n, long);
  expect(store.events(GROUP)).toHaveLength(128);
});

import {CloudWatchLogsClient, DescribeLogStreamsCommand, FilterLogEventsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {expect, it, onTestFinished} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {CloudWatchRecordStore} from '../../../src/lib/aws/cloudwatch/record-store.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubAws, stubEnvironment} from '../stub-aws.js';

const logGroupName = '/lambda-release';

async function onSandbox() {
  const sandbox = await startSandbox({requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
  const nowMs = sandbox.clock.now();
  const lines = (count: number, text = 'x') =>
    Array.from({length: count}, (_, index) => ({timeMs: nowMs + (index % 1000), text: `${index} ${text}`})).toSorted(
      (a, b) => a.timeMs - b.timeMs,
    );
  return {store: new CloudWatchRecordStore(new AwsClients()), logs: new CloudWatchLogsClient({}), lines, nowMs};
}

it('makes the log group and the stream of a function with its first line', async () => {
  const {store, logs, lines} = await onSandbox();
  // Two processes at the same moment.
  await Promise.all([
    store.append(logGroupName, 'checkout', lines(2)),
    store.append(logGroupName, 'checkout', lines(1)),
  ]);
  await store.append(logGroupName, 'refund', lines(1));
  const {logStreams} = await logs.send(new DescribeLogStreamsCommand({logGroupName}));
  expect(logStreams?.map((stream) => stream.logStreamName)).toEqual(['checkout', 'refund']);
  const {events} = await logs.send(new FilterLogEventsCommand({logGroupName, logStreamNames: ['checkout']}));
  expect(events).toHaveLength(3);
});

it.each([
  ['number', 10_001, 'x'],
  ['size', 12, 'ä'.repeat(60_000)],
])('sends no request that is larger than AWS takes by its %s', async (_, count, text) => {
  const {store, logs, lines} = await onSandbox();
  await store.append(logGroupName, 'checkout', lines(count, text));
  let kept = 0;
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({logGroupName, nextToken}));
    kept += page.events?.length ?? 0;
    nextToken = page.nextToken;
  } while (nextToken);
  expect(kept).toBe(count);
});

it('puts what is a day apart into requests of their own', async () => {
  const {store, logs, nowMs} = await onSandbox();
  const days = [3, 2, 1, 0].map((day) => ({timeMs: nowMs - day * 86_400_000 - day, text: String(day)}));
  await store.append(logGroupName, 'checkout', days);
  const {events} = await logs.send(new FilterLogEventsCommand({logGroupName}));
  expect(events?.map(({message}) => message)).toEqual(['3', '2', '1', '0']);
});

it('says by its code that the caller may not write there', async () => {
  const stub = await stubAws(() => ({status: 400, body: {__type: 'AccessDeniedException', message: 'no'}}));
  const store = new CloudWatchRecordStore(stub.clients);
  await expect(store.append(logGroupName, 'checkout', [{timeMs: 0, text: 'x'}])).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    message: expect.stringContaining(logGroupName),
  });
  expect(stub.requests).toHaveLength(1);
});

import {expect, test} from 'vitest';
import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import type {Dimension} from '../../../src/lib/sandbox/cloudwatch/metric.js';
import {anInvoker, aVersion, unreserved} from './running-function.js';

const FUNCTION = {name: 'FunctionName', value: 'checkout'};
const RESOURCE = {name: 'Resource', value: 'checkout:live'};
const EXECUTED = {name: 'ExecutedVersion', value: '7'};

function reader(running: ReturnType<typeof anInvoker>) {
  return (metricName: string, ...dimensions: Dimension[]) => {
    const series = running.metrics.series({namespace: 'AWS/Lambda', metricName, dimensions});
    const bucket = series?.between(0, running.clock.now() + 60_000);
    return bucket && {sum: bucket.sum, count: bucket.count};
  };
}

test('an alias invocation feeds the four dimension sets, errors as 0 or 1', async () => {
  await using running = anInvoker();
  const read = reader(running);
  const version = await aVersion('export const handler = async (event) => { if (event.fail) throw new Error("no"); };');
  await running.invoke(version, {});
  await running.invoke(version, {fail: true});
  for (const dimensions of [[], [FUNCTION], [FUNCTION, RESOURCE], [EXECUTED, RESOURCE, FUNCTION]]) {
    expect(read('Invocations', ...dimensions)).toEqual({sum: 2, count: 2});
    expect(read('Errors', ...dimensions)).toEqual({sum: 1, count: 2});
    expect(read('Duration', ...dimensions)?.count).toBe(2);
  }
  expect(read('Throttles', FUNCTION, RESOURCE)).toEqual({sum: 0, count: 2});
  expect(read('Throttles', FUNCTION, RESOURCE, EXECUTED)).toBeUndefined();
  expect(read('ConcurrentExecutions', FUNCTION)?.sum).toBe(2);
  expect(read('ConcurrentExecutions', FUNCTION, RESOURCE)).toBeUndefined();
});

test('an invocation by version has no ExecutedVersion', async () => {
  await using running = anInvoker();
  const read = reader(running);
  await running.invokeVersion(await aVersion('export const handler = async () => 1;'));
  expect(read('Invocations', FUNCTION, {name: 'Resource', value: 'checkout:7'})).toEqual({sum: 1, count: 1});
  expect(read('Invocations', FUNCTION, {name: 'Resource', value: 'checkout:7'}, EXECUTED)).toBeUndefined();
});

test('a throttled request counts as a throttle and as nothing else', async () => {
  await using running = anInvoker();
  const read = reader(running);
  const version = await aVersion('export const handler = async () => 1;');
  expect(await running.invoke(version, {}, {concurrency: {...unreserved, reserved: 0}})).toHaveProperty(
    'kind',
    'throttled',
  );
  expect(read('Throttles', FUNCTION, RESOURCE)).toEqual({sum: 1, count: 1});
  expect(read('Invocations', FUNCTION)).toBeUndefined();
  expect(read('Errors', FUNCTION)).toBeUndefined();
});

test('a module that cannot be loaded is an error without an invocation', async () => {
  await using running = anInvoker();
  const read = reader(running);
  await running.invoke(await aVersion('throw new Error("no database");'));
  expect(read('Errors', FUNCTION, RESOURCE, EXECUTED)).toEqual({sum: 1, count: 1});
  expect(read('Invocations', FUNCTION, RESOURCE, EXECUTED)).toBeUndefined();
});

test('console output and the platform’s lines go to the stream of the environment, and their end to the caller', async () => {
  await using running = anInvoker();
  const version = await aVersion(`
    console.log('loading');
    export const handler = async (event) => {
      console.warn('careful %s', event.who, {a: 1});
      process.stdout.write('raw\\n');
      await new Promise((r) => setTimeout(r, 50));
    };`);
  const result = await running.invoke(version, {who: 'Ada'}, {requestId: 'id-1'});
  const [stream] = running.logs.streams('/aws/lambda/checkout') ?? [];
  const messages = running.logs.events('/aws/lambda/checkout')?.map((event) => event.message);
  expect(stream?.name).toMatch(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/);
  expect(messages).toEqual([
    'INIT_START Runtime Version: nodejs:20.v1\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:abc\n',
    expect.stringMatching(/^\d{4}-.*Z\tundefined\tINFO\tloading\n$/),
    'START RequestId: id-1 Version: 7\n',
    expect.stringMatching(/\tid-1\tWARN\tcareful Ada \{ a: 1 \}\n$/),
    'raw\n',
    'END RequestId: id-1\n',
    expect.stringMatching(
      /^REPORT RequestId: id-1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$/,
    ),
  ]);
  expect(result).toHaveProperty(
    'logTail',
    expect.stringMatching(/^START RequestId: id-1[\s\S]*REPORT RequestId: id-1/),
  );
});

test('a log group of the user’s own names the function in the stream', async () => {
  await using running = anInvoker();
  await running.invoke(await aVersion('export const handler = async () => 1;', {logGroup: 'mine'}));
  expect(running.logs.streams('mine')?.[0]?.name).toMatch(/^\d{4}\/\d\d\/\d\d\/checkout\[7\]\[[0-9a-f]{32}\]$/);
});

test('log lines and metrics carry the time of the sandbox, durations the time of the wall', async () => {
  const clock = new SandboxClock({speed: 60, originMs: 0});
  await using running = anInvoker({clock});
  const startedMs = clock.now();
  await running.invoke(await aVersion('export const handler = async () => console.log("now");'));
  const line = running.lines().find((text) => text.endsWith('now')) ?? '';
  expect(Date.parse(line.split('\t')[0] ?? '')).toBeGreaterThanOrEqual(startedMs);
  const read = {namespace: 'AWS/Lambda', dimensions: [FUNCTION]};
  const series = running.metrics.series({...read, metricName: 'Invocations'});
  expect(series?.between(startedMs - 60_000, clock.now() + 60_000)?.count).toBe(1);
});

import {CloudWatchClient, GetMetricStatisticsCommand} from '@aws-sdk/client-cloudwatch';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {expect, onTestFinished, test} from 'vitest';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {MINUTE_MS, NOW_MS} from '../cloudwatch/metrics-fixture.js';
import {ManualClock} from '../manual-clock.js';
import {zipOf} from '../zip-of.js';

/** `checkout:live` on version 1 of 2 under load, on a clock that stands still at a full minute. */
async function loadedSandbox() {
  const clock = new ManualClock(NOW_MS);
  const sandbox = await startSandbox({clock, updateDelayMs: 0, metricsDelayMs: 0, requestsPerSecond: 0});
  const options = {
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
  };
  const lambda = new LambdaClient(options);
  const cloudWatch = new CloudWatchClient(options);
  onTestFinished(async () => {
    lambda.destroy();
    cloudWatch.destroy();
    await sandbox[Symbol.asyncDispose]();
  });
  const FunctionName = 'checkout';
  const codeOf = (version: number) => zipOf({'index.mjs': `export const handler = async () => ${version};`});
  const Role = 'arn:aws:iam::000000000000:role/checkout';
  const Code = {ZipFile: await codeOf(1)};
  await lambda.send(
    new CreateFunctionCommand({FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code}),
  );
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName}));
  await lambda.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: await codeOf(2)}));
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName}));
  await lambda.send(new CreateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '1'}));
  sandbox.setLoad({functionName: FunctionName, alias: 'live', perMinute: 600});

  /** Invocations of a version of the alias, minute by minute. */
  async function servedBy(version: string) {
    const {Datapoints = []} = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: Object.entries({FunctionName, Resource: 'checkout:live', ExecutedVersion: version}).map(
          ([Name, Value]) => ({Name, Value}),
        ),
        StartTime: new Date(NOW_MS),
        EndTime: new Date(clock.now()),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );
    return [0, 1, 2].map(
      (minute) => Datapoints.find(({Timestamp}) => Timestamp?.getTime() === NOW_MS + minute * MINUTE_MS)?.Sum,
    );
  }
  return {clock, lambda, servedBy};
}

test.each([
  'checkout',
  '000000000000:checkout',
  '000000000000:function:checkout',
  'arn:aws:lambda:us-east-1:000000000000:function:checkout',
])('what came before a write to %s is counted by the weights of its time', async (FunctionName) => {
  const {clock, lambda, servedBy} = await loadedSandbox();
  // In the middle of the ten seconds that are counted at once while nobody writes.
  await clock.advance(MINUTE_MS + 35_000);
  await lambda.send(new UpdateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '2'}));
  await clock.advance(2 * MINUTE_MS);

  expect(await servedBy('1')).toEqual([600, 350, undefined]);
  expect(await servedBy('2')).toEqual([undefined, 250, 600]);
});

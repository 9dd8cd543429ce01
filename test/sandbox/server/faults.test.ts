import {CloudWatchClient, ListMetricsCommand} from '@aws-sdk/client-cloudwatch';
import {CreateAliasCommand, GetAliasCommand, GetFunctionCommand, UpdateAliasCommand} from '@aws-sdk/client-lambda';
import {ListBucketsCommand, S3Client} from '@aws-sdk/client-s3';
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {describe, expect, test} from 'vitest';
import {Faults} from '../../../src/lib/sandbox/faults.js';
import {clientOf, type Lab, openLab} from '../lambda/lab.js';

const credentials = {accessKeyId: 'test', secretAccessKey: 'test'};

async function aliased(lab: Lab): Promise<{FunctionName: string; Name: string}> {
  const FunctionName = await lab.create({Publish: true});
  const alias = {FunctionName, Name: 'live'};
  await lab.client.send(new CreateAliasCommand({...alias, FunctionVersion: '1'}));
  return alias;
}

test('faults of metrics hit no call, are listed, and go with the others', () => {
  const faults = new Faults();
  faults.add({kind: 'missing-metrics', version: '2', share: 1, seed: 1});
  expect(faults.hit('cloudwatch', 'GetMetricData')).toBeUndefined();
  expect(faults.list()).toEqual([{kind: 'missing-metrics', version: '2', share: 1, seed: 1}]);
  faults.clear();
  expect(faults.list()).toEqual([]);
});

describe('faults on demand', () => {
  test('hit the nth matching call and as many as they say', async () => {
    await using lab = await openLab();
    const alias = await aliased(lab);
    const get = () =>
      lab.client.send(new GetAliasCommand(alias)).then(
        () => 'answered',
        (error: Error) => error.name,
      );
    lab.sandbox.addFault({kind: 'throttle', service: 'lambda', operation: 'GetAlias', nth: 2, count: 2});
    const outcomes = [await get(), await get(), await get(), await get()];
    expect(outcomes).toEqual(['answered', 'TooManyRequestsException', 'TooManyRequestsException', 'answered']);
    await expect(lab.client.send(new GetFunctionCommand({FunctionName: alias.FunctionName}))).resolves.toBeDefined();
  });

  test('a lost response leaves its effect behind, and the retry meets a stale RevisionId', async () => {
    await using lab = await openLab();
    const alias = await aliased(lab);
    const {RevisionId} = await lab.client.send(new GetAliasCommand(alias));
    lab.sandbox.addFault({kind: 'lost-response', operation: 'UpdateAlias'});
    const retrying = clientOf(lab.sandbox, {maxAttempts: 3});
    await expect(
      retrying.send(new UpdateAliasCommand({...alias, RevisionId, Description: 'written'})),
    ).rejects.toMatchObject({name: 'PreconditionFailedException', $metadata: {httpStatusCode: 412, attempts: 2}});
    expect(await lab.client.send(new GetAliasCommand(alias))).toMatchObject({Description: 'written'});
  });

  test('a lost request leaves nothing behind', async () => {
    await using lab = await openLab();
    const alias = await aliased(lab);
    lab.sandbox.addFault({kind: 'lost-request', operation: 'UpdateAlias'});
    await expect(lab.client.send(new UpdateAliasCommand({...alias, Description: 'written'}))).rejects.toThrow();
    expect(await lab.client.send(new GetAliasCommand(alias))).toMatchObject({Description: ''});
  });

  test('another writer moves the RevisionId just before the call', async () => {
    await using lab = await openLab();
    const alias = await aliased(lab);
    const {RevisionId} = await lab.client.send(new GetAliasCommand(alias));
    lab.sandbox.addFault({kind: 'other-writer', write: {Description: 'mine now'}});
    await expect(
      lab.client.send(new UpdateAliasCommand({...alias, RevisionId, Description: 'ours'})),
    ).rejects.toMatchObject({name: 'PreconditionFailedException'});
    expect(await lab.client.send(new GetAliasCommand(alias))).toMatchObject({Description: 'mine now'});
  });

  test('a slow answer is an answer', async () => {
    await using lab = await openLab({speed: 1000});
    const alias = await aliased(lab);
    lab.sandbox.addFault({kind: 'slow', delayMs: 1000});
    expect(await lab.client.send(new GetAliasCommand(alias))).toMatchObject({Name: 'live'});
  });

  test('a web page comes instead of any answer until the faults are removed', async () => {
    await using lab = await openLab();
    const alias = await aliased(lab);
    lab.sandbox.addFault({kind: 'html', count: 0});
    const get = () => lab.client.send(new GetAliasCommand(alias));
    await expect(get()).rejects.toThrow();
    await expect(get()).rejects.toThrow();
    lab.sandbox.clearFaults();
    await expect(get()).resolves.toMatchObject({Name: 'live'});
  });

  test('errors and throttles have the wire form of the service that is asked', async () => {
    await using lab = await openLab();
    const options = {endpoint: lab.sandbox.endpoint, region: 'us-east-1', credentials, maxAttempts: 1};
    const calls = {
      lambda: () => lab.client.send(new GetFunctionCommand({FunctionName: 'fn'})),
      cloudwatch: () => new CloudWatchClient(options).send(new ListMetricsCommand({})),
      s3: () => new S3Client(options).send(new ListBucketsCommand({})),
      sts: () => new STSClient(options).send(new GetCallerIdentityCommand({})),
    };
    const outcomes: Record<string, unknown> = {};
    for (const [service, call] of Object.entries(calls)) {
      for (const fault of [
        {kind: 'throttle'},
        {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'},
      ] as const) {
        lab.sandbox.addFault(fault);
        const error = await call().then(
          () => undefined,
          (refusal: Error) => refusal,
        );
        outcomes[`${service} ${fault.kind}`] = `${error?.name}: ${error?.message}`;
      }
    }
    expect(outcomes).toEqual({
      'lambda throttle': 'TooManyRequestsException: Rate exceeded',
      'lambda error': 'AccessDenied: No.',
      'cloudwatch throttle': 'Throttling: Rate exceeded',
      'cloudwatch error': 'AccessDenied: No.',
      's3 throttle': 'SlowDown: Please reduce your request rate.',
      's3 error': 'AccessDenied: No.',
      'sts throttle': 'Throttling: Rate exceeded',
      'sts error': 'AccessDenied: No.',
    });
  });

  test('CloudWatch Logs says it as AWS JSON 1.1', async () => {
    await using lab = await openLab();
    lab.sandbox.addFault({kind: 'throttle', service: 'logs', operation: 'FilterLogEvents'});
    const response = await fetch(lab.sandbox.endpoint, {
      method: 'POST',
      headers: {'x-amz-target': 'Logs_20140328.FilterLogEvents', 'content-type': 'application/x-amz-json-1.1'},
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({__type: 'ThrottlingException', message: 'Rate exceeded'});
  });
});

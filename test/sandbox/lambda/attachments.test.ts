import {
  AddPermissionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  GetRuntimeManagementConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {codeOf, openLab} from './lab.js';

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:111111111111:function:${name}`;

test('tags are put, listed and taken away, on the function only, and not during an update', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create({Tags: {team: 'checkout'}});
  const Resource = arnOf(FunctionName);
  await client.send(new TagResourceCommand({Resource, Tags: {stage: 'live'}}));
  expect(await client.send(new ListTagsCommand({Resource}))).toMatchObject({Tags: {team: 'checkout', stage: 'live'}});
  await client.send(new UntagResourceCommand({Resource, TagKeys: ['team']}));
  expect((await client.send(new GetFunctionCommand({FunctionName}))).Tags).toEqual({stage: 'live'});
  await expect(client.send(new ListTagsCommand({Resource: `${Resource}:1`}))).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
  await client.send(new UpdateFunctionConfigurationCommand({FunctionName, Timeout: 9}));
  await expect(client.send(new TagResourceCommand({Resource, Tags: {a: 'b'}}))).rejects.toMatchObject({
    name: 'ResourceConflictException',
  });
  await expect(client.send(new PublishVersionCommand({FunctionName}))).rejects.toMatchObject({
    name: 'ResourceConflictException',
  });
});

test('permissions belong to the function, the version or the alias they were given on', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create({Publish: true});
  const permission = {
    FunctionName,
    StatementId: 'bucket',
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
    SourceArn: 'arn:aws:s3:::uploads',
  };
  await client.send(new AddPermissionCommand(permission));
  await expect(client.send(new AddPermissionCommand(permission))).rejects.toThrow(
    'The statement id (bucket) provided already exists.',
  );
  await expect(client.send(new GetPolicyCommand({FunctionName, Qualifier: '1'}))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const {Policy} = await client.send(new GetPolicyCommand({FunctionName}));
  expect(JSON.parse(Policy ?? '')).toEqual({
    Version: '2012-10-17',
    Id: 'default',
    Statement: [
      {
        Sid: 'bucket',
        Effect: 'Allow',
        Principal: {Service: 's3.amazonaws.com'},
        Action: 'lambda:InvokeFunction',
        Resource: arnOf(FunctionName),
        Condition: {ArnLike: {'AWS:SourceArn': 'arn:aws:s3:::uploads'}},
      },
    ],
  });
  await client.send(new RemovePermissionCommand({FunctionName, StatementId: 'bucket'}));
  await expect(client.send(new GetPolicyCommand({FunctionName}))).rejects.toThrow(
    'The resource you requested does not exist.',
  );
});

test('asynchronous settings: Put replaces, Update adds, each qualifier has its own', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create({Publish: true});
  await expect(client.send(new PutFunctionEventInvokeConfigCommand({FunctionName}))).rejects.toThrow(
    'You must specify at least one of error handling or destination setting.',
  );
  await client.send(new PutFunctionEventInvokeConfigCommand({FunctionName, MaximumRetryAttempts: 0}));
  await client.send(new UpdateFunctionEventInvokeConfigCommand({FunctionName, MaximumEventAgeInSeconds: 60}));
  const get = (Qualifier?: string) => client.send(new GetFunctionEventInvokeConfigCommand({FunctionName, Qualifier}));
  expect(await get()).toMatchObject({MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60});
  await client.send(new PutFunctionEventInvokeConfigCommand({FunctionName, MaximumEventAgeInSeconds: 120}));
  expect((await get()).MaximumRetryAttempts).toBeUndefined();
  await expect(get('1')).rejects.toThrow(`The function ${arnOf(FunctionName)}:1 doesn't have an EventInvokeConfig`);
  const list = await client.send(new ListFunctionEventInvokeConfigsCommand({FunctionName}));
  expect(list.FunctionEventInvokeConfigs).toHaveLength(1);
  await client.send(new DeleteFunctionEventInvokeConfigCommand({FunctionName}));
  await expect(get()).rejects.toMatchObject({name: 'ResourceNotFoundException'});
});

describe('names and qualifiers', () => {
  test('agree, or the call is refused', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create({Publish: true});
    const get = (name: string, Qualifier?: string) =>
      lab.client.send(new GetFunctionCommand({FunctionName: name, Qualifier}));
    for (const name of [FunctionName, `111111111111:function:${FunctionName}`, arnOf(FunctionName)]) {
      expect((await get(`${name}:1`)).Configuration?.Version).toBe('1');
    }
    await expect(get(`${FunctionName}:1`, '2')).rejects.toThrow(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
    await expect(get(arnOf(FunctionName).replace('us-east-1', 'eu-west-1'))).rejects.toThrow(
      "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    );
    await expect(
      lab.client.send(new UpdateFunctionCodeCommand({FunctionName: `${FunctionName}:1`, ZipFile: await codeOf('x')})),
    ).rejects.toThrow('Current operation does not support versions other than $LATEST.');
  });
});

test('what Terraform reads of every function is answered as for one without the feature', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create();
  const signing = await client.send(new GetFunctionCodeSigningConfigCommand({FunctionName}));
  expect(signing.CodeSigningConfigArn).toBeUndefined();
  expect(await client.send(new GetRuntimeManagementConfigCommand({FunctionName}))).toMatchObject({
    UpdateRuntimeOn: 'Auto',
  });
  expect(await client.send(new GetFunctionRecursionConfigCommand({FunctionName}))).toMatchObject({
    RecursiveLoop: 'Terminate',
  });
  await expect(client.send(new GetFunctionUrlConfigCommand({FunctionName}))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a dry run of a code update changes nothing', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const before = await lab.client.send(new GetFunctionCommand({FunctionName}));
  const dry = await lab.client.send(
    new UpdateFunctionCodeCommand({FunctionName, ZipFile: await codeOf('other'), DryRun: true}),
  );
  const after = await lab.client.send(new GetFunctionCommand({FunctionName}));
  expect(dry.CodeSha256).not.toBe(before.Configuration?.CodeSha256);
  expect(after.Configuration).toEqual(before.Configuration);
});

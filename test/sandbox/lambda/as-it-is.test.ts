import {
  AddPermissionCommand,
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {codeOf, openLab, role} from './lab.js';

test.each([
  [{DurableConfig: {ExecutionTimeout: 60}}, 'DurableConfig'],
  [{TenancyConfig: {TenantIsolationMode: 'PER_TENANT'}}, 'TenancyConfig'],
  [{PublishTo: 'LATEST_PUBLISHED'}, 'PublishTo'],
  [{Code: {ZipFile: '', SourceKMSKeyArn: 'arn:aws:kms:us-east-1:111111111111:key/a'}}, 'Code.SourceKMSKeyArn'],
  [{Code: {S3Bucket: 'abc', S3Key: 'k', S3ObjectStorageMode: 'REFERENCE'}}, 'S3ObjectStorageMode REFERENCE'],
])('CreateFunction with %o is refused by name, not created without it', async (members, named) => {
  await using lab = await openLab();
  const body = {FunctionName: 'fn', Role: role, Runtime: 'nodejs22.x', Handler: 'a.b', Code: {ZipFile: ''}, ...members};
  const answer = await fetch(`${lab.sandbox.endpoint}/2015-03-31/functions`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(501);
  expect(await answer.json()).toMatchObject({message: `The sandbox does not emulate ${named} of CreateFunction.`});
});

test('what AWS refuses is refused as AWS does it, before anything the sandbox does not emulate', async () => {
  await using lab = await openLab();
  const body = {FunctionName: 'fn', Role: role, Timeout: 0, Code: {ImageUri: 'an-image'}};
  const answer = await fetch(`${lab.sandbox.endpoint}/2015-03-31/functions`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('x-amzn-errortype')).toContain('ValidationException');
});

test('a member that is null is as good as absent', async () => {
  await using lab = await openLab();
  const ZipFile = (await codeOf('x')).toString('base64');
  const body = {
    FunctionName: 'fn',
    Role: role,
    Runtime: 'nodejs22.x',
    Handler: 'a.b',
    Code: {ZipFile},
    PublishTo: null,
  };
  const answer = await fetch(`${lab.sandbox.endpoint}/2015-03-31/functions`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(201);
});

test('tags move the RevisionId of $LATEST', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const revision = async () => {
    const {Configuration} = await lab.client.send(new GetFunctionCommand({FunctionName}));
    return {id: Configuration?.RevisionId, Resource: Configuration?.FunctionArn ?? ''};
  };
  const {id, Resource} = await revision();
  await lab.client.send(new TagResourceCommand({Resource, Tags: {team: 'a'}}));
  const tagged = await revision();
  expect(tagged.id).not.toBe(id);
  await lab.client.send(new UntagResourceCommand({Resource, TagKeys: ['team']}));
  expect((await revision()).id).not.toBe(tagged.id);
});

test('the RevisionId of a policy is that of the alias it is on, which it moves', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  await lab.client.send(new PublishVersionCommand({FunctionName}));
  const {RevisionId} = await lab.client.send(
    new CreateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '1'}),
  );
  const permission = {FunctionName, Qualifier: 'live', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com'};
  await lab.client.send(new AddPermissionCommand({...permission, StatementId: 's3', RevisionId}));
  const alias = await lab.client.send(new GetAliasCommand({FunctionName, Name: 'live'}));
  const policy = await lab.client.send(new GetPolicyCommand({FunctionName, Qualifier: 'live'}));
  expect(alias.RevisionId).not.toBe(RevisionId);
  expect(policy.RevisionId).toBe(alias.RevisionId);
  const remove = {FunctionName, Qualifier: 'live', StatementId: 's3'};
  await expect(lab.client.send(new RemovePermissionCommand({...remove, RevisionId}))).rejects.toMatchObject({
    name: 'PreconditionFailedException',
  });
  await lab.client.send(new RemovePermissionCommand({...remove, RevisionId: policy.RevisionId}));
});

test('a function in a network says which, and forgets it with its subnets', async () => {
  await using lab = await openLab();
  const VpcConfig = {SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1']};
  const FunctionName = await lab.create({VpcConfig});
  const network = async () => (await lab.client.send(new GetFunctionCommand({FunctionName}))).Configuration?.VpcConfig;
  const attached = {...VpcConfig, Ipv6AllowedForDualStack: false, VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/)};
  expect(await network()).toEqual(attached);
  await lab.configure(FunctionName, {VpcConfig: {SubnetIds: [], SecurityGroupIds: []}});
  const none = {SubnetIds: [], SecurityGroupIds: [], Ipv6AllowedForDualStack: false, VpcId: ''};
  expect(await network()).toEqual(none);
});

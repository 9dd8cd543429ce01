import {
  AddLayerVersionPermissionCommand,
  CreateCodeSigningConfigCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionPolicyCommand,
  GetRuntimeManagementConfigCommand,
  ListFunctionsByCodeSigningConfigCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionCodeSigningConfigCommand,
  PutRuntimeManagementConfigCommand,
  RemoveLayerVersionPermissionCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {codeOf, openLab} from './lab.js';

const AllowedPublishers = {
  SigningProfileVersionArns: ['arn:aws:signer:us-east-1:111111111111:/signing-profiles/p/abcdefghij'],
};

test('a code signing configuration is kept, attached to functions, and not deleted from under them', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create();
  const {CodeSigningConfig} = await client.send(new CreateCodeSigningConfigCommand({AllowedPublishers}));
  const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn ?? '';
  expect(CodeSigningConfigArn).toMatch(/^arn:aws:lambda:us-east-1:111111111111:code-signing-config:csc-[0-9a-f]{17}$/);
  await client.send(new PutFunctionCodeSigningConfigCommand({FunctionName, CodeSigningConfigArn}));
  expect(await client.send(new GetFunctionCodeSigningConfigCommand({FunctionName}))).toMatchObject({
    CodeSigningConfigArn,
    FunctionName,
  });
  const {FunctionArns} = await client.send(new ListFunctionsByCodeSigningConfigCommand({CodeSigningConfigArn}));
  expect(FunctionArns).toEqual([`arn:aws:lambda:us-east-1:111111111111:function:${FunctionName}`]);
  await expect(client.send(new DeleteCodeSigningConfigCommand({CodeSigningConfigArn}))).rejects.toMatchObject({
    name: 'ResourceConflictException',
  });
  await client.send(new DeleteFunctionCodeSigningConfigCommand({FunctionName}));
  await client.send(new DeleteCodeSigningConfigCommand({CodeSigningConfigArn}));
  await expect(client.send(new GetCodeSigningConfigCommand({CodeSigningConfigArn}))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(
    client.send(new PutFunctionCodeSigningConfigCommand({FunctionName, CodeSigningConfigArn})),
  ).rejects.toMatchObject({name: 'CodeSigningConfigNotFoundException'});
});

test('runtime management is kept by version, and Manual needs a version', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const put = (more: object) =>
    lab.client.send(new PutRuntimeManagementConfigCommand({FunctionName, UpdateRuntimeOn: 'FunctionUpdate', ...more}));
  expect(await put({})).toMatchObject({UpdateRuntimeOn: 'FunctionUpdate'});
  expect(await lab.client.send(new GetRuntimeManagementConfigCommand({FunctionName}))).toMatchObject({
    UpdateRuntimeOn: 'FunctionUpdate',
  });
  await expect(put({UpdateRuntimeOn: 'Manual'})).rejects.toMatchObject({name: 'InvalidParameterValueException'});
});

test('a version with SnapStart is Pending for long and then optimized, on runtimes that have it', async () => {
  await using lab = await openLab();
  const SnapStart = {ApplyOn: 'PublishedVersions'} as const;
  const FunctionName = await lab.create({Runtime: 'java21', SnapStart});
  const published = await lab.client.send(new PublishVersionCommand({FunctionName}));
  expect(published).toMatchObject({State: 'Pending', SnapStart: {...SnapStart, OptimizationStatus: 'On'}});
  lab.sandbox.settle();
  const version = await lab.client.send(new GetFunctionConfigurationCommand({FunctionName, Qualifier: '1'}));
  expect(version).toMatchObject({State: 'Active', SnapStart: {OptimizationStatus: 'On'}});
  const latest = await lab.client.send(new GetFunctionConfigurationCommand({FunctionName}));
  expect(latest).toMatchObject({SnapStart: {...SnapStart, OptimizationStatus: 'Off'}});
  await expect(lab.create({Runtime: 'nodejs22.x', SnapStart})).rejects.toThrow(
    'nodejs22.x is not supported for SnapStart enabled functions.',
  );
});

test('a runtime AWS has given up is refused in its words', async () => {
  await using lab = await openLab();
  await expect(lab.create({Runtime: 'nodejs14.x'})).rejects.toThrow(
    'The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions.',
  );
});

test('a layer version has a policy of its own, and a layer of another account is known by name', async () => {
  await using lab = await openLab();
  const Content = {ZipFile: await codeOf('layer')};
  const {Version: VersionNumber} = await lab.client.send(new PublishLayerVersionCommand({LayerName: 'deps', Content}));
  const of = {LayerName: 'deps', VersionNumber};
  const statement = {...of, StatementId: 'all', Action: 'lambda:GetLayerVersion', Principal: '222222222222'};
  const {RevisionId} = await lab.client.send(new AddLayerVersionPermissionCommand(statement));
  await expect(lab.client.send(new AddLayerVersionPermissionCommand(statement))).rejects.toMatchObject({
    name: 'ResourceConflictException',
  });
  const {Policy} = await lab.client.send(new GetLayerVersionPolicyCommand(of));
  expect(JSON.parse(Policy ?? '')).toMatchObject({
    Statement: [{Sid: 'all', Principal: {AWS: 'arn:aws:iam::222222222222:root'}}],
  });
  await lab.client.send(new RemoveLayerVersionPermissionCommand({...of, StatementId: 'all', RevisionId}));
  await expect(lab.client.send(new GetLayerVersionPolicyCommand(of))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const foreign = 'arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7';
  const FunctionName = await lab.create({Layers: [foreign]});
  const {Layers} = await lab.client.send(new GetFunctionConfigurationCommand({FunctionName}));
  expect(Layers).toMatchObject([{Arn: foreign}]);
});

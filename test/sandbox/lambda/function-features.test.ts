import {
  CreateCodeSigningConfigCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetRuntimeManagementConfigCommand,
  ListFunctionsByCodeSigningConfigCommand,
  PutFunctionCodeSigningConfigCommand,
  PutRuntimeManagementConfigCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {openLab} from './lab.js';

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

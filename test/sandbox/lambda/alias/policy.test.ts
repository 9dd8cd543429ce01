import {AddPermissionCommand} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {openLab} from '../lab.js';

test.each<[principal: string, shown: unknown]>([
  ['*', '*'],
  ['222222222222', {AWS: 'arn:aws:iam::222222222222:root'}],
  ['arn:aws:iam::222222222222:role/caller', {AWS: 'arn:aws:iam::222222222222:role/caller'}],
  ['apigateway.amazonaws.com', {Service: 'apigateway.amazonaws.com'}],
  ['elasticmapreduce.amazonaws.com.cn', {Service: 'elasticmapreduce.amazonaws.com.cn'}],
  ['alexa-appkit.amazon.com', {Service: 'alexa-appkit.amazon.com'}],
])('%s may be let in', async (Principal, shown) => {
  await using lab = await openLab();
  const permission = {FunctionName: await lab.create(), StatementId: 's', Action: 'lambda:InvokeFunction', Principal};
  const {Statement} = await lab.client.send(new AddPermissionCommand(permission));
  expect(JSON.parse(Statement ?? '')).toMatchObject({Principal: shown});
});

test.each(['nobody', 'invalid.nonaws.com', '1234', 'arn:aws:s3:::bucket'])('%s is nobody', async (Principal) => {
  await using lab = await openLab();
  const permission = {FunctionName: await lab.create(), StatementId: 's', Action: 'lambda:InvokeFunction', Principal};
  await expect(lab.client.send(new AddPermissionCommand(permission))).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'The provided principal was invalid. Please check the principal and try again.',
  });
});

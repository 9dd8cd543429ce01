import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  type UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {type Lab, openLab} from '../lab.js';

/** Versions 1 and 2 and the alias `live` on 1; `change` is what version 2 differs in. */
async function released(lab: Lab, change: Parameters<Lab['configure']>[1] = {Description: 'two'}) {
  const FunctionName = await lab.create({Publish: true});
  await lab.configure(FunctionName, change);
  await lab.client.send(new PublishVersionCommand({FunctionName}));
  const alias = {FunctionName, Name: 'live'};
  await lab.client.send(new CreateAliasCommand({...alias, FunctionVersion: '1'}));
  return {
    FunctionName,
    get: () => lab.client.send(new GetAliasCommand(alias)),
    update: (write: Omit<UpdateAliasCommandInput, 'FunctionName' | 'Name'>) =>
      lab.client.send(new UpdateAliasCommand({...alias, ...write})),
  };
}

const tenPercent = {AdditionalVersionWeights: {'2': 0.1}};

describe('an alias with weights', () => {
  test('keeps them when an update does not name them, and loses them to an empty map', async () => {
    await using lab = await openLab();
    const {get, update} = await released(lab);
    await update({RoutingConfig: tenPercent});
    await update({Description: 'only words'});
    expect(await get()).toMatchObject({RoutingConfig: tenPercent, Description: 'only words'});
    const {RoutingConfig} = await update({RoutingConfig: {AdditionalVersionWeights: {}}});
    expect(RoutingConfig).toBeUndefined();
    expect(await get()).toMatchObject({Description: 'only words', FunctionVersion: '1'});
  });

  test('cannot be promoted without clearing them in the same call', async () => {
    await using lab = await openLab();
    const {update} = await released(lab);
    await update({RoutingConfig: tenPercent});
    await expect(update({FunctionVersion: '2'})).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Invalid function version 2. Function version 2 is already included in routing configuration.',
    });
    expect(await update({FunctionVersion: '2', RoutingConfig: {AdditionalVersionWeights: {}}})).toMatchObject({
      FunctionVersion: '2',
    });
  });

  test('needs two versions of one role and one dead-letter queue', async () => {
    await using lab = await openLab();
    const otherRole = await released(lab, {Role: 'arn:aws:iam::111111111111:role/other'});
    await expect(otherRole.update({RoutingConfig: tenPercent})).rejects.toThrow(
      'Specified versions must be associated with the same execution role',
    );
    const otherQueue = await released(lab, {DeadLetterConfig: {TargetArn: 'arn:aws:sqs:us-east-1:111111111111:dead'}});
    await expect(otherQueue.update({RoutingConfig: tenPercent})).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  test('cannot get provisioned concurrency', async () => {
    await using lab = await openLab();
    const {FunctionName, update} = await released(lab);
    await update({RoutingConfig: tenPercent});
    const config = {FunctionName, Qualifier: 'live', ProvisionedConcurrentExecutions: 1};
    await expect(lab.client.send(new PutProvisionedConcurrencyConfigCommand(config))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Alias with weights can not be used with Provisioned Concurrency',
    });
  });

  test('keeps both of its versions from being deleted', async () => {
    await using lab = await openLab();
    const {FunctionName, update} = await released(lab);
    await update({RoutingConfig: tenPercent});
    for (const Qualifier of ['1', '2']) {
      await expect(lab.client.send(new DeleteFunctionCommand({FunctionName, Qualifier}))).rejects.toMatchObject({
        name: 'ResourceConflictException',
        message: 'Unable to delete version because the following aliases reference it: [live]',
      });
    }
  });
});

test('provisioned concurrency follows the alias to its new version, from the start again', async () => {
  await using lab = await openLab();
  const {FunctionName, update} = await released(lab);
  const config = {FunctionName, Qualifier: 'live'};
  const status = async () => (await lab.client.send(new GetProvisionedConcurrencyConfigCommand(config))).Status;
  await lab.client.send(new PutProvisionedConcurrencyConfigCommand({...config, ProvisionedConcurrentExecutions: 2}));
  lab.sandbox.settle();
  expect(await status()).toBe('READY');
  await update({FunctionVersion: '2'});
  expect(await status()).toBe('IN_PROGRESS');
  lab.sandbox.settle();
  expect(await status()).toBe('READY');
});

test('a deletion with a qualifier is of that version only', async () => {
  await using lab = await openLab();
  const {FunctionName} = await released(lab);
  const remove = (Qualifier: string) => lab.client.send(new DeleteFunctionCommand({FunctionName, Qualifier}));
  await expect(remove('$LATEST')).rejects.toThrow('$LATEST version cannot be deleted without deleting the function.');
  await expect(remove('live')).rejects.toThrow('Deletion of aliases is not currently supported.');
  await expect(remove('2')).resolves.toMatchObject({StatusCode: 204});
  await expect(
    lab.client.send(new CreateAliasCommand({FunctionName, Name: 'gone', FunctionVersion: '2'})),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('is found by its own ARN, and no other is', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const alias = {Name: 'live', FunctionVersion: '$LATEST'};
  const {AliasArn} = await lab.client.send(new CreateAliasCommand({FunctionName, ...alias}));
  const get = (Name: string) => lab.client.send(new GetAliasCommand({FunctionName: AliasArn, Name}));
  expect(await get('live')).toMatchObject({...alias, AliasArn});
  await expect(get('beta')).rejects.toThrow(
    'The derived qualifier from the function name does not match the specified qualifier.',
  );
});

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {zipOf} from '../../zip-of.js';
import {type Lab, openLab} from '../lab.js';

const node = {Runtime: 'nodejs22.x' as const, Handler: 'index.handler'};
const says = (text: string) =>
  zipOf({'index.mjs': `export const handler = async (event) => ({text: '${text}', event});`});

async function invoke({client}: Lab, FunctionName: string, Qualifier?: string) {
  const {Payload, ...output} = await client.send(
    new InvokeCommand({FunctionName, Qualifier, Payload: JSON.stringify({n: 1})}),
  );
  const text = Buffer.from(Payload ?? []).toString();
  return {...output, result: text === '' ? undefined : JSON.parse(text)};
}

/** Versions 1 and 2, which say so, and an alias on the first. */
async function twoVersions(lab: Lab): Promise<string> {
  const name = await lab.create({...node, Code: {ZipFile: await says('one')}, Publish: true});
  await lab.client.send(new UpdateFunctionCodeCommand({FunctionName: name, ZipFile: await says('two')}));
  lab.sandbox.settle();
  await lab.client.send(new PublishVersionCommand({FunctionName: name}));
  await lab.client.send(new CreateAliasCommand({FunctionName: name, Name: 'live', FunctionVersion: '1'}));
  return name;
}

describe('Invoke', () => {
  test('runs what the alias points at and says which version that was', async () => {
    await using lab = await openLab();
    const name = await twoVersions(lab);
    expect(await invoke(lab, name, 'live')).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '1',
      result: {text: 'one', event: {n: 1}},
    });
    expect(await invoke(lab, name, '2')).toMatchObject({ExecutedVersion: '2', result: {text: 'two'}});
    expect(await invoke(lab, name)).toMatchObject({ExecutedVersion: '$LATEST'});
  });

  test('follows the weights of the alias: 0 and 1 are certain', async () => {
    await using lab = await openLab();
    const name = await twoVersions(lab);
    const weigh = (weight: number) =>
      lab.client.send(
        new UpdateAliasCommand({
          FunctionName: name,
          Name: 'live',
          RoutingConfig: {AdditionalVersionWeights: {'2': weight}},
        }),
      );
    const versions = async () => {
      const served = await Promise.all(Array.from({length: 8}, () => invoke(lab, name, 'live')));
      return new Set(served.map(({ExecutedVersion}) => ExecutedVersion));
    };
    await weigh(0);
    expect(await versions()).toEqual(new Set(['1']));
    await weigh(1);
    expect(await versions()).toEqual(new Set(['2']));
  });

  test('a function that is not Active yet is a conflict', async () => {
    await using lab = await openLab();
    const input = await lab.aFunction({...node});
    await lab.client.send(new CreateFunctionCommand(input));
    await expect(invoke(lab, input.FunctionName ?? '')).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message:
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      $metadata: {httpStatusCode: 409},
    });
  });

  test('until an update is done, the code from before serves', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create({...node, Code: {ZipFile: await says('before')}});
    await lab.client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: await says('after')}));
    expect(await invoke(lab, FunctionName)).toMatchObject({result: {text: 'before'}});
    lab.sandbox.settle();
    expect(await invoke(lab, FunctionName)).toMatchObject({result: {text: 'after'}});
  });

  test('a function that fails is a success of the call, marked', async () => {
    await using lab = await openLab();
    const code = await zipOf({'index.mjs': 'export const handler = async () => { throw new Error("broken"); };'});
    const FunctionName = await lab.create({...node, Code: {ZipFile: code}});
    expect(await invoke(lab, FunctionName)).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      result: {errorMessage: 'broken'},
    });
  });

  test('reserved concurrency 0 throttles every call, with the reason and a time to wait', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create({...node});
    await lab.client.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions: 0}));
    await expect(invoke(lab, FunctionName)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      retryAfterSeconds: '1',
    });
  });

  test('an event is taken at once; an unknown alias is not found; a payload must be JSON', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create({...node});
    const event = new InvokeCommand({FunctionName, InvocationType: 'Event', Payload: '{}'});
    expect(await lab.client.send(event)).toMatchObject({StatusCode: 202});
    expect(await lab.client.send(new InvokeCommand({FunctionName, InvocationType: 'DryRun'}))).toMatchObject({
      StatusCode: 204,
    });
    await expect(invoke(lab, FunctionName, 'nobody')).rejects.toThrow(
      `Function not found: arn:aws:lambda:us-east-1:111111111111:function:${FunctionName}:nobody`,
    );
    await expect(lab.client.send(new InvokeCommand({FunctionName, Payload: 'not json'}))).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
  });
});

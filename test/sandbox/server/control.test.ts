import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {type Lab, openLab} from '../lambda/lab.js';

async function control({sandbox}: Lab, method: string, resource: string, body?: unknown) {
  const response = await fetch(`${sandbox.endpoint}/_sandbox/${resource}`, {
    method,
    ...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
  });
  const text = await response.text();
  return {status: response.status, body: text === '' ? undefined : JSON.parse(text)};
}

describe('the control endpoint', () => {
  test('tells health and time', async () => {
    await using lab = await openLab({speed: 60});
    expect(await control(lab, 'GET', 'health')).toEqual({
      status: 200,
      body: {status: 'ok', region: 'us-east-1', accountId: '111111111111', worlds: []},
    });
    const {body} = await control(lab, 'GET', 'clock');
    expect(body).toMatchObject({speed: 60, originMs: lab.sandbox.clock.speed.originMs});
    expect(body.epochMs).toBeGreaterThanOrEqual(body.originMs);
  });

  test('sets, lists and removes faults, and says what is wrong with one', async () => {
    await using lab = await openLab();
    const fault = {kind: 'error', service: 'lambda', operation: 'ListFunctions', status: 503, code: 'Unavailable'};
    expect(await control(lab, 'POST', 'faults', fault)).toMatchObject({status: 201, body: {nth: 1, count: 1}});
    await expect(lab.client.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'Unavailable',
      $metadata: {httpStatusCode: 503},
    });
    expect(await control(lab, 'GET', 'faults')).toMatchObject({body: {faults: [{...fault, seen: 1}]}});
    expect(await control(lab, 'DELETE', 'faults')).toEqual({status: 204, body: undefined});
    expect(await control(lab, 'GET', 'faults')).toEqual({status: 200, body: {faults: []}});
    expect(await control(lab, 'POST', 'faults', {kind: 'flood'})).toMatchObject({status: 400});
    expect(await control(lab, 'POST', 'faults', {...fault, opperation: 'x'})).toMatchObject({
      status: 400,
      body: {message: expect.stringContaining('opperation')},
    });
    expect(await control(lab, 'POST', 'faults', 'not json')).toMatchObject({status: 400});
  });

  test('records the calls, with the faults that hit them', async () => {
    await using lab = await openLab();
    await lab.client.send(new ListFunctionsCommand({}));
    await lab.client.send(new GetFunctionCommand({FunctionName: 'nothing'})).catch(() => undefined);
    lab.sandbox.addFault({kind: 'lost-request'});
    await lab.client.send(new ListFunctionsCommand({})).catch(() => undefined);
    const {body} = await control(lab, 'GET', 'requests');
    expect(body.requests).toEqual([
      expect.objectContaining({service: 'lambda', operation: 'ListFunctions', status: 200}),
      expect.objectContaining({service: 'lambda', operation: 'GetFunction', status: 404}),
      expect.not.objectContaining({status: expect.anything()}),
    ]);
    expect(body.requests[2]).toMatchObject({operation: 'ListFunctions', fault: 'lost-request'});
    await control(lab, 'DELETE', 'requests');
    expect(lab.sandbox.calls()).toEqual([]);
  });

  test('finishes what is under way', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const input = await lab.aFunction();
    await client.send(new CreateFunctionCommand(input));
    const state = async () => {
      const {Configuration} = await client.send(new GetFunctionCommand({FunctionName: input.FunctionName}));
      return Configuration?.State;
    };
    expect(await state()).toBe('Pending');
    expect(await control(lab, 'POST', 'settle')).toEqual({status: 204, body: undefined});
    expect(await state()).toBe('Active');
  });

  test('counts invocations nobody makes, until it is told not to', async () => {
    await using lab = await openLab({speed: 600, metricsDelayMs: 0});
    const functionName = await lab.create();
    const load = {functionName, alias: 'live', perMinute: 600};
    expect(await control(lab, 'POST', 'invocations', load)).toMatchObject({
      status: 404,
      body: {message: expect.stringContaining(`${functionName}:live`)},
    });
    const alias = {FunctionName: functionName, Name: 'live', FunctionVersion: '$LATEST'};
    await lab.client.send(new CreateAliasCommand(alias));
    expect(await control(lab, 'POST', 'invocations', {...load, perHour: 1})).toMatchObject({status: 400});
    expect(await control(lab, 'POST', 'invocations', load)).toMatchObject({status: 201, body: {...load, seed: 1}});
    expect(await control(lab, 'GET', 'invocations')).toMatchObject({body: {loads: [load]}});
    expect(await control(lab, 'DELETE', 'invocations')).toEqual({status: 204, body: undefined});
    expect(await control(lab, 'GET', 'invocations')).toEqual({status: 200, body: {loads: []}});
  });

  test('has nothing else', async () => {
    await using lab = await openLab();
    expect(await control(lab, 'POST', 'nothing')).toMatchObject({status: 404});
    expect(await control(lab, 'GET', 'code/00')).toMatchObject({status: 404});
  });
});

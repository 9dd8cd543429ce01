import {expect, test} from 'vitest';
import {StepFunctionsExecutions} from '../../../src/lib/aws/stepfunctions/executions.js';
import {stubAws} from '../stub-aws.js';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:lambda-release';
const JSON_10 = {'content-type': 'application/x-amz-json-1.0'};

test('all that run are found, over all pages', async () => {
  const {clients, requests} = await stubAws(({body}) => {
    const {nextToken} = JSON.parse(String(body)) as {nextToken?: string};
    const name = nextToken === undefined ? 'a1b2c3-1' : 'd4e5f6-1';
    const executions = [{name, executionArn: `arn:${name}`, startDate: 1_700_000_000, status: 'RUNNING'}];
    return {status: 200, headers: JSON_10, body: {executions, ...(nextToken === undefined && {nextToken: 'more'})}};
  });
  expect(await new StepFunctionsExecutions(clients).running(MACHINE)).toEqual([
    {name: 'a1b2c3-1', arn: 'arn:a1b2c3-1', startedMs: 1_700_000_000_000},
    {name: 'd4e5f6-1', arn: 'arn:d4e5f6-1', startedMs: 1_700_000_000_000},
  ]);
  expect(JSON.parse(String(requests[0]?.body))).toMatchObject({statusFilter: 'RUNNING', stateMachineArn: MACHINE});
});

test('a state machine that is gone runs none', async () => {
  const {clients} = await stubAws(() => ({
    status: 400,
    headers: JSON_10,
    body: {__type: 'com.amazonaws.swf.service.v2.model#StateMachineDoesNotExist', message: 'no'},
  }));
  expect(await new StepFunctionsExecutions(clients).running(MACHINE)).toEqual([]);
});

test.each([
  ['{"functionName":"checkout","alias":"live","rolloutId":"a1b2c3"}', {functionName: 'checkout', alias: 'live'}],
  ['{"hello":"world"}', undefined],
  ['null', undefined],
  ['no JSON', undefined],
])('an execution with the input %s drives %j', async (input, ref) => {
  const {clients} = await stubAws(() => ({status: 200, headers: JSON_10, body: {input}}));
  expect(await new StepFunctionsExecutions(clients).aliasOf('arn:1')).toEqual(ref);
});

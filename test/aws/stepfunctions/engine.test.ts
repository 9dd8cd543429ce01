import {describe, expect, it} from 'vitest';
import {StepFunctionsEngine} from '../../../src/lib/aws/stepfunctions/engine.js';
import {stubAws} from '../stub-aws.js';

const ALIAS = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live';
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:lambda-release';
const EXECUTION = 'arn:aws:states:eu-west-1:123456789012:execution:lambda-release:k3x9a0';

type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object | string>>;

/** Step Functions that answers each operation so; a text is the name of an error. */
async function engine(answers: Answers) {
  const asked: object[] = [];
  const {clients} = await stubAws(({headers, body}) => {
    const operation = String(headers['x-amz-target']).split('.').at(-1) ?? '';
    const input = JSON.parse(body.toString());
    asked.push(input);
    const answer = answers[operation]?.(input) ?? 'UnknownOperationException';
    return typeof answer === 'string'
      ? {status: 400, body: {__type: `com.amazonaws.swf.service.v2.model#${answer}`, message: 'no'}}
      : {status: 200, body: answer};
  });
  return {engine: new StepFunctionsEngine(clients), asked};
}

describe('the engine as a state machine of Step Functions', () => {
  it('is installed where its state machine is', async () => {
    const there = await engine({DescribeStateMachine: () => ({status: 'ACTIVE'})});
    expect(await there.engine.isInstalled(ALIAS)).toBe(true);
    expect(there.asked).toEqual([{stateMachineArn: MACHINE}]);
  });

  it.each([() => ({status: 'DELETING'}), () => 'StateMachineDoesNotExist'])('is not otherwise', async (answer) => {
    const {engine: gone} = await engine({DescribeStateMachine: answer});
    expect(await gone.isInstalled(ALIAS)).toBe(false);
  });

  it('says what it may not ask', async () => {
    const {engine: denied} = await engine({DescribeStateMachine: () => 'AccessDeniedException'});
    await expect(denied.isInstalled(ALIAS)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('states:DescribeStateMachine'),
    });
  });

  it('starts an execution by the name of the rollout and its part, the rollout as its input', async () => {
    const {engine: there, asked} = await engine({StartExecution: () => ({executionArn: `${EXECUTION}-1`})});
    expect(await there.start(ALIAS, {rolloutId: 'k3x9a0'})).toBe(`${EXECUTION}-1`);
    expect(asked).toEqual([{stateMachineArn: MACHINE, name: 'k3x9a0-1', input: '{"rolloutId":"k3x9a0"}'}]);
  });

  it('takes an execution of that name for its own, whose answer was lost', async () => {
    const {engine: there} = await engine({StartExecution: () => 'ExecutionAlreadyExists'});
    expect(await there.start(ALIAS, {rolloutId: 'k3x9a0'})).toBe(`${EXECUTION}-1`);
  });

  it('finds the newest part of a rollout, running', async () => {
    const {engine: there} = await engine({
      DescribeExecution: ({executionArn}) => {
        if (executionArn === `${EXECUTION}-1`) return {status: 'SUCCEEDED', output: '{"outcome":"HandedOn","part":2}'};
        return {status: 'RUNNING'};
      },
    });
    expect(await there.find(ALIAS, 'k3x9a0')).toEqual({arn: `${EXECUTION}-2`, isRunning: true});
  });

  it.each([
    [{status: 'SUCCEEDED', output: '{"outcome":"Promoted"}'}, {outcome: 'Promoted'}],
    [
      {status: 'FAILED', error: 'NotRestored', cause: 'run: it'},
      {outcome: 'NotRestored', cause: 'run: it'},
    ],
    [{status: 'ABORTED'}, {outcome: 'ABORTED'}],
  ])('tells how it ended: %j', async (answer, expected) => {
    const {engine: there} = await engine({DescribeExecution: () => answer});
    expect(await there.find(ALIAS, 'k3x9a0')).toEqual({arn: `${EXECUTION}-1`, isRunning: false, ...expected});
  });

  it('finds nothing of a rollout that it never had', async () => {
    const {engine: there} = await engine({DescribeExecution: () => 'ExecutionDoesNotExist'});
    expect(await there.find(ALIAS, 'k3x9a0')).toBeUndefined();
  });
});

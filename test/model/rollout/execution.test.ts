import {describe, expect, it} from 'vitest';
import {engineMachineArn, executionAddress, executionArn} from '../../../src/lib/model/rollout/execution.js';

describe('the executions of a rollout', () => {
  it.each([
    ['arn:aws:lambda:eu-west-1:123456789012:function:checkout:live', 'aws', 'eu-west-1'],
    ['arn:aws-cn:lambda:cn-north-1:123456789012:function:checkout', 'aws-cn', 'cn-north-1'],
  ])('are where its alias is: %s', (beside, partition, region) => {
    const states = `arn:${partition}:states:${region}:123456789012`;
    expect(engineMachineArn(beside)).toBe(`${states}:stateMachine:lambda-release`);
    expect(executionArn(beside, 'k3x9a0', 2)).toBe(`${states}:execution:lambda-release:k3x9a0-2`);
  });

  it.each([
    ['aws', 'eu-west-1', 'eu-west-1.console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'console.amazonaws-us-gov.com'],
  ])('are shown by the console of their partition: %s', (partition, region, host) => {
    const arn = `arn:${partition}:states:${region}:123456789012:execution:lambda-release:k3x9a0-1`;
    expect(executionAddress(arn)).toBe(`https://${host}/states/home?region=${region}#/v2/executions/details/${arn}`);
  });
});

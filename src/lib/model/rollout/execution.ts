import {consoleAddress} from '../console-address.js';

/** Who is told of what a driver does that no person started: the same as by whoever began the rollout. */
export interface Tells {
  /** Of the record. */
  readonly logGroup?: string;
  /** Name or ARN of an event bus. */
  readonly eventBus?: string;
}

/** The state machine that drives rollouts: one of an account and a region. */
export const ENGINE_MACHINE = 'lambda-release';

/** ARN of the state machine of the account and the region that `arn` is of. */
export function engineMachineArn(arn: string): string {
  return statesArn(arn, `stateMachine:${ENGINE_MACHINE}`);
}

/** ARN of the execution that drives a part of a rollout, 1 for the first. */
export function executionArn(arn: string, rolloutId: string, part: number): string {
  return statesArn(arn, `execution:${ENGINE_MACHINE}:${executionName(rolloutId, part)}`);
}

/** Of the execution that drives a part of a rollout. */
export function executionName(rolloutId: string, part: number): string {
  return `${rolloutId}-${part}`;
}

/** Address of the AWS console that shows an execution. */
export function executionAddress(arn: string): string {
  return consoleAddress(arn, 'states', `/v2/executions/details/${arn}`);
}

function statesArn(beside: string, rest: string): string {
  const [, partition = 'aws', , region = '', accountId = ''] = beside.split(':');
  return `arn:${partition}:states:${region}:${accountId}:${rest}`;
}

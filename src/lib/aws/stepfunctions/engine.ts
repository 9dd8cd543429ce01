import {engineMachineArn, executionArn, executionName} from '../../model/rollout/execution.js';
import type {EnginePort, Execution} from '../../ports/rollout/engine.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName} from '../error/mapping.js';

/** Executions that hand over to a successor every day and a half last a year at most. */
const MOST_PARTS = 1_000;

/** The engine as a state machine of AWS Step Functions, one execution a rollout and part. */
export class StepFunctionsEngine implements EnginePort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async isInstalled(beside: string, signal?: AbortSignal): Promise<boolean> {
    const {client, sdk} = await this.#clients.sfn();
    const stateMachineArn = engineMachineArn(beside);
    const command = new sdk.DescribeStateMachineCommand({stateMachineArn});
    const call = {action: 'states:DescribeStateMachine', subject: `state machine ${stateMachineArn}`};
    try {
      const {status} = await callAws(call, () => client.send(command, requestOptions(signal)));
      return status !== 'DELETING';
    } catch (error) {
      if (hasAwsName(error, 'StateMachineDoesNotExist')) return false;
      throw error;
    }
  }

  async start(beside: string, rollout: {readonly rolloutId: string}, signal?: AbortSignal): Promise<string> {
    const {client, sdk} = await this.#clients.sfn();
    const {rolloutId} = rollout;
    const command = new sdk.StartExecutionCommand({
      stateMachineArn: engineMachineArn(beside),
      name: executionName(rolloutId, 1),
      input: JSON.stringify(rollout),
    });
    const call = {action: 'states:StartExecution', subject: `execution of rollout ${rolloutId}`};
    try {
      const {executionArn: arn = ''} = await callAws(call, () => client.send(command, requestOptions(signal)));
      return arn;
    } catch (error) {
      // The same input while it runs is no error on AWS, and the id is of this rollout alone: our own, whose answer was lost.
      if (hasAwsName(error, 'ExecutionAlreadyExists')) return executionArn(beside, rolloutId, 1);
      throw error;
    }
  }

  async find(beside: string, rolloutId: string, signal?: AbortSignal): Promise<Execution | undefined> {
    let found: Execution | undefined;
    for (let part = 1; part <= MOST_PARTS; part++) {
      const next = await this.#describe(executionArn(beside, rolloutId, part), rolloutId, signal);
      if (!next) return found;
      found = next;
      if (found.outcome !== 'HandedOn') return found;
    }
    return found;
  }

  async #describe(arn: string, rolloutId: string, signal?: AbortSignal): Promise<Execution | undefined> {
    const {client, sdk} = await this.#clients.sfn();
    const command = new sdk.DescribeExecutionCommand({executionArn: arn});
    const call = {action: 'states:DescribeExecution', subject: `execution of rollout ${rolloutId}`};
    try {
      const {status, output, error, cause} = await callAws(call, () => client.send(command, requestOptions(signal)));
      const isRunning = status === 'RUNNING' || status === 'PENDING_REDRIVE';
      const outcome = isRunning ? undefined : (error ?? outcomeOf(output) ?? status);
      return {arn, isRunning, ...(outcome !== undefined && {outcome}), ...(cause !== undefined && {cause})};
    } catch (error) {
      if (hasAwsName(error, 'ExecutionDoesNotExist')) return undefined;
      throw error;
    }
  }
}

function outcomeOf(output: string | undefined): string | undefined {
  if (output === undefined) return undefined;
  const {outcome} = Object(JSON.parse(output));
  return typeof outcome === 'string' ? outcome : undefined;
}

import type {AliasRef} from '../../model/function/ref.js';
import type {ExecutionsPort, RunningExecution} from '../../ports/engine/executions.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName} from '../error/mapping.js';

/** Executions of AWS Step Functions. */
export class StepFunctionsExecutions implements ExecutionsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async running(stateMachineArn: string, signal?: AbortSignal): Promise<readonly RunningExecution[]> {
    const {client, sdk} = await this.#clients.sfn();
    const call: AwsCall = {
      action: 'states:ListExecutions',
      subject: `state machine ${stateMachineArn.split(':').at(-1)}`,
    };
    const input = {stateMachineArn, statusFilter: 'RUNNING'} as const;
    const found: RunningExecution[] = [];
    let token: string | undefined;
    try {
      do {
        const command = new sdk.ListExecutionsCommand({...input, ...(token && {nextToken: token})});
        const page = await callAws(call, () => client.send(command, requestOptions(signal)));
        for (const {name = '', executionArn: arn = '', startDate} of page.executions ?? []) {
          found.push({name, arn, startedMs: startDate?.getTime() ?? 0});
        }
        token = page.nextToken;
      } while (token);
    } catch (error) {
      if (hasAwsName(error, 'StateMachineDoesNotExist')) return [];
      throw error;
    }
    return found;
  }

  async aliasOf(executionArn: string, signal?: AbortSignal): Promise<AliasRef | undefined> {
    const {client, sdk} = await this.#clients.sfn();
    const call: AwsCall = {action: 'states:DescribeExecution', subject: `execution ${executionArn.split(':').at(-1)}`};
    const command = new sdk.DescribeExecutionCommand({executionArn});
    const {input = ''} = await callAws(call, () => client.send(command, requestOptions(signal)));
    return toAliasRef(input);
  }
}

/** Anybody may start an execution with any input. */
function toAliasRef(input: string): AliasRef | undefined {
  try {
    const {functionName, alias} = Object(JSON.parse(input));
    return typeof functionName === 'string' && typeof alias === 'string' ? {functionName, alias} : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

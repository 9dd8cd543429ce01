import {type AliasRef, formatAliasRef, namesVersion} from '../../model/function/ref.js';
import type {ProvisionedConcurrency, ProvisionedPort, ProvisionedState} from '../../ports/lambda/provisioned.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName} from '../error/mapping.js';

/** What Get and Put both answer. */
interface Answer {
  readonly RequestedProvisionedConcurrentExecutions?: number | undefined;
  readonly AllocatedProvisionedConcurrentExecutions?: number | undefined;
  readonly AvailableProvisionedConcurrentExecutions?: number | undefined;
  readonly Status?: string | undefined;
  readonly StatusReason?: string | undefined;
}

/** Provisioned concurrency of AWS Lambda. */
export class LambdaProvisioned implements ProvisionedPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async getProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<ProvisionedState | undefined> {
    const call = provisionedCall('lambda:GetProvisionedConcurrencyConfig', ref);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetProvisionedConcurrencyConfigCommand(toInput(ref));
    try {
      return toState(await callAws(call, () => client.send(command, requestOptions(signal))), call);
    } catch (error) {
      if (hasAwsName(error, 'ProvisionedConcurrencyConfigNotFoundException')) return undefined;
      throw error;
    }
  }

  async listProvisioned(functionName: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]> {
    const call: AwsCall = {action: 'lambda:ListProvisionedConcurrencyConfigs', subject: `function ${functionName}`};
    const {client, sdk} = await this.#clients.lambda();
    const listed: ProvisionedConcurrency[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListProvisionedConcurrencyConfigsCommand({FunctionName: functionName, Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      for (const config of page.ProvisionedConcurrencyConfigs ?? []) {
        listed.push({
          qualifier: required(config.FunctionArn?.split(':')[7], 'FunctionArn', call),
          requested: config.RequestedProvisionedConcurrentExecutions ?? 0,
          allocated: config.AllocatedProvisionedConcurrentExecutions ?? 0,
          status: config.Status ?? '',
        });
      }
      marker = page.NextMarker;
    } while (marker);
    return listed;
  }

  async putProvisioned(ref: AliasRef, requested: number, signal?: AbortSignal): Promise<ProvisionedState> {
    const call = provisionedCall('lambda:PutProvisionedConcurrencyConfig', ref);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.PutProvisionedConcurrencyConfigCommand({
      ...toInput(ref),
      ProvisionedConcurrentExecutions: requested,
    });
    return toState(await callAws(call, () => client.send(command, requestOptions(signal))), call);
  }

  async deleteProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<void> {
    const call = provisionedCall('lambda:DeleteProvisionedConcurrencyConfig', ref);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.DeleteProvisionedConcurrencyConfigCommand(toInput(ref));
    await callAws(call, () => client.send(command, requestOptions(signal)));
  }
}

function provisionedCall(action: string, ref: AliasRef): AwsCall {
  return {action, subject: `${namesVersion(ref) ? 'version' : 'alias'} ${formatAliasRef(ref)}`};
}

function toInput({functionName, alias}: AliasRef) {
  return {FunctionName: functionName, Qualifier: alias};
}

function toState(answer: Answer, call: AwsCall): ProvisionedState {
  return {
    requested: required(
      answer.RequestedProvisionedConcurrentExecutions,
      'RequestedProvisionedConcurrentExecutions',
      call,
    ),
    allocated: answer.AllocatedProvisionedConcurrentExecutions ?? 0,
    available: answer.AvailableProvisionedConcurrentExecutions ?? 0,
    status: required(answer.Status, 'Status', call),
    ...(answer.StatusReason !== undefined && {statusReason: answer.StatusReason}),
  };
}

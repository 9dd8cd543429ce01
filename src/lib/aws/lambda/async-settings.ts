import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {AsyncSettings, AsyncSettingsPort} from '../../ports/lambda/async-settings.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {orNothing} from '../error/or-nothing.js';

/** Asynchronous invocation settings of AWS Lambda's aliases (EventInvokeConfig with the alias as its qualifier). */
export class LambdaAsyncSettings implements AsyncSettingsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async getAsyncSettings(ref: AliasRef, signal?: AbortSignal): Promise<AsyncSettings | undefined> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetFunctionEventInvokeConfigCommand(toInput(ref));
    const call = asyncCall('lambda:GetFunctionEventInvokeConfig', ref);
    const answer = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    if (!answer) return undefined;
    const {MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: maxAgeSeconds, DestinationConfig: to} = answer;
    const {onSuccess, onFailure} = {onSuccess: to?.OnSuccess?.Destination, onFailure: to?.OnFailure?.Destination};
    return {
      ...(retries !== undefined && {retries}),
      ...(maxAgeSeconds !== undefined && {maxAgeSeconds}),
      ...(onSuccess && {onSuccess}),
      ...(onFailure && {onFailure}),
    };
  }

  /** Put and not Update: Put removes what it does not name, and so states the whole. An empty one is refused by AWS. */
  async putAsyncSettings(ref: AliasRef, settings: AsyncSettings, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.lambda();
    if (Object.keys(settings).length === 0) {
      const command = new sdk.DeleteFunctionEventInvokeConfigCommand(toInput(ref));
      const call = asyncCall('lambda:DeleteFunctionEventInvokeConfig', ref);
      await callAws(call, () => client.send(command, requestOptions(signal)));
      return;
    }
    const {retries, maxAgeSeconds, onSuccess, onFailure} = settings;
    const command = new sdk.PutFunctionEventInvokeConfigCommand({
      ...toInput(ref),
      MaximumRetryAttempts: retries,
      MaximumEventAgeInSeconds: maxAgeSeconds,
      DestinationConfig: {
        OnSuccess: {Destination: onSuccess},
        OnFailure: {Destination: onFailure},
      },
    });
    const call = asyncCall('lambda:PutFunctionEventInvokeConfig', ref);
    await callAws(call, () => client.send(command, requestOptions(signal)));
  }
}

function asyncCall(action: string, ref: AliasRef): AwsCall {
  return {action, subject: `alias ${formatAliasRef(ref)}`};
}

function toInput({functionName, alias}: AliasRef) {
  return {FunctionName: functionName, Qualifier: alias};
}

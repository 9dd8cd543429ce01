import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {AliasUrl, PreviewsPort, UrlAuthType} from '../../ports/lambda/previews.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {orNothing} from '../error/or-nothing.js';

/** Function URLs of previews, and the end of their aliases. */
export class LambdaPreviews implements PreviewsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async getUrl(ref: AliasRef, signal?: AbortSignal): Promise<AliasUrl | undefined> {
    const call = callOf('lambda:GetFunctionUrlConfig', ref);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetFunctionUrlConfigCommand(named(ref));
    const answer = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    return answer && toUrl(answer, call);
  }

  async createUrl(ref: AliasRef, authType: UrlAuthType, signal?: AbortSignal): Promise<AliasUrl> {
    const call = callOf('lambda:CreateFunctionUrlConfig', ref);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.CreateFunctionUrlConfigCommand({...named(ref), AuthType: authType});
    return toUrl(await callAws(call, () => client.send(command, requestOptions(signal))), call);
  }

  async deleteUrl(ref: AliasRef, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.DeleteFunctionUrlConfigCommand(named(ref));
    const call = callOf('lambda:DeleteFunctionUrlConfig', ref);
    await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
  }

  async removeStatement(ref: AliasRef, statementId: string, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.RemovePermissionCommand({...named(ref), StatementId: statementId});
    const call = callOf('lambda:RemovePermission', ref);
    await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
  }

  async deleteAlias(ref: AliasRef, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.DeleteAliasCommand({FunctionName: ref.functionName, Name: ref.alias});
    const call = callOf('lambda:DeleteAlias', ref);
    await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
  }
}

function named({functionName, alias}: AliasRef) {
  return {FunctionName: functionName, Qualifier: alias};
}

function callOf(action: string, ref: AliasRef): AwsCall {
  return {action, subject: `alias ${formatAliasRef(ref)}`};
}

function toUrl(
  answer: {readonly FunctionUrl?: string | undefined; readonly AuthType?: string | undefined},
  call: AwsCall,
): AliasUrl {
  return {
    url: required(answer.FunctionUrl, 'FunctionUrl', call),
    authType: required(answer.AuthType, 'AuthType', call),
  };
}

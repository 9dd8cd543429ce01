import type {AliasConfiguration} from '@aws-sdk/client-lambda';
import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {AliasesPort, AliasWrite} from '../../ports/lambda/aliases.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';
import {toFraction, toWeightPercent} from './weight-fraction.js';

/** Aliases of AWS Lambda. A write states everything: what a request leaves out, AWS would keep. */
export class LambdaAliases implements AliasesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async getAlias(ref: AliasRef, signal?: AbortSignal): Promise<AliasState | undefined> {
    const call = aliasCall('lambda:GetAlias', ref);
    const {client, sdk} = await this.#clients.traffic();
    const command = new sdk.GetAliasCommand({FunctionName: ref.functionName, Name: ref.alias});
    try {
      return toAliasState(await callAws(call, () => client.send(command, requestOptions(signal))), ref, call);
    } catch (error) {
      if (hasCode(error, 'ALIAS_NOT_FOUND')) return undefined;
      throw error;
    }
  }

  async listAliases(functionName: string, signal?: AbortSignal): Promise<readonly AliasState[]> {
    const call: AwsCall = {action: 'lambda:ListAliases', subject: `function ${functionName}`};
    const {client, sdk} = await this.#clients.lambda();
    const aliases: AliasState[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListAliasesCommand({FunctionName: functionName, Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      aliases.push(
        ...(page.Aliases ?? []).map((alias) =>
          toAliasState(alias, {functionName, alias: required(alias.Name, 'Name', call)}, call),
        ),
      );
      marker = page.NextMarker;
    } while (marker);
    return aliases;
  }

  /** Sent once, as every write of an alias. */
  async createAlias(
    input: AliasRef & {readonly version: string; readonly description: string},
    signal?: AbortSignal,
  ): Promise<AliasState> {
    const call = aliasCall('lambda:CreateAlias', input);
    const {client, sdk} = await this.#clients.traffic();
    const command = new sdk.CreateAliasCommand({
      FunctionName: input.functionName,
      Name: input.alias,
      FunctionVersion: input.version,
      Description: input.description,
    });
    return toAliasState(await callAws(call, () => client.send(command, requestOptions(signal))), input, call);
  }

  /** Sent once: the caller looks at the alias before it sends it again, so PRECONDITION_FAILED is never our own doing here. */
  async writeAlias(write: AliasWrite, signal?: AbortSignal): Promise<AliasState> {
    const call = aliasCall('lambda:UpdateAlias', write);
    const {client, sdk} = await this.#clients.traffic();
    const command = new sdk.UpdateAliasCommand({
      FunctionName: write.functionName,
      Name: write.alias,
      FunctionVersion: write.stable,
      Description: write.description,
      RevisionId: write.revisionId,
      // The empty map clears the weights. No RoutingConfig at all would leave a canary running.
      RoutingConfig: {
        AdditionalVersionWeights:
          write.candidate === undefined ? {} : {[write.candidate.version]: toFraction(write.candidate.weightPercent)},
      },
    });
    return toAliasState(await callAws(call, () => client.send(command, requestOptions(signal))), write, call);
  }
}

function aliasCall(action: string, ref: AliasRef): AwsCall {
  return {action, subject: `alias ${formatAliasRef(ref)}`};
}

/** The alias is the one that was asked for: nothing is written to a name that an answer brings. */
function toAliasState(sdk: AliasConfiguration, {functionName, alias}: AliasRef, call: AwsCall): AliasState {
  const [weighted] = Object.entries(sdk.RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    functionName,
    alias,
    aliasArn: required(sdk.AliasArn, 'AliasArn', call),
    stable: required(sdk.FunctionVersion, 'FunctionVersion', call),
    // AWS takes one additional version at most.
    ...(weighted !== undefined &&
      (weighted[1] > 0
        ? {candidate: {version: weighted[0], weightPercent: toWeightPercent(weighted[1])}}
        : {unweighted: weighted[0]})),
    description: sdk.Description ?? '',
    revisionId: required(sdk.RevisionId, 'RevisionId', call),
  };
}

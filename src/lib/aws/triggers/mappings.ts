import type {EventSourceMappingConfiguration} from '@aws-sdk/client-lambda';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Mapping, MappingsPort} from '../../ports/triggers/mappings.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {orNothing} from '../error/or-nothing.js';
import {parseFunctionArn} from '../lambda/function-arn.js';

/** Event source mappings of AWS Lambda, one by one. */
export class LambdaMappings implements MappingsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async getMapping(uuid: string, signal?: AbortSignal): Promise<Mapping | undefined> {
    const call = {action: 'lambda:GetEventSourceMapping', subject: `event source mapping ${uuid}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetEventSourceMappingCommand({UUID: uuid});
    const mapping = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    return mapping && toMapping(mapping, call);
  }

  /** What is left out stays as it is, `Enabled` too (Lambda API reference, UpdateEventSourceMapping). */
  async pointMapping(uuid: string, ref: AliasRef, signal?: AbortSignal): Promise<Mapping> {
    const call = {action: 'lambda:UpdateEventSourceMapping', subject: `event source mapping ${uuid}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.UpdateEventSourceMappingCommand({UUID: uuid, FunctionName: formatAliasRef(ref)});
    return toMapping(await callAws(call, () => client.send(command, requestOptions(signal))), call);
  }
}

function toMapping({UUID: uuid, FunctionArn: arn, State}: EventSourceMappingConfiguration, call: AwsCall): Mapping {
  const {qualifier} = parseFunctionArn(required(arn, 'FunctionArn', call));
  return {
    uuid: required(uuid, 'UUID', call),
    ...(qualifier !== undefined && {qualifier}),
    state: required(State, 'State', call),
  };
}

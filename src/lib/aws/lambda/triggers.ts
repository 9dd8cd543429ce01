import type {EventSourceMappingConfiguration} from '@aws-sdk/client-lambda';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Bypass, EventSource, HttpCaller, TriggersPort} from '../../ports/lambda/triggers.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {orNothing} from '../error/or-nothing.js';
import {parseFunctionArn} from './function-arn.js';
import {principalsOf, type Statement, statementsAllowing} from './policy-document.js';

/** Service principals that AWS's guides have one name in a permission on a function behind HTTP. */
const HTTP_PRINCIPALS: readonly (readonly [string, HttpCaller])[] = [
  ['apigateway.amazonaws.com', {kind: 'apiGateway'}],
  ['elasticloadbalancing.amazonaws.com', {kind: 'loadBalancer'}],
];

const INVOKES = /^(lambda:(InvokeFunction|Invoke\*|\*)|\*)$/;

type FunctionUrl = Extract<Bypass, {kind: 'functionUrl'}>;

/** A function, or one of its aliases. */
interface Target {
  readonly functionName: string;
  readonly qualifier?: string;
}

/** Event source mappings, function URLs and resource policies of AWS Lambda. */
export class LambdaTriggers implements TriggersPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  /** Filtered by whoever asks: the API reference does not say whether a list by the bare name has mappings to its aliases. */
  listEventSources(signal?: AbortSignal): Promise<readonly EventSource[]> {
    const call: AwsCall = {action: 'lambda:ListEventSourceMappings', subject: 'the event sources of this region'};
    return this.#eventSources(call, undefined, signal);
  }

  async listBypasses(functionName: string, signal?: AbortSignal): Promise<readonly Bypass[]> {
    const [sources, url, permissions] = await Promise.all([
      this.#eventSources(callOf('lambda:ListEventSourceMappings', functionName), functionName, signal),
      this.#functionUrl({functionName}, signal),
      this.#permissions({functionName}, signal),
    ]);
    const bypassing = sources.filter(({qualifier, isEnabled}) => qualifier === undefined && isEnabled);
    return [...bypassing.map(toBypass), ...url, ...permissions];
  }

  /** Those of one function, or of the whole region. */
  async #eventSources(call: AwsCall, functionName?: string, signal?: AbortSignal): Promise<readonly EventSource[]> {
    const {client, sdk} = await this.#clients.lambda();
    const found: EventSource[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListEventSourceMappingsCommand({FunctionName: functionName, Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      found.push(...(page.EventSourceMappings ?? []).map((mapping) => toEventSource(mapping, call)));
      marker = page.NextMarker;
    } while (marker);
    return found;
  }

  async listHttpCallers(ref: AliasRef, signal?: AbortSignal): Promise<readonly HttpCaller[]> {
    const alias = {functionName: ref.functionName, qualifier: ref.alias};
    const [url, permissions] = await Promise.all([this.#functionUrl(alias, signal), this.#permissions(alias, signal)]);
    const principals = permissions.flatMap((each) => (each.kind === 'permission' ? each.principal.split(', ') : []));
    return [
      ...(url.length > 0 ? [{kind: 'functionUrl'} as const] : []),
      ...HTTP_PRINCIPALS.filter(([principal]) => principals.includes(principal)).map(([, caller]) => caller),
    ];
  }

  async urlAuthType(functionName: string, signal?: AbortSignal): Promise<string | undefined> {
    const [url] = await this.#functionUrl({functionName}, signal);
    return url?.authType;
  }

  async #functionUrl({functionName, qualifier}: Target, signal?: AbortSignal): Promise<readonly FunctionUrl[]> {
    const call = callOf('lambda:GetFunctionUrlConfig', functionName, qualifier);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetFunctionUrlConfigCommand({FunctionName: functionName, Qualifier: qualifier});
    const answer = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    return answer === undefined ? [] : [{kind: 'functionUrl', authType: answer.AuthType ?? 'NONE'}];
  }

  async #permissions({functionName, qualifier}: Target, signal?: AbortSignal): Promise<readonly Bypass[]> {
    const call = callOf('lambda:GetPolicy', functionName, qualifier);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetPolicyCommand({FunctionName: functionName, Qualifier: qualifier});
    const answer = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    return answer?.Policy === undefined ? [] : toPermissions(answer.Policy);
  }
}

function callOf(action: string, functionName: string, alias?: string): AwsCall {
  return {action, subject: alias === undefined ? `function ${functionName}` : formatAliasRef({functionName, alias})};
}

function toEventSource(mapping: EventSourceMappingConfiguration, call: AwsCall): EventSource {
  const {UUID: uuid, FunctionArn: arn, EventSourceArn: sourceArn, State: state = ''} = mapping;
  const {functionName, ...qualified} = parseFunctionArn(required(arn, 'FunctionArn', call));
  return {
    uuid: required(uuid, 'UUID', call),
    functionName: required(functionName, 'FunctionArn', call),
    ...qualified,
    ...(sourceArn !== undefined && {sourceArn}),
    isEnabled: !/^(Disabl|Delet)/.test(state),
  };
}

function toBypass({uuid, sourceArn = 'self-managed'}: EventSource): Bypass {
  return {kind: 'eventSource', source: sourceArn, uuid};
}

function toPermissions(policy: string): readonly Bypass[] {
  return statementsAllowing(INVOKES, policy).map((statement): Bypass => {
    const sourceArn = sourceOf(statement);
    return {
      kind: 'permission',
      principal: principalsOf(statement).join(', '),
      statementId: statement.Sid ?? '',
      ...(sourceArn !== undefined && {sourceArn}),
    };
  });
}

function sourceOf({Condition = {}}: Statement): string | undefined {
  return Object.values(Condition)
    .flatMap((values) => Object.entries(values))
    .find(([key]) => key.toLowerCase() === 'aws:sourcearn')?.[1] as string | undefined;
}

import type {EventSourceMappingConfiguration} from '@aws-sdk/client-lambda';
import type {Bypass, TriggersPort} from '../../ports/triggers.js';
import type {AwsClients} from '../clients.js';
import {type AwsCall, callAws, requestOptions} from '../error/aws-call.js';
import {hasAwsName} from '../error/mapping.js';

/** The parts of a resource policy's statement that say who may do what. */
interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Event source mappings, function URLs and resource policies of AWS Lambda. */
export class LambdaTriggers implements TriggersPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async listBypasses(functionName: string, signal?: AbortSignal): Promise<readonly Bypass[]> {
    const [sources, url, permissions] = await Promise.all([
      this.#eventSources(functionName, signal),
      this.#functionUrl(functionName, signal),
      this.#permissions(functionName, signal),
    ]);
    return [...sources, ...url, ...permissions];
  }

  async #eventSources(functionName: string, signal?: AbortSignal): Promise<readonly Bypass[]> {
    const call = callOf('lambda:ListEventSourceMappings', functionName);
    const {client, sdk} = await this.#clients.lambda();
    const found: EventSourceMappingConfiguration[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListEventSourceMappingsCommand({FunctionName: functionName, Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      found.push(...(page.EventSourceMappings ?? []));
      marker = page.NextMarker;
    } while (marker);
    return found
      .filter(({FunctionArn = '', State}) => isUnqualified(FunctionArn) && !/^Disabl|^Delet/.test(State ?? ''))
      .map(({EventSourceArn, UUID = ''}) => ({
        kind: 'eventSource',
        source: EventSourceArn ?? 'self-managed',
        uuid: UUID,
      }));
  }

  async #functionUrl(functionName: string, signal?: AbortSignal): Promise<readonly Bypass[]> {
    const call = callOf('lambda:GetFunctionUrlConfig', functionName);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetFunctionUrlConfigCommand({FunctionName: functionName});
    const answer = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    return answer === undefined ? [] : [{kind: 'functionUrl', authType: answer.AuthType ?? 'NONE'}];
  }

  async #permissions(functionName: string, signal?: AbortSignal): Promise<readonly Bypass[]> {
    const call = callOf('lambda:GetPolicy', functionName);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetPolicyCommand({FunctionName: functionName});
    const answer = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    return answer?.Policy === undefined ? [] : toPermissions(answer.Policy);
  }
}

function callOf(action: string, functionName: string): AwsCall {
  return {action, subject: `function ${functionName}`};
}

/** A mapping's ARN ends in the name, or in the name and a qualifier. */
function isUnqualified(arn: string): boolean {
  const [, qualifier] = arn.split(':function:')[1]?.split(':') ?? [];
  return qualifier === undefined || qualifier === '$LATEST';
}

/** AWS answers 404 for a function that has none of it. */
async function orNothing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (hasAwsName(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

function toPermissions(policy: string): readonly Bypass[] {
  const {Statement: statements = []} = JSON.parse(policy) as {Statement?: readonly Statement[]};
  return statements.filter(letsInvoke).map((statement): Bypass => {
    const sourceArn = sourceOf(statement);
    return {
      kind: 'permission',
      principal: principalOf(statement),
      statementId: statement.Sid ?? '',
      ...(sourceArn !== undefined && {sourceArn}),
    };
  });
}

function letsInvoke({Effect, Action = []}: Statement): boolean {
  return (
    Effect === 'Allow' && [Action].flat().some((action) => /^(lambda:(InvokeFunction|Invoke\*|\*)|\*)$/.test(action))
  );
}

function principalOf({Principal = '*'}: Statement): string {
  return typeof Principal === 'string' ? Principal : Object.values(Principal).flat().join(', ');
}

function sourceOf({Condition = {}}: Statement): string | undefined {
  return Object.values(Condition)
    .flatMap((values) => Object.entries(values))
    .find(([key]) => key.toLowerCase() === 'aws:sourcearn')?.[1];
}

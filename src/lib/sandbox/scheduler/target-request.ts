import {randomUUID} from 'node:crypto';
import type {Place} from '../place.js';
import type {SandboxRequest} from '../service.js';

/** The call a schedule makes, or why it cannot be made. */
export type TargetRequest =
  | {readonly kind: 'call'; readonly request: Omit<SandboxRequest, keyof Place>}
  | {readonly kind: 'impossible'; readonly code: string; readonly message: string};

interface LambdaAction {
  readonly method: string;
  readonly uri: string;
  /** Members of the body, those of structures below them. */
  readonly members: Readonly<Record<string, readonly string[] | 'any'>>;
}

const FUNCTION = '/2015-03-31/functions/{FunctionName}';
const aliasMembers = {
  FunctionVersion: 'any',
  Description: 'any',
  RoutingConfig: ['AdditionalVersionWeights'],
} as const;

// What Lambda's API is called by the AWS SDK, for the actions that change something about a rollout.
const LAMBDA_ACTIONS: Readonly<Record<string, LambdaAction>> = {
  updateAlias: {method: 'PUT', uri: `${FUNCTION}/aliases/{Name}`, members: {...aliasMembers, RevisionId: 'any'}},
  createAlias: {method: 'POST', uri: `${FUNCTION}/aliases`, members: {...aliasMembers, Name: 'any'}},
  deleteAlias: {method: 'DELETE', uri: `${FUNCTION}/aliases/{Name}`, members: {}},
  publishVersion: {
    method: 'POST',
    uri: `${FUNCTION}/versions`,
    members: {CodeSha256: 'any', Description: 'any', RevisionId: 'any'},
  },
  putFunctionConcurrency: {
    method: 'PUT',
    uri: '/2017-10-31/functions/{FunctionName}/concurrency',
    members: {ReservedConcurrentExecutions: 'any'},
  },
  deleteFunctionConcurrency: {
    method: 'DELETE',
    uri: '/2017-10-31/functions/{FunctionName}/concurrency',
    members: {},
  },
};

const UNIVERSAL = /^arn:aws[a-z-]*:scheduler:::aws-sdk:([a-z0-9]+):([A-Za-z0-9]+)$/;
const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[^:]+:\d{12}:function:[^:]+(?::[^:]+)?$/;

/** True for anything that may stand as a target's ARN; whether the sandbox can call it shows when it fires, as the input does. */
export function isTargetArn(arn: string): boolean {
  return UNIVERSAL.test(arn) || /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:\S+$/.test(arn);
}

const READING =
  /^(batchDescribe|batchGet|batchRead|describe|discover|get|list|lookup|poll|query|read|receive|scan|search|select)/i;

/** The action of a universal target that only reads: Scheduler refuses those (Scheduler User Guide, managing-targets-universal). */
export function readingAction(arn: string): string | undefined {
  const action = UNIVERSAL.exec(arn)?.[2];
  return action !== undefined && READING.test(action) ? action : undefined;
}

/**
 * The call behind a target: a function that is invoked, `aws-sdk:eventbridge:putEvents`, or one of Lambda's actions with its
 * API's members as input, in AWS's own casing at every depth; anything else fails, as AWS's target would.
 */
export function toTargetRequest(arn: string, input: string | undefined): TargetRequest {
  if (FUNCTION_ARN.test(arn)) return invocation(arn, input ?? '{}');
  const [, service, action = ''] = UNIVERSAL.exec(arn) ?? [];
  const name = action.slice(0, 1).toLowerCase() + action.slice(1);
  const members = membersOf(input);
  if (!members) return impossible('ValidationException', 'The Input of the target is no JSON object.');
  if (service === 'eventbridge' && name === 'putEvents') {
    return call('events', 'POST', '/', JSON.stringify(members), {
      'x-amz-target': 'AWSEvents.PutEvents',
      'content-type': 'application/x-amz-json-1.1',
    });
  }
  if (service === 'lambda' && name === 'invoke') return invokeAction(members);
  const lambdaAction = service === 'lambda' ? LAMBDA_ACTIONS[name] : undefined;
  if (!lambdaAction) return impossible('SandboxLimitation', `The sandbox cannot call ${arn}.`);
  return lambdaCall(lambdaAction, members);
}

function lambdaCall({method, uri, members}: LambdaAction, input: Readonly<Record<string, unknown>>): TargetRequest {
  const inPath = [...uri.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  for (const name of inPath) {
    if (typeof input[name] !== 'string' || input[name] === '') {
      return impossible('ValidationException', `The Input has no ${name}.`);
    }
  }
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (inPath.includes(name)) continue;
    const inner = Object.hasOwn(members, name) ? members[name] : undefined;
    if (inner === undefined) return unknownMember(name);
    const stranger = inner === 'any' ? undefined : Object.keys(Object(value)).find((each) => !inner.includes(each));
    if (stranger !== undefined) return unknownMember(`${name}.${stranger}`);
    body[name] = value;
  }
  const path = uri.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  return call('lambda', method, path, method === 'DELETE' ? '' : JSON.stringify(body));
}

function invokeAction(input: Readonly<Record<string, unknown>>): TargetRequest {
  const known = ['FunctionName', 'InvocationType', 'Payload', 'Qualifier'];
  const stranger = Object.keys(input).find((name) => !known.includes(name));
  if (stranger !== undefined) return unknownMember(stranger);
  const {FunctionName: name, InvocationType: type = 'RequestResponse', Payload: payload = '{}', Qualifier} = input;
  if (typeof name !== 'string') return impossible('ValidationException', 'The Input has no FunctionName.');
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return invocation(typeof Qualifier === 'string' ? `${name}:${Qualifier}` : name, body, String(type));
}

function invocation(functionName: string, payload: string, type = 'Event'): TargetRequest {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  return call('lambda', 'POST', path, payload, {'x-amz-invocation-type': type});
}

function call(
  signedService: string,
  method: string,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): TargetRequest {
  const request = {
    method,
    path,
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(body),
    signedService,
    accessKeyId: undefined,
  };
  return {kind: 'call', request: {...request, requestId: randomUUID()}};
}

function unknownMember(name: string): TargetRequest {
  return impossible('ValidationException', `The Input has a member ${name} that the API does not know.`);
}

function impossible(code: string, message: string): TargetRequest {
  return {kind: 'impossible', code, message};
}

function membersOf(input: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(input ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object(value) : undefined;
  } catch {
    // No JSON: told by the caller as what it is.
    return undefined;
  }
}

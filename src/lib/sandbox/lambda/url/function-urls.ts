import {randomBytes} from 'node:crypto';
import type {SandboxRequest} from '../../service.js';
import {conflict, notFound} from '../failure.js';
import {type FunctionTarget, functionArn, functionTarget} from '../function/function-target.js';
import {Input} from '../input.js';
import {takePage} from '../paging.js';
import type {FunctionUrl, LambdaFunction} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';

const uri = '/2021-10-31/functions/{FunctionName}/url';
// Aliases alone: neither version numbers nor $LATEST.
const qualifierPattern = '((?!^\\d+$)^[0-9a-zA-Z-_]+$)';

/** Function URLs, of the bare function and of aliases; serve-url.ts answers what is sent to them. */
export function functionUrlOperations(world: LambdaWorld): LambdaOperation[] {
  const describe = (call: LambdaCall, url: FunctionUrl) => describeUrl(world, call.request, url);
  return [
    {
      name: 'CreateFunctionUrlConfig',
      method: 'POST',
      uri,
      run: (call) => {
        const input = readInput(call, true);
        const {lambda, key} = owner(world, call);
        if (lambda.urls.has(key)) {
          throw conflict(
            `Failed to create function url config for [functionArn = ${lambda.urls.get(key)?.functionArn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
          );
        }
        const now = new Date(world.clock.now()).toISOString();
        const url: FunctionUrl = {
          id: randomBytes(16).toString('hex'),
          qualifier: key === bare ? undefined : key,
          functionArn: functionArn(world, lambda.name, key === bare ? undefined : key),
          authType: input.text('AuthType') ?? 'AWS_IAM',
          cors: input.verbatim('Cors'),
          invokeMode: input.text('InvokeMode') ?? 'BUFFERED',
          createdAt: now,
          modifiedAt: now,
        };
        lambda.urls.set(key, url);
        const {LastModifiedTime: _modified, ...created} = describe(call, url);
        return json(201, {...created, InvokeMode: input.text('InvokeMode')});
      },
    },
    {
      name: 'GetFunctionUrlConfig',
      method: 'GET',
      uri,
      run: (call) => json(200, describe(call, existing(world, call).url)),
    },
    {
      name: 'UpdateFunctionUrlConfig',
      method: 'PUT',
      uri,
      run: (call) => {
        const input = readInput(call, false);
        owner(world, call);
        const {lambda, key, url} = existing(world, call);
        const changed = {
          ...url,
          authType: input.text('AuthType') ?? url.authType,
          cors: input.has('Cors') ? input.verbatim('Cors') : url.cors,
          invokeMode: input.text('InvokeMode') ?? url.invokeMode,
          modifiedAt: new Date(world.clock.now()).toISOString(),
        };
        lambda.urls.set(key, changed);
        // A write answers the mode only where it was given one.
        return json(200, {...describe(call, changed), InvokeMode: input.text('InvokeMode')});
      },
    },
    {
      name: 'DeleteFunctionUrlConfig',
      method: 'DELETE',
      uri,
      run: (call) => {
        const {lambda, key} = existing(world, call);
        lambda.urls.delete(key);
        return noContent;
      },
    },
    {
      name: 'ListFunctionUrlConfigs',
      method: 'GET',
      uri: `${uri}s`,
      run: (call) => {
        const {name} = functionTarget(world, call);
        const lambda = world.state.functions.get(name);
        if (!lambda) throw notFound('Function does not exist');
        const page = takePage([...lambda.urls.values()], call.request, 50);
        return json(200, {
          FunctionUrlConfigs: page.items.map((url) => describe(call, url)),
          NextMarker: page.NextMarker,
        });
      },
    },
  ];
}

const bare = '$LATEST';

function readInput(call: LambdaCall, creating: boolean): Input {
  const input = Input.parse(call.request.body);
  const violations = new Violations();
  violations.pattern(call.request.query.get('Qualifier') ?? undefined, 'qualifier', qualifierPattern);
  if (creating) violations.required(input.verbatim('AuthType'), 'authType');
  violations.oneOf(input.text('AuthType'), 'authType', ['NONE', 'AWS_IAM']);
  violations.oneOf(input.text('InvokeMode'), 'invokeMode', ['RESPONSE_STREAM', 'BUFFERED']);
  violations.throwIfAny();
  return input;
}

function keyOf({qualifier}: FunctionTarget): string {
  const violations = new Violations();
  violations.pattern(qualifier, 'qualifier', qualifierPattern);
  violations.throwIfAny();
  return qualifier ?? bare;
}

function owner(world: LambdaWorld, call: LambdaCall): {lambda: LambdaFunction; key: string} {
  const target = functionTarget(world, call);
  const key = keyOf(target);
  const lambda = world.state.functions.get(target.name);
  if (!lambda || (key !== bare && !lambda.aliases.has(key))) throw notFound('Function does not exist');
  return {lambda, key};
}

function existing(world: LambdaWorld, call: LambdaCall): {lambda: LambdaFunction; key: string; url: FunctionUrl} {
  const target = functionTarget(world, call);
  const key = keyOf(target);
  const lambda = world.state.functions.get(target.name);
  const url = lambda?.urls.get(key);
  if (!lambda || !url) throw notFound('The resource you requested does not exist.');
  return {lambda, key, url};
}

function describeUrl(world: LambdaWorld, request: SandboxRequest, url: FunctionUrl): Record<string, unknown> {
  const port = /:(\d+)$/.exec(String(request.headers.host ?? ''))?.[0] ?? '';
  return {
    FunctionUrl: `http://${url.id}.lambda-url.${world.region}.localhost${port}/`,
    FunctionArn: url.functionArn,
    AuthType: url.authType,
    Cors: url.cors ?? undefined,
    CreationTime: url.createdAt,
    LastModifiedTime: url.modifiedAt,
    InvokeMode: url.invokeMode,
  };
}

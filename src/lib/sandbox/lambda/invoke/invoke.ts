import type {InvocationRequest, Invoker} from '../../invocation.js';
import type {SandboxResponse} from '../../service.js';
import {failure, throttled, tooLarge} from '../failure.js';
import {functionTarget} from '../function/function-target.js';
import {Violations} from '../violations.js';
import type {LambdaCall, LambdaOperation, LambdaWorld} from '../world.js';
import {json, noContent} from '../world.js';
import type {AsyncEvents} from './async-events.js';
import {routeInvocation} from './invocation-target.js';
import {streamInvocation} from './response-stream.js';

const maxSyncBytes = 6_291_456;
const maxAsyncBytes = 1_048_576;

/** Invoke: RequestResponse waits for the function, Event is queued, DryRun only checks. And the same with a streamed answer. */
export function invokeOperations(world: LambdaWorld, events: AsyncEvents): LambdaOperation[] {
  const invoke = invokeWith(world, events, answerWhole);
  return [
    {name: 'Invoke', method: 'POST', uri: '/2015-03-31/functions/{FunctionName}/invocations', run: invoke},
    {
      name: 'InvokeAsync',
      method: 'POST',
      uri: '/2014-11-13/functions/{FunctionName}/invoke-async',
      run: (call) => {
        const target = functionTarget(world, call);
        checkPayload(call.request.body, maxAsyncBytes);
        routeInvocation(world, target);
        events.accept(target, {payload: call.request.body, requestId: call.request.requestId});
        return json(202, {});
      },
    },
    {
      name: 'InvokeWithResponseStream',
      method: 'POST',
      uri: '/2021-11-15/functions/{FunctionName}/response-streaming-invocations',
      run: invokeWith(world, events, streamInvocation),
    },
  ];
}

type Answer = (invoker: Invoker, request: InvocationRequest, withLog: boolean) => Promise<SandboxResponse>;

function invokeWith(world: LambdaWorld, events: AsyncEvents, answer: Answer): LambdaOperation['run'] {
  return async (call) => {
    const type = header(call, 'x-amz-invocation-type') ?? 'RequestResponse';
    const violations = new Violations();
    violations.oneOf(type, 'invocationType', ['Event', 'RequestResponse', 'DryRun']);
    violations.oneOf(header(call, 'x-amz-log-type'), 'logType', ['None', 'Tail']);
    violations.throwIfAny();
    const target = functionTarget(world, call);
    checkPayload(call.request.body, type === 'Event' ? maxAsyncBytes : maxSyncBytes);
    const routed = routeInvocation(world, target);
    if (type === 'DryRun') return noContent;
    const clientContext = readClientContext(header(call, 'x-amz-client-context'));
    const traceId = header(call, 'x-amzn-trace-id');
    const invocation = {
      payload: call.request.body,
      requestId: call.request.requestId,
      ...(clientContext === undefined ? {} : {clientContext}),
      ...(traceId === undefined ? {} : {traceId}),
    };
    if (type === 'Event') {
      events.accept(target, invocation);
      return {status: 202};
    }
    const request: InvocationRequest = {...routed, ...invocation};
    return answer(world.invoker, request, header(call, 'x-amz-log-type') === 'Tail');
  };
}

async function answerWhole(invoker: Invoker, request: InvocationRequest, withLog: boolean): Promise<SandboxResponse> {
  const result = await invoker.invoke(request);
  if (result.kind === 'throttled') {
    return throttled(result.reason, 'Rate Exceeded.', {'retry-after': '1'}).toResponse();
  }
  return {
    // A failed function is a 200 with a header: Invoke itself succeeded.
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': request.target.version,
      ...(result.functionError === undefined ? {} : {'x-amz-function-error': result.functionError}),
      ...(withLog ? {'x-amz-log-result': Buffer.from(result.logTail).toString('base64')} : {}),
    },
    body: result.payload,
  };
}

function checkPayload(payload: Buffer, limit: number): void {
  if (payload.length > limit) {
    throw tooLarge(`Request must be smaller than ${limit} bytes for the InvokeFunction operation`);
  }
  if (payload.length === 0) return;
  try {
    JSON.parse(payload.toString('utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(400, 'InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
}

// Handed on in a header, so in one line and byte for byte.
function readClientContext(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  try {
    const context: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return Buffer.from(JSON.stringify(context)).toString('latin1');
  } catch {
    throw failure(400, 'InvalidRequestContentException', 'Client context must be a valid Base64-encoded JSON object.');
  }
}

function header(call: LambdaCall, name: string): string | undefined {
  const value = call.request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

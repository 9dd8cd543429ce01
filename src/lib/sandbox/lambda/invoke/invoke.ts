import type {InvocationRequest, InvocationResult} from '../../invocation.js';
import type {SandboxResponse} from '../../service.js';
import {failure, throttled, tooLarge} from '../failure.js';
import {functionTarget} from '../function/function-target.js';
import {Violations} from '../violations.js';
import type {LambdaCall, LambdaOperation, LambdaWorld} from '../world.js';
import {json, noContent} from '../world.js';
import type {AsyncEvents} from './async-events.js';
import {eventMessage} from './event-stream.js';
import {routeInvocation} from './invocation-target.js';

const maxSyncBytes = 6_291_456;
const maxAsyncBytes = 1_048_576;
const chunkBytes = 65_536;

/** Invoke: RequestResponse waits for the function, Event is queued, DryRun only checks. And the same with a streamed answer. */
export function invokeOperations(world: LambdaWorld, events: AsyncEvents): LambdaOperation[] {
  const invoke = invokeWith(world, events, toResponse);
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
      run: invokeWith(world, events, toStream),
    },
  ];
}

type Respond = (request: InvocationRequest, result: InvocationResult, withLog: boolean) => SandboxResponse;

function invokeWith(world: LambdaWorld, events: AsyncEvents, respond: Respond): LambdaOperation['run'] {
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
    const result = await world.invoker.invoke(request);
    return respond(request, result, header(call, 'x-amz-log-type') === 'Tail');
  };
}

/** The answer in the events of a stream: what the function wrote, then how it ended. All at once, at the end. */
function toStream(request: InvocationRequest, result: InvocationResult, withLog: boolean): SandboxResponse {
  if (result.kind === 'throttled') return toResponse(request, result, withLog);
  const failed = result.functionError !== undefined;
  const complete = {
    ...(failed ? {ErrorCode: result.functionError, ErrorDetails: result.payload.toString('utf8')} : {}),
    ...(withLog ? {LogResult: Buffer.from(result.logTail).toString('base64')} : {}),
  };
  const chunks: Buffer[] = [];
  for (let at = 0; !failed && at < result.payload.length; at += chunkBytes) {
    const chunk = result.payload.subarray(at, at + chunkBytes);
    chunks.push(eventMessage('PayloadChunk', 'application/octet-stream', chunk));
  }
  return {
    status: 200,
    headers: {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amz-executed-version': request.target.version,
      'x-amzn-remapped-content-type': result.contentType ?? 'application/octet-stream',
    },
    body: Buffer.concat([
      ...chunks,
      eventMessage('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(complete))),
    ]),
  };
}

function toResponse(request: InvocationRequest, result: InvocationResult, withLog: boolean): SandboxResponse {
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

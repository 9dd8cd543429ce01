import type {InvocationRequest, InvocationResult} from '../../invocation.js';
import type {SandboxResponse} from '../../service.js';
import {failure, throttled, tooLarge} from '../failure.js';
import {functionTarget} from '../function/function-target.js';
import {Violations} from '../violations.js';
import type {LambdaCall, LambdaOperation, LambdaWorld} from '../world.js';
import {noContent} from '../world.js';
import type {AsyncEvents} from './async-events.js';
import {routeInvocation} from './invocation-target.js';

const maxSyncBytes = 6_291_456;
const maxAsyncBytes = 1_048_576;

/** Invoke: RequestResponse waits for the function, Event is queued, DryRun only checks. */
export function invokeOperation(world: LambdaWorld, events: AsyncEvents): LambdaOperation {
  return {
    name: 'Invoke',
    method: 'POST',
    uri: '/2015-03-31/functions/{FunctionName}/invocations',
    run: async (call) => {
      const type = header(call, 'x-amz-invocation-type') ?? 'RequestResponse';
      const violations = new Violations();
      violations.oneOf(type, 'invocationType', ['Event', 'RequestResponse', 'DryRun']);
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
      return toResponse(request, result, header(call, 'x-amz-log-type') === 'Tail');
    },
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

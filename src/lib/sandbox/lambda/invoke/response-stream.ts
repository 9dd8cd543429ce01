import {PassThrough} from 'node:stream';
import type {InvocationRequest, InvocationResult, Invoker} from '../../invocation.js';
import type {SandboxResponse} from '../../service.js';
import {throttled} from '../failure.js';
import {eventMessage} from './event-stream.js';

const CHUNK_BYTES = 65_536;

type Done = Extract<InvocationResult, {kind: 'done'}>;

/** What InvokeWithResponseStream answers: what the handler writes, while it writes it, then how it ended. A value that a handler returns is a stream of one go. */
export async function streamInvocation(
  invoker: Invoker,
  request: InvocationRequest,
  withLog: boolean,
): Promise<SandboxResponse> {
  const stream = new PassThrough();
  let begin: (contentType: string) => void = () => undefined;
  const begun = new Promise<string>((resolve) => {
    begin = resolve;
  });
  const onChunk = (chunk: Buffer, contentType: string): void => {
    stream.write(chunkEvents(chunk));
    begin(contentType);
  };
  const running = invoker.invoke({...request, onChunk});
  const first = await Promise.race([begun, running]);
  if (typeof first !== 'string') return whole(request, first, withLog);
  running.then(
    (result) => stream.end(result.kind === 'done' ? completeEvent(result, withLog) : undefined),
    (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return {status: 200, headers: headersOf(request, first), stream};
}

function whole(request: InvocationRequest, result: InvocationResult, withLog: boolean): SandboxResponse {
  if (result.kind === 'throttled') {
    return throttled(result.reason, 'Rate Exceeded.', {'retry-after': '1'}).toResponse();
  }
  const {functionError, payload, contentType = 'application/octet-stream'} = result;
  const written = functionError === undefined ? chunkEvents(payload) : Buffer.alloc(0);
  return {
    status: 200,
    headers: headersOf(request, contentType),
    body: Buffer.concat([written, completeEvent(result, withLog)]),
  };
}

function headersOf({target}: InvocationRequest, contentType: string): Record<string, string> {
  return {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amz-executed-version': target.version,
    'x-amzn-remapped-content-type': contentType,
  };
}

function chunkEvents(payload: Buffer): Buffer {
  const events: Buffer[] = [];
  for (let at = 0; at < payload.length; at += CHUNK_BYTES) {
    events.push(eventMessage('PayloadChunk', 'application/octet-stream', payload.subarray(at, at + CHUNK_BYTES)));
  }
  return Buffer.concat(events);
}

function completeEvent({functionError, payload, logTail}: Done, withLog: boolean): Buffer {
  const complete = {
    ...(functionError === undefined ? {} : {ErrorCode: functionError, ErrorDetails: payload.toString('utf8')}),
    ...(withLog ? {LogResult: Buffer.from(logTail).toString('base64')} : {}),
  };
  return eventMessage('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(complete)));
}

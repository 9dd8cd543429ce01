import type {InvocationResult} from '../../invocation.js';
import type {SandboxResponse} from '../../service.js';
import {AnswerHead, headOf} from './answer-head.js';

type Done = Extract<InvocationResult, {kind: 'done'}>;

/** The HTTP answer in what a function answered: a value with a statusCode, any other value, or a stream. */
export function readUrlAnswer(result: Done): SandboxResponse {
  if (result.contentType !== undefined) {
    const head = new AnswerHead();
    const body = head.take(result.payload, result.contentType);
    return {...(head.response ?? {status: 200}), body};
  }
  const value = recordOf(JSON.parse(result.payload.toString('utf8')));
  if (value?.statusCode === undefined) {
    return {status: 200, headers: {'content-type': 'application/json'}, body: plainBody(result.payload)};
  }
  const body = typeof value.body === 'string' ? value.body : value.body === undefined ? '' : JSON.stringify(value.body);
  return {...headOf(value), body: Buffer.from(body, value.isBase64Encoded === true ? 'base64' : 'utf8')};
}

// A text is its own body, everything else is JSON.
function plainBody(payload: Buffer): string | Buffer {
  const value: unknown = JSON.parse(payload.toString('utf8'));
  return typeof value === 'string' ? value : payload;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
}

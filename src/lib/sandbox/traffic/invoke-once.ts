import {type Agent, request} from 'node:http';
import {text} from 'node:stream/consumers';
import type {Place} from '../place.js';

/** How one synchronous invocation came out. */
export type InvocationSample =
  | {readonly kind: 'served' | 'failed'; readonly version: string}
  | {readonly kind: 'throttled'}
  /** Refused by the endpoint, or never answered. */
  | {readonly kind: 'lost'; readonly reason: string};

export interface InvocationTarget {
  readonly url: URL;
  readonly agent: Agent;
  /** Where the function is; the sandbox's own place when undefined. */
  readonly place: Place | undefined;
}

/** Invokes once and waits for the answer; never rejects. */
export function invokeOnce(target: InvocationTarget, payload: string, signal: AbortSignal): Promise<InvocationSample> {
  return new Promise((resolve) => {
    const lost = (error: Error) => resolve({kind: 'lost', reason: error.message});
    const sent = request(target.url, {
      method: 'POST',
      agent: target.agent,
      signal,
      headers: {
        ...(target.place && {authorization: authorizationAt(target.place)}),
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
      },
    });
    sent.on('error', lost);
    sent.on('response', (response) => {
      const {statusCode = 0, headers} = response;
      text(response).then((body) => resolve(toSample(statusCode, headers, body)), lost);
    });
    sent.end(payload);
  });
}

/** The sandbox reads the scope and checks no signature, as it does with the dummy credentials of any other client. */
function authorizationAt({region, accountId}: Place): string {
  const credential = `${accountId}/20260101/${region}/lambda/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
}

function toSample(status: number, headers: NodeJS.Dict<string | string[]>, body: string): InvocationSample {
  const version = String(headers['x-amz-executed-version'] ?? '$LATEST');
  if (status === 200) return {kind: headers['x-amz-function-error'] === undefined ? 'served' : 'failed', version};
  // 429 is also the control plane's answer to too many calls; either way nothing was executed.
  if (status === 429) return {kind: 'throttled'};
  return {kind: 'lost', reason: `HTTP ${status} ${body.slice(0, 200)}`.trim()};
}

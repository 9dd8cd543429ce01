import {Readable} from 'node:stream';
import {buffer} from 'node:stream/consumers';
import type {HttpHandler, HttpRequest, HttpResponse} from '@smithy/core/protocols';
import type {HttpHandlerOptions} from '@smithy/types';
import {bodyMs} from './limits.js';
import type {Transport} from './transport.js';

/** When the call that a request belongs to is over, epoch milliseconds: an attempt never lasts longer than its call. */
export const callEnds = new WeakMap<object, number>();

/**
 * Sends one attempt and reads its whole answer within a time that nothing prolongs: neither an answer that trickles nor
 * one that never ends. The time is `attemptMs`, or what the request itself asks for, and more for a large body. Rejects
 * with the SDK's TimeoutError. What breaks while the answer is read breaks the attempt like what breaks before it.
 */
export class BoundedHandler implements HttpHandler<object> {
  readonly metadata = {handlerProtocol: 'http/1.1'};
  readonly #transport: Transport;
  readonly #attemptMs: number;

  constructor(transport: Transport, attemptMs: number) {
    this.#transport = transport;
    this.#attemptMs = attemptMs;
  }

  async handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<{response: HttpResponse}> {
    const {requestTimeout} = options;
    // The SDK's type is older than the platform's; nobody makes another one.
    const abortSignal = options.abortSignal as AbortSignal | undefined;
    const limitMs = requestTimeout ?? this.#limitMs(request);
    const end = new AbortController();
    const stop = () => end.abort();
    const timer = setTimeout(stop, limitMs);
    abortSignal?.addEventListener('abort', stop);
    if (abortSignal?.aborted) stop();
    try {
      const handler = await this.#transport.handlerFor(request);
      const {response} = await handler.handle(request, {abortSignal: end.signal});
      if (response.body instanceof Readable) response.body = Readable.from([await buffer(response.body)]);
      return {response};
    } catch (error) {
      if (abortSignal?.aborted) throw aborted(abortSignal.reason);
      throw end.signal.aborted ? timedOut(limitMs) : asTransient(error);
    } finally {
      clearTimeout(timer);
      abortSignal?.removeEventListener('abort', stop);
    }
  }

  destroy(): void {
    this.#transport.destroy();
  }

  updateHttpClientConfig(): void {
    // The SDK would set defaults of its own here; every limit is set already.
  }

  httpHandlerConfigs(): object {
    return {};
  }

  #limitMs(request: HttpRequest): number {
    return Math.max(1, Math.min(this.#attemptMs + bodyMs(bodyBytes(request)), leftMs(request)));
  }
}

/** The size of what a request sends. */
export function bodyBytes({headers}: Pick<HttpRequest, 'headers'>): number {
  return Number(headers['content-length'] ?? 0);
}

function leftMs(request: object): number {
  return (callEnds.get(request) ?? Number.POSITIVE_INFINITY) - Date.now();
}

/** As the SDK's own handler throws it, by name and code: it tries such attempts again. */
function timedOut(limitMs: number): Error {
  const message = `there was no whole answer within ${Math.round(limitMs / 100) / 10} s.`;
  return Object.assign(new Error(message), {name: 'TimeoutError', code: 'ETIMEDOUT'});
}

function aborted(cause: unknown): Error {
  return Object.assign(new Error('Request aborted', {cause}), {name: 'AbortError'});
}

/** A connection that breaks inside an answer is as transient as one that breaks before it. */
function asTransient(error: unknown): unknown {
  const isBroken = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
  return isBroken ? Object.assign(error, {name: 'TimeoutError'}) : error;
}

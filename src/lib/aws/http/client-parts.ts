import type {MiddlewareStack} from '@smithy/types';
import {checkAnswers} from './answer-shape.js';
import {BoundedHandler} from './bounded-handler.js';
import type {RequestLimits} from './limits.js';
import {asOneCall, OurRetries} from './one-call.js';
import {Transport} from './transport.js';

interface ClientPartsOptions {
  readonly limits: RequestLimits;
  readonly maxAttempts: number;
  readonly environment: {readonly [name: string]: string | undefined};
}

/**
 * What every client of the SDK is made of here: connections, limits and retries of its own, so that none waits behind the
 * requests, the pauses or the used-up retries of another one.
 */
export function clientParts({limits, maxAttempts, environment}: ClientPartsOptions) {
  const transport = new Transport(environment, limits.idleMs);
  return {
    config: {
      requestHandler: new BoundedHandler(transport, limits.attemptMs),
      retryStrategy: new OurRetries(maxAttempts),
      maxAttempts,
    },
    /** The client that was made with `config`, with its calls bounded and its answers checked. */
    bound<Client, Input extends object, Output extends object>(
      client: Client & {readonly middlewareStack: MiddlewareStack<Input, Output>},
    ): Client {
      asOneCall(client.middlewareStack, transport, limits);
      checkAnswers(client.middlewareStack);
      return client;
    },
  };
}

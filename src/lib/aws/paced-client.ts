import type {LambdaClient} from '@aws-sdk/client-lambda';
import type {RequestPacer} from './request-pacer.js';

/** Has every request of a client wait for its slot. Every attempt takes one of its own: this runs inside the SDK's retries, which stand earlier in the same step. */
export function pace(client: LambdaClient, pacer: RequestPacer): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      await pacer.slot(operation);
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error && error.name === 'TooManyRequestsException') pacer.throttled(operation);
        throw error;
      }
    },
    {step: 'finalizeRequest', priority: 'low', name: 'requestPacer'},
  );
}

import type {SandboxRequest, SandboxResponse, SandboxService} from '../service.js';
import {aliasOperations} from './alias/aliases.js';
import {policyOperations} from './alias/policy.js';
import {concurrencyOperations} from './concurrency/concurrency.js';
import {provisionedConcurrencyOperations} from './concurrency/provisioned-concurrency.js';
import {checkCall} from './constraints/check-call.js';
import {failure, LambdaFailure, throttled} from './failure.js';
import {codeSigningOperations} from './function/code-signing.js';
import {createFunctionOperation} from './function/create-function.js';
import {functionFeatureOperations} from './function/function-features.js';
import {functionOperations} from './function/functions.js';
import {tagOperations} from './function/tags.js';
import {updateOperations} from './function/updates.js';
import {versionOperations} from './function/versions.js';
import {AsyncEvents, type CountEvent} from './invoke/async-events.js';
import {eventInvokeOperations} from './invoke/event-invoke.js';
import {eventSourceOperations} from './invoke/event-sources.js';
import {invokeOperations} from './invoke/invoke.js';
import {layerPolicyOperations} from './layer/layer-policy.js';
import {layerOperations} from './layer/layers.js';
import {RateLimit} from './rate-limit.js';
import {Routes} from './routes.js';
import {functionUrlOperations} from './url/function-urls.js';
import {serveUrl} from './url/serve-url.js';
import type {LambdaWorld} from './world.js';

export interface LambdaOptions {
  /** Control-plane requests per second of sandbox time; 0 = unlimited. */
  readonly requestsPerSecond: number;
  /** Hears of failures of the sandbox itself while it delivers asynchronous events. */
  readonly onBug: (error: unknown) => void;
  /** Counts asynchronous events; nothing does when absent. */
  readonly countEvent?: CountEvent;
  /** Told whenever an event source mapping has come to rest. */
  readonly onEventSource?: () => void;
}

export interface LambdaService extends SandboxService {
  /** The operation a request means, undefined when it is none the sandbox emulates. */
  operationName(request: Pick<SandboxRequest, 'method' | 'path' | 'query'>): string | undefined;
  /** Answers a request to the function URL `id`; undefined when nobody here has it. */
  serveUrl(id: string, request: SandboxRequest): Promise<SandboxResponse | undefined>;
  /** Stops delivering asynchronous events. */
  close(): void;
}

/** AWS Lambda's control plane and Invoke, over REST-JSON. */
export function createLambda(world: LambdaWorld, options: LambdaOptions): LambdaService {
  const events = new AsyncEvents(world, options.onBug, options.countEvent);
  const limit = new RateLimit(world.clock, options.requestsPerSecond);
  const routes = new Routes([
    createFunctionOperation(world),
    ...functionOperations(world),
    ...updateOperations(world),
    ...versionOperations(world),
    ...aliasOperations(world),
    ...concurrencyOperations(world),
    ...provisionedConcurrencyOperations(world),
    ...eventInvokeOperations(world),
    ...policyOperations(world),
    ...tagOperations(world),
    ...layerOperations(world),
    ...layerPolicyOperations(world),
    ...eventSourceOperations(world, options.onEventSource),
    ...functionFeatureOperations(world),
    ...functionUrlOperations(world),
    ...codeSigningOperations(world),
    ...invokeOperations(world, events),
  ]);

  async function answer(request: SandboxRequest): Promise<SandboxResponse> {
    const routed = routes.find(request);
    if (!routed) {
      // 501 is the one 5xx that SDKs do not retry.
      throw failure(501, 'SandboxLimitation', `The sandbox does not emulate ${request.method} ${request.path}.`);
    }
    if (!limit.admits(routed.operation.name)) throw throttled('CallerRateLimitExceeded', 'Rate exceeded');
    const call = {request, params: routed.params};
    checkCall(routed.operation.name, call);
    return routed.operation.run(call);
  }

  return {
    operationName: (request) => routes.find(request)?.operation.name,
    serveUrl: (id, request) => serveUrl(world, id, request),
    close: () => events.close(),
    async handle(request) {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof LambdaFailure) return error.toResponse();
        throw error;
      }
    },
  };
}

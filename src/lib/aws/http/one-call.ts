import {StandardRetryStrategy} from '@smithy/core/retry';
import type {HttpRequest, MiddlewareStack, RetryErrorInfo, StandardRetryToken} from '@smithy/types';
import {isLostAnswer} from '../error/lost-answer.js';
import {bodyBytes, callEnds} from './bounded-handler.js';
import {withinCredentialsLimit} from './credentials-limit.js';
import {rememberFailedCall} from './failed-call.js';
import {bodyMs, type RequestLimits} from './limits.js';
import {shownProxy} from './proxy-rules.js';
import type {Transport} from './transport.js';

/**
 * Sent once, whatever happens: a second attempt would carry these out twice, or, for writes of an alias, make AWS refuse
 * the second because of the first. Who moves traffic looks at the alias between two attempts.
 */
const SENT_ONCE = new Set(['Invoke', 'PublishLayerVersion', 'CreateAlias', 'UpdateAlias']);

/** A large body may be sent once more after an attempt that took all its time. */
const ATTEMPTS_OF_A_BODY = 2;

interface Call {
  lostAttempts: number;
  proxy?: string;
  endMs?: number;
  /** To be called once it has its credentials. */
  signed?: () => void;
}

const notAgain = new WeakSet<object>();

/** The SDK's standard strategy, but nothing is tried again that must not be, or after the end of its call. */
export class OurRetries extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    info: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    if (isObject(info.error) && notAgain.has(info.error)) throw new Error('No further attempt.');
    return super.refreshRetryTokenForRetry(token, info);
  }
}

/**
 * Makes one call of the attempts that the SDK makes: they end together, `callMs` after the first began, and the error that
 * is thrown knows of all of them, whatever the last one said. The credentials that they need have a limit of their own.
 */
export function asOneCall<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
  transport: Transport,
  {callMs, credentialsMs}: Pick<RequestLimits, 'callMs' | 'credentialsMs'>,
): void {
  const calls = new WeakMap<object, Call>();
  stack.add(
    (next, context) => async (args) => {
      const call: Call = {lostAttempts: 0};
      calls.set(context, call);
      try {
        return await withinCredentialsLimit((came) => {
          call.signed = came;
          return next(args);
        }, credentialsMs);
      } catch (error) {
        if (isObject(error)) rememberFailedCall(error, call);
        throw error;
      }
    },
    {step: 'initialize', priority: 'high', name: 'oneCall'},
  );
  stack.add(
    (next, context) => (args) => {
      // The SDK asks for credentials in the step before.
      calls.get(context)?.signed?.();
      return next(args);
    },
    {step: 'finalizeRequest', priority: 'high', name: 'credentialsCame'},
  );
  stack.add(
    (next, context) => async (args) => {
      const call = calls.get(context) ?? {lostAttempts: 0};
      const request = args.request as HttpRequest;
      call.endMs ??= Date.now() + callMs + ATTEMPTS_OF_A_BODY * bodyMs(bodyBytes(request));
      callEnds.set(request, call.endMs);
      const proxy = transport.proxyFor(request);
      if (proxy) call.proxy = shownProxy(proxy);
      try {
        return await next(args);
      } catch (error) {
        if (isLostAnswer(error)) call.lostAttempts += 1;
        const operation = String(context.commandName).replace(/Command$/, '');
        if (isObject(error) && (SENT_ONCE.has(operation) || Date.now() >= call.endMs)) notAgain.add(error);
        throw error;
      }
    },
    {step: 'finalizeRequest', priority: 'low', name: 'oneAttempt'},
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

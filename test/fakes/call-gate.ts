import type {AwsError} from '../../src/lib/errors.js';
import type {AwsErrorCode} from '../../src/lib/ports/aws-error-code.js';
import {awsError} from './fake-functions.js';

/** What happens to one call of a port. */
export type Fault =
  /** It throws and changes nothing. */
  | {readonly kind: 'fail'; readonly error?: AwsError}
  /** It is carried out, and its answer is lost. `error`: what the SDK's next attempt was told. */
  | {readonly kind: 'lose'; readonly error?: AwsError}
  /** Nothing is heard of it until its signal is aborted; then it throws, without effect. */
  | {readonly kind: 'hang'; readonly action?: () => void}
  /** The same, but it is carried out. */
  | {readonly kind: 'hangAfter'; readonly action?: () => void}
  /** Something else happens just before it … */
  | {readonly kind: 'before'; readonly action: () => void}
  /** … or just after it. */
  | {readonly kind: 'after'; readonly action: () => void}
  /** The process dies before it or after it: neither this call nor any later one ever comes back. */
  | {readonly kind: 'dieBefore'}
  | {readonly kind: 'dieAfter'};

/** Counts the calls of all ports of one process and lets faults happen to them. Its rules are in fake-aliases.md. */
export class CallGate {
  readonly calls: string[] = [];
  readonly faults = new Map<number, Fault>();
  /** Applied to every call that has none of its own. */
  always: ((call: string, index: number) => Fault | undefined) | undefined;
  #isDead = false;
  #onDeath: (() => void) | undefined;
  readonly death = new Promise<void>((resolve) => {
    this.#onDeath = resolve;
  });

  async pass<Value>(name: string, signal: AbortSignal | undefined, effect: () => Value): Promise<Value> {
    const index = this.calls.push(name) - 1;
    if (this.#isDead) return never();
    if (signal?.aborted) throw abortError();
    const fault = this.faults.get(index) ?? this.always?.(name, index);
    switch (fault?.kind) {
      case 'fail':
        throw fault.error ?? awsError('AWS_INTERNAL');
      case 'lose':
        effect();
        throw awsError((fault.error?.code as AwsErrorCode | undefined) ?? 'TIMEOUT', {uncertain: true});
      case 'hang':
        fault.action?.();
        return untilAborted(signal);
      case 'hangAfter':
        effect();
        fault.action?.();
        return untilAborted(signal);
      case 'before':
        fault.action();
        if (signal?.aborted) throw abortError();
        return effect();
      case 'after': {
        const value = effect();
        fault.action();
        if (signal?.aborted) throw abortError();
        return value;
      }
      case 'dieBefore':
        return this.#die();
      case 'dieAfter':
        effect();
        return this.#die();
      default:
        return effect();
    }
  }

  #die(): Promise<never> {
    this.#isDead = true;
    this.#onDeath?.();
    return never();
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(abortError()), {once: true}));
}

function abortError(): Error {
  const error = new Error('Request aborted');
  error.name = 'AbortError';
  return error;
}

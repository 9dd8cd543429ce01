import type {FailedCall} from '../error/mapping.js';

const failedCalls = new WeakMap<object, FailedCall>();

/** Keeps what is known of the call that threw this error, beside the error itself, which is the SDK's. */
export function rememberFailedCall(error: object, call: FailedCall): void {
  failedCalls.set(error, call);
}

/** What is known of the call that threw this; nothing when it was none. */
export function failedCallOf(error: unknown): FailedCall | undefined {
  return typeof error === 'object' && error !== null ? failedCalls.get(error) : undefined;
}

import type {InvocationResult} from '../invocation.js';

type ThrottleReason = Extract<InvocationResult, {kind: 'throttled'}>['reason'];

/** The answer to "may one more run?": either a place that must be given back, or why not. */
export type Admission =
  | {readonly admitted: true; readonly ofFunction: number; readonly ofAccount: number; readonly leave: () => void}
  | {readonly admitted: false; readonly reason: ThrottleReason};

/**
 * Lambda's concurrency limits, counted by invocations in flight. A reservation is the function's own, over all its
 * versions, and 0 stops it; everything else shares what the reservations leave of the account's limit
 * (Lambda Developer Guide, configuration-concurrency).
 */
export class ConcurrencyLimits {
  readonly #accountLimit: number;
  readonly #reservedSum: () => number;
  readonly #inFlight = new Map<string, number>();
  #account = 0;
  #unreserved = 0;

  constructor(accountLimit: number, reservedSum: () => number) {
    this.#accountLimit = accountLimit;
    this.#reservedSum = reservedSum;
  }

  enter(functionName: string, reserved: number | undefined): Admission {
    const running = this.#inFlight.get(functionName) ?? 0;
    if (reserved !== undefined && running >= reserved) {
      return {admitted: false, reason: 'ReservedFunctionConcurrentInvocationLimitExceeded'};
    }
    if (reserved === undefined && this.#unreserved >= this.#accountLimit - this.#reservedSum()) {
      return {admitted: false, reason: 'ConcurrentInvocationLimitExceeded'};
    }
    const pooled = reserved === undefined ? 1 : 0;
    this.#inFlight.set(functionName, running + 1);
    this.#account++;
    this.#unreserved += pooled;
    const leave = () => {
      this.#inFlight.set(functionName, (this.#inFlight.get(functionName) ?? 1) - 1);
      this.#account--;
      this.#unreserved -= pooled;
    };
    return {admitted: true, ofFunction: running + 1, ofAccount: this.#account, leave};
  }
}

import type {ConcurrencyOf, InvocationResult} from '../invocation.js';

type ThrottleReason = Extract<InvocationResult, {kind: 'throttled'}>['reason'];

/** `spillover`: on demand, because what is provisioned was busy. */
export type AdmissionKind = 'provisioned' | 'spillover' | 'on-demand';

/** The answer to "may one more run?": either a place that must be given back, or why not. */
export type Admission =
  | {
      readonly admitted: true;
      readonly kind: AdmissionKind;
      /** In flight with this one: of the function, of the account, and of what was provisioned where it is that. */
      readonly ofFunction: number;
      readonly ofAccount: number;
      readonly ofProvisioned: number;
      readonly leave: () => void;
    }
  | {readonly admitted: false; readonly reason: ThrottleReason};

/**
 * Lambda's concurrency limits, counted by invocations in flight. What is provisioned on an alias or version serves it first;
 * what spills over runs on demand. A reservation is the function's own, over all its versions, and 0 stops it; of it, as of
 * the account, on-demand invocations have what is not provisioned. Everything else shares what reservations and provisioned
 * concurrency leave of the account's limit (Lambda Developer Guide, lambda-concurrency, provisioned-concurrency).
 */
export class ConcurrencyLimits {
  readonly #accountLimit: number;
  readonly #heldSum: () => number;
  readonly #inFlight = new Map<string, number>();

  /** `heldSum`: what reservations and provisioned concurrency keep from the shared pool. */
  constructor(accountLimit: number, heldSum: () => number) {
    this.#accountLimit = accountLimit;
    this.#heldSum = heldSum;
  }

  enter(functionName: string, {reserved, provisioned, provisionedTotal}: ConcurrencyOf): Admission {
    const onDemand = `${functionName} on demand`;
    const qualified = `${functionName}:${provisioned?.qualifier}`;
    const counts = [ACCOUNT, functionName];
    if (provisioned && this.#count(qualified) < provisioned.ready && reserved !== 0) {
      return this.#admit([...counts, qualified], 'provisioned');
    }
    if (reserved !== undefined && this.#count(onDemand) >= reserved - provisionedTotal) {
      return {admitted: false, reason: 'ReservedFunctionConcurrentInvocationLimitExceeded'};
    }
    if (reserved === undefined && this.#count(POOL) >= this.#accountLimit - this.#heldSum()) {
      return {admitted: false, reason: 'ConcurrentInvocationLimitExceeded'};
    }
    const pooled = reserved === undefined ? [POOL] : [];
    return this.#admit([...counts, onDemand, ...pooled], provisioned ? 'spillover' : 'on-demand');
  }

  #admit(counts: readonly string[], kind: AdmissionKind): Admission {
    for (const each of counts) this.#inFlight.set(each, this.#count(each) + 1);
    const leave = () => {
      for (const each of counts) this.#inFlight.set(each, this.#count(each) - 1);
    };
    const [account = '', ofFunction = '', qualified = ''] = counts;
    return {
      admitted: true,
      kind,
      ofFunction: this.#count(ofFunction),
      ofAccount: this.#count(account),
      ofProvisioned: kind === 'provisioned' ? this.#count(qualified) : 0,
      leave,
    };
  }

  #count(of: string): number {
    return this.#inFlight.get(of) ?? 0;
  }
}

// Names no function can have.
const ACCOUNT = ' account';
const POOL = ' pool';

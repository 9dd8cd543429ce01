import type {Clock} from '../ports/clock.js';
import {untilAborted} from './until-aborted.js';

interface DeadlineOptions {
  readonly clock: Clock;
  readonly budgetMs: number;
  /** A person's signal: once it comes, `interruptedMs` are left at most. */
  readonly interrupt?: AbortSignal | undefined;
  readonly interruptedMs?: number;
}

/** One call may take this long, the SDK's own retries included … */
const CALL_MS = 15_000;
/** … and this long once a person is waiting. */
const URGENT_CALL_MS = 1_500;
/** Why a wait of ours ends early. Nobody reads it; without one, every call would make an error with a stack. */
const NO_LONGER = 'no longer waited for';

/**
 * An end for work that must not run for ever, and for each call in it. All its times are the wall's, also under a fast
 * clock: AWS and the network do not answer faster in a rehearsal. `dispose` when the work is done.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #over = new AbortController();
  readonly #hurry = new AbortController();
  readonly #done = new AbortController();
  #endMs: number;

  constructor({clock, budgetMs, interrupt, interruptedMs = 0}: DeadlineOptions) {
    this.#clock = clock;
    this.#speed = clock.speed ?? 1;
    this.#endMs = clock.now() + budgetMs * this.#speed;
    if (budgetMs <= CALL_MS) this.#hurry.abort(NO_LONGER);
    void this.#watch(interrupt, interruptedMs);
  }

  get isOver(): boolean {
    return this.#over.signal.aborted || this.#clock.now() >= this.#endMs;
  }

  /** A port call with a signal that ends it in time. Rejects when it is over, whether the port listens or not. */
  async call<Value>(send: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const answered = new AbortController();
    const late = new AbortController();
    const signal = AbortSignal.any([late.signal, this.#over.signal]);
    void this.#limit(answered.signal, late);
    try {
      return await untilAborted(send(signal), signal);
    } finally {
      answered.abort(NO_LONGER);
    }
  }

  /** Waits, until the deadline at most. */
  async sleep(ms: number): Promise<void> {
    const leftMs = Math.max(0, this.#endMs - this.#clock.now());
    await this.#clock.sleep(Math.min(ms * this.#speed, leftMs), this.#over.signal);
  }

  /** Ends the watch over the time. */
  dispose(): void {
    this.#done.abort(NO_LONGER);
  }

  async #watch(interrupt: AbortSignal | undefined, interruptedMs: number): Promise<void> {
    const ends = interrupt ? [interrupt, this.#done.signal] : [this.#done.signal];
    await this.#clock.sleep(this.#endMs - this.#clock.now(), AbortSignal.any(ends));
    if (interrupt?.aborted && !this.#done.signal.aborted && interruptedMs > 0) {
      this.#endMs = Math.min(this.#endMs, this.#clock.now() + interruptedMs * this.#speed);
      this.#hurry.abort(NO_LONGER);
      await this.#clock.sleep(Math.max(0, this.#endMs - this.#clock.now()), this.#done.signal);
    }
    if (!this.#done.signal.aborted) this.#over.abort(new Error('Time is up.'));
  }

  async #limit(answered: AbortSignal, late: AbortController): Promise<void> {
    await this.#clock.sleep(CALL_MS * this.#speed, AbortSignal.any([answered, this.#hurry.signal]));
    if (this.#hurry.signal.aborted) await this.#clock.sleep(URGENT_CALL_MS * this.#speed, answered);
    if (!answered.aborted) late.abort(new Error('No answer in time.'));
  }
}

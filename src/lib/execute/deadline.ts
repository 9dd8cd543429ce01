import type {Clock} from '../ports/clock.js';

interface DeadlineOptions {
  readonly clock: Clock;
  readonly budgetMs: number;
  /** A person's signal: once it comes, `interruptedMs` are left at most. */
  readonly interrupt?: AbortSignal | undefined;
  readonly interruptedMs?: number;
}

/** An end for work that must not run for ever: a signal for its calls, and waits that never outlast it. */
export class Deadline {
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  readonly #done = new AbortController();
  #endMs: number;

  constructor({clock, budgetMs, interrupt, interruptedMs = 0}: DeadlineOptions) {
    this.#clock = clock;
    this.#endMs = clock.now() + budgetMs;
    void this.#watch(interrupt, interruptedMs);
  }

  /** Aborted when time is up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#controller.signal.aborted || this.#clock.now() >= this.#endMs;
  }

  /** Waits, until the deadline at most. */
  async sleep(ms: number): Promise<void> {
    await this.#clock.sleep(Math.min(ms, Math.max(0, this.#endMs - this.#clock.now())), this.signal);
  }

  /** Ends the watch over the time; the signal is never aborted after that. */
  dispose(): void {
    this.#done.abort();
  }

  async #watch(interrupt: AbortSignal | undefined, interruptedMs: number): Promise<void> {
    const ends = interrupt ? [interrupt, this.#done.signal] : [this.#done.signal];
    await this.#clock.sleep(this.#endMs - this.#clock.now(), AbortSignal.any(ends));
    if (interrupt?.aborted && !this.#done.signal.aborted) {
      this.#endMs = Math.min(this.#endMs, this.#clock.now() + interruptedMs);
      await this.#clock.sleep(Math.max(0, this.#endMs - this.#clock.now()), this.#done.signal);
    }
    if (!this.#done.signal.aborted) this.#controller.abort(new Error('Time is up.'));
  }
}

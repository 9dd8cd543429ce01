import type {Clock} from '../../ports/clock.js';
import {untilAborted} from './until-aborted.js';

interface DeadlineOptions {
  readonly clock: Clock;
  readonly budgetMs: number;
  /** How long one call may take; what suits the budget, unless it is said. */
  readonly callMs?: number;
  /** A person's signal: once it comes, `interruptedMs` are left at most. */
  readonly interrupt?: AbortSignal | undefined;
  readonly interruptedMs?: number;
}

interface Call {
  /** What the port is given. */
  readonly end: AbortController;
  readonly answered: AbortController;
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
  readonly #callMs: number;
  readonly #over = new AbortController();
  readonly #hurry = new AbortController();
  readonly #done = new AbortController();
  /** The calls that nobody has answered yet. */
  readonly #calls = new Set<Call>();
  #endMs: number;
  #lastFailure: unknown;

  constructor({clock, budgetMs, callMs, interrupt, interruptedMs = 0}: DeadlineOptions) {
    this.#clock = clock;
    this.#speed = clock.speed ?? 1;
    this.#endMs = clock.now() + budgetMs * this.#speed;
    this.#callMs = callMs ?? CALL_MS;
    if (callMs === undefined && budgetMs <= CALL_MS) this.#hurry.abort(NO_LONGER);
    void this.#watch(interrupt, interruptedMs);
  }

  get isOver(): boolean {
    return this.#over.signal.aborted || this.#clock.now() >= this.#endMs;
  }

  /** Whether a person waits for the end, or there never was much time. */
  get isUrgent(): boolean {
    return this.#hurry.signal.aborted;
  }

  /** A port call with a signal that ends it in time. Rejects when it is over, whether the port listens or not. */
  async call<Value>(send: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const call: Call = {end: new AbortController(), answered: new AbortController()};
    const {signal} = call.end;
    if (this.#over.signal.aborted) call.end.abort(this.#over.signal.reason);
    this.#calls.add(call);
    void this.#limit(call, this.isUrgent ? URGENT_CALL_MS : this.#callMs);
    try {
      return await untilAborted(send(signal), signal);
    } catch (error) {
      if (!signal.aborted) this.#lastFailure = error;
      throw error;
    } finally {
      this.#calls.delete(call);
      call.answered.abort(NO_LONGER);
    }
  }

  /** Waits, until the deadline at most; a person's signal ends the wait, for there is little time left then. */
  async sleep(ms: number): Promise<void> {
    const leftMs = Math.max(0, this.#endMs - this.#clock.now());
    const {signal} = this.#over;
    const end = this.isUrgent ? signal : AbortSignal.any([signal, this.#hurry.signal]);
    await this.#clock.sleep(Math.min(ms * this.#speed, leftMs), end);
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
      for (const call of this.#calls) void this.#limit(call, URGENT_CALL_MS);
      await this.#clock.sleep(Math.max(0, this.#endMs - this.#clock.now()), this.#done.signal);
    }
    if (this.#done.signal.aborted) return;
    this.#over.abort(this.#timeIsUp());
    for (const {end} of this.#calls) end.abort(this.#over.signal.reason);
  }

  /** What kept the work from being done in time is what the last answer said, when there was one. */
  #timeIsUp(): Error {
    const last = this.#lastFailure;
    if (!(last instanceof Error)) return new Error('Time is up.');
    return new Error(`Time is up; the last answer was: ${last.message}`, {cause: last});
  }

  async #limit({end, answered}: Call, ms: number): Promise<void> {
    await this.#clock.sleep(ms * this.#speed, answered.signal);
    if (!answered.signal.aborted) end.abort(new Error('No answer in time.'));
  }
}

import type {Clock} from '../../src/lib/ports/clock.js';

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Simulated time for work that sleeps in several places at once. Its rules are in fake-aliases.md. */
export class SimulatedClock implements Clock {
  #nowMs: number;
  #order = 0;
  #sleepers: Sleeper[] = [];
  #isPumping = false;
  #isStopped = false;
  #answersAwaited = 0;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper: Sleeper = {atMs: this.#nowMs + Math.max(0, ms), order: this.#order++, wake};
      const sleepers = () => this.#sleepers.filter((other) => other !== sleeper);
      const onAbort = () => {
        this.#sleepers = sleepers();
        if (!this.#isStopped) resolve();
      };
      function wake() {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }
      signal?.addEventListener('abort', onAbort, {once: true});
      this.#sleepers.push(sleeper);
      this.#pump();
    });
  }

  /** Runs `action` when simulated time gets there. */
  at(atMs: number, action: () => void): void {
    this.#sleepers.push({atMs, order: this.#order++, wake: action});
    this.#pump();
  }

  /** Time does not pass until this is settled; answers with the same. */
  async standStillFor<Value>(awaited: Promise<Value>): Promise<Value> {
    this.#answersAwaited += 1;
    try {
      return await awaited;
    } finally {
      this.#answersAwaited -= 1;
      this.#pump();
    }
  }

  /** Time passes in which nobody does anything: the machine sleeps. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  /** The process is dead: nobody is woken any more. */
  stop(): void {
    this.#isStopped = true;
    this.#sleepers = [];
  }

  // Time moves on when everything that can happen now has happened: all promise callbacks run before an immediate does.
  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      if (this.#isStopped || this.#answersAwaited > 0) return;
      const [next] = this.#sleepers.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
      if (!next) return;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
      this.#pump();
    });
  }
}

import type {Clock} from '../../src/lib/ports/clock.js';

/** Simulated time: a sleep passes at once, and everything scheduled up to its end happens before it returns. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  #nowMs: number;
  #scheduled: {readonly atMs: number; readonly action: () => void}[] = [];

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    if (signal?.aborted) return;
    const endMs = this.#nowMs + ms;
    for (let next = this.#next(endMs); next !== undefined && !signal?.aborted; next = this.#next(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.action();
    }
    if (!signal?.aborted) this.#nowMs = endMs;
  }

  /** Runs `action` when simulated time gets there. */
  at(atMs: number, action: () => void): void {
    this.#scheduled.push({atMs, action});
  }

  #next(endMs: number): {readonly atMs: number; readonly action: () => void} | undefined {
    this.#scheduled.sort((a, b) => a.atMs - b.atMs);
    const [first] = this.#scheduled;
    return first !== undefined && first.atMs <= endMs ? this.#scheduled.shift() : undefined;
  }
}

import {SandboxClock} from '../../src/lib/sandbox/clock.js';

/** A clock that moves when the test says so, and runs what is due on the way. */
export class ManualClock extends SandboxClock {
  nowMs: number;
  #waiting: {readonly atMs: number; readonly action: () => void}[] = [];

  constructor(nowMs: number) {
    super({speed: 1, originMs: 0});
    this.nowMs = nowMs;
  }

  override now(): number {
    return this.nowMs;
  }

  override after(delayMs: number, action: () => void): void {
    this.#waiting.push({atMs: this.nowMs + delayMs, action});
  }

  /** Moves on, and lets what was started on the way finish. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#waiting.filter(({atMs}) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.action();
    }
    this.nowMs = untilMs;
  }
}

import {type ClockSpeed, clockTimeMs, wallDurationMs} from '../model/clock-speed.js';

// What Node.js's timers can wait; more would run at once.
const longestTimerMs = 2 ** 31 - 1;

/** The sandbox's time: everything it stamps, delays and throttles by. Runs `speed` times as fast as the wall. */
export class SandboxClock {
  readonly speed: ClockSpeed;

  constructor(speed: ClockSpeed) {
    this.speed = speed;
  }

  /** Epoch milliseconds of sandbox time. */
  now(): number {
    return clockTimeMs(this.speed, Date.now());
  }

  /** Runs `action` once `delayMs` of sandbox time have passed, 24 days at the most; the timer never keeps the process alive. */
  after(delayMs: number, action: () => void): void {
    setTimeout(action, Math.min(wallDurationMs(this.speed, delayMs), longestTimerMs)).unref();
  }
}

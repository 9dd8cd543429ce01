import {type ClockSpeed, clockTimeMs, wallDurationMs} from '../model/clock-speed.js';

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

  /** Runs `action` once `delayMs` of sandbox time have passed; the timer never keeps the process alive. */
  after(delayMs: number, action: () => void): void {
    setTimeout(action, wallDurationMs(this.speed, delayMs)).unref();
  }
}

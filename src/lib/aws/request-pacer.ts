import type {Clock} from '../ports/clock.js';

/** One of Lambda's request quotas, as far as one process may use it. */
interface Lane {
  readonly intervalMs: number;
  /** Requests that may go out at once after a rest. */
  readonly burst: number;
}

// LDG "Lambda quotas": GetFunction 100 requests a second; everything else of the control plane 15 together, from whoever
// works in the account. Rate and burst add up to the most that any one second sees: 15, and 60.
const CONTROL: Lane = {intervalMs: 100, burst: 5};
const GET_FUNCTION: Lane = {intervalMs: 20, burst: 10};

/** After a 429 the lane stands still for this long: others are at work there. */
const STANDSTILL_MS = 1_000;

/**
 * Spaces the requests of one process so that they stay inside Lambda's quotas by themselves: ten a second on average in
 * the shared pool, never more than fifteen in any second, and less while AWS throttles. For work that reads or deletes a
 * lot; what moves traffic never waits here.
 */
export class RequestPacer {
  readonly #clock: Clock;
  readonly #freeAtMs = new Map<Lane, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when a request of this operation, such as `ListAliases`, may go out; first come, first served. */
  async slot(operation: string): Promise<void> {
    const lane = laneOf(operation);
    const nowMs = this.#clock.now();
    const rested = nowMs - (lane.burst - 1) * lane.intervalMs;
    const slotMs = Math.max(this.#freeAtMs.get(lane) ?? rested, rested);
    this.#freeAtMs.set(lane, slotMs + lane.intervalMs);
    if (slotMs > nowMs) await this.#clock.sleep(slotMs - nowMs);
  }

  /** AWS has throttled a request of this operation: those that follow wait, and the burst is used up. */
  throttled(operation: string): void {
    const lane = laneOf(operation);
    const restMs = this.#clock.now() + STANDSTILL_MS;
    this.#freeAtMs.set(lane, Math.max(this.#freeAtMs.get(lane) ?? restMs, restMs));
  }
}

function laneOf(operation: string): Lane {
  return operation === 'GetFunction' ? GET_FUNCTION : CONTROL;
}

import type {Clock} from '../ports/clock.js';
import type {PacePort} from '../ports/pace.js';

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
/** Moves of aliases, beside being of the control plane: half of its quota at most, so that others get theirs. */
const MOVES: Lane = {intervalMs: 200, burst: 3};

/** Ways back have the whole of it, so that many at once do not throttle each other; the first ones go out at once. */
const WAYS_BACK: Lane = {intervalMs: 80, burst: 3};

/** After a 429 the lane stands still for this long: others are at work there. */
const STANDSTILL_MS = 1_000;

/**
 * Spaces the requests of one process so that they stay inside Lambda's quotas by themselves: ten a second on average in
 * the shared pool, never more than fifteen in any second, and less while AWS throttles. For work that reads or deletes a
 * lot, or moves many aliases; a way back waits for other ways back alone.
 */
export class RequestPacer implements PacePort {
  readonly #clock: Clock;
  readonly #freeAtMs = new Map<Lane, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when a request of this operation, such as `ListAliases`, may go out; first come, first served. */
  async slot(operation: string): Promise<void> {
    const nowMs = this.#clock.now();
    const slotMs = Math.max(nowMs, ...lanesOf(operation).map((lane) => this.#take(lane, nowMs)));
    if (slotMs > nowMs) await this.#clock.sleep(slotMs - nowMs);
  }

  async wayBack(): Promise<void> {
    const nowMs = this.#clock.now();
    const slotMs = this.#take(WAYS_BACK, nowMs);
    this.#take(CONTROL, nowMs);
    if (slotMs > nowMs) await this.#clock.sleep(slotMs - nowMs);
  }

  /** AWS has throttled a request of this operation: those that follow wait, and the burst is used up. */
  throttled(operation: string): void {
    const restMs = this.#clock.now() + STANDSTILL_MS;
    for (const lane of lanesOf(operation)) {
      this.#freeAtMs.set(lane, Math.max(this.#freeAtMs.get(lane) ?? restMs, restMs));
    }
  }

  /** The next place in a lane, epoch milliseconds; it is taken by that. */
  #take(lane: Lane, nowMs: number): number {
    const rested = nowMs - (lane.burst - 1) * lane.intervalMs;
    const slotMs = Math.max(this.#freeAtMs.get(lane) ?? rested, rested);
    this.#freeAtMs.set(lane, slotMs + lane.intervalMs);
    return slotMs;
  }
}

function lanesOf(operation: string): readonly Lane[] {
  if (operation === 'GetFunction') return [GET_FUNCTION];
  return operation === 'UpdateAlias' ? [CONTROL, MOVES] : [CONTROL];
}

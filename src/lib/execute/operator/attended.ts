import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {Clock} from '../../ports/clock.js';
import type {Attendance, AttendedRollout, OperatorAction, OperatorPort} from '../../ports/rollout/operator.js';

interface AttendedDeps {
  readonly clock: Clock;
  readonly operator?: OperatorPort | undefined;
}

/**
 * A loop around a rollout that the person at its live view may act on. They act as any other terminal would, by a guarded write of
 * their own; the loop only sleeps no longer than until then, and knows afterwards that it was nobody else.
 */
export class Attended {
  readonly #clock: Clock;
  readonly #attendance: Attendance | undefined;
  #woken = new AbortController();

  constructor({clock, operator}: AttendedDeps, rollout: AttendedRollout, signal: AbortSignal) {
    this.#clock = clock;
    this.#attendance = operator?.attend(rollout, () => this.#woken.abort(), signal);
  }

  /** Sleeps until then, until the signal, or until the alias was written for the person. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#attendance) return this.#clock.sleep(ms, signal);
    await this.#clock.sleep(ms, AbortSignal.any([signal, this.#woken.signal]));
    if (this.#woken.signal.aborted) this.#woken = new AbortController();
  }

  sees(marker: RolloutMarker): void {
    this.#attendance?.sees(marker);
  }

  leave(): void {
    this.#attendance?.leave();
  }

  async carriedOut(): Promise<OperatorAction | undefined> {
    return this.#attendance?.carriedOut();
  }
}

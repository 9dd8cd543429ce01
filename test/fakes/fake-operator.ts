import type {Attendance, AttendedRollout, OperatorAction, OperatorPort} from '../../src/lib/ports/rollout/operator.js';

/** Somebody at a live view, who has one thing done when they are told to. */
export class FakeOperator implements OperatorPort {
  readonly attended: AttendedRollout[] = [];
  hasLeft = false;
  #wake: () => void = () => undefined;
  #working: Promise<OperatorAction> | undefined;

  attend(rollout: AttendedRollout, wake: () => void): Attendance {
    this.attended.push(rollout);
    this.#wake = wake;
    return {
      sees: (marker) => void this.attended.push({...rollout, marker}),
      leave: () => {
        this.hasLeft = true;
      },
      carriedOut: async () => this.#working,
    };
  }

  /** Has it carried out, as the key does. */
  press(action: OperatorAction, act: () => Promise<unknown>): void {
    this.#working = act().then(() => {
      this.#wake();
      return action;
    });
  }
}

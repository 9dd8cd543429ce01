import type {AliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';

/** What a person may ask for at the live view of a rollout: what the commands of the same names do. */
export type OperatorAction = 'hold' | 'promote' | 'abort';

/** A rollout that somebody works on or follows. */
export interface AttendedRollout {
  readonly ref: AliasRef;
  /** Where it was seen last. */
  readonly marker: RolloutMarker;
  /** What a signal does to it; absent where it only ends the looking. */
  readonly onInterrupt?: 'abort' | 'hold';
}

/** The person at the live view of a rollout. */
export interface OperatorPort {
  /**
   * From here on the person may act on this rollout; `wake` is called when the alias has been written for them. What is under way when
   * `signal` is aborted ends as the command does.
   */
  attend(rollout: AttendedRollout, wake: () => void, signal: AbortSignal): Attendance;
}

export interface Attendance {
  /** Where the rollout is now: an approval is of the step that was looked at. */
  sees(marker: RolloutMarker): void;
  /** Ends it: no key acts any more. */
  leave(): void;
  /** What was carried out last, once nothing is under way any more. */
  carriedOut(): Promise<OperatorAction | undefined>;
}

import type {Judgement} from '../../analysis/judgement.js';
import type {WeightChange} from '../../analysis/minute/weight-change.js';
import type {AliasState} from '../../model/alias/state.js';
import type {FailedTrace} from '../../model/failed-trace.js';
import type {FailureCause} from '../../model/failure-cause.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {CostComparison} from '../../model/price/version-cost.js';
import type {StopKind} from '../../model/rollout/stop-kind.js';
import type {Version} from '../../model/versions/version.js';

export interface ServedCounts {
  readonly invocations: number;
  readonly errors: number;
}

/** What a rollout did, in numbers, as far as CloudWatch had counted when it ended. */
export interface RolloutRecord {
  readonly ref: AliasRef;
  readonly rolloutId: string;
  readonly stable: Version;
  readonly candidate: Version;
  readonly stepCount: number;
  readonly stepsPassed: number;
  /** When it began, in whichever process; epoch milliseconds. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Every traffic move; the one back to stable, when there was one, has weight 0. */
  readonly weights: readonly WeightChange[];
  readonly served: {readonly stable: ServedCounts; readonly candidate: ServedCounts};
  /** Invocations the alias refused for lack of concurrency. */
  readonly throttles: number;
  /** The last word of the comparison with stable; absent when nothing was compared. */
  readonly comparison?: Judgement;
  /** The last word of the watch after 100 %; absent when nothing was watched. */
  readonly watch?: Judgement;
  /** The candidate's most frequent failures, from its logs; absent when they were not asked or could not be read. */
  readonly failureCauses?: readonly FailureCause[];
  /** Some of its requests that failed, as X-Ray has traced them; absent when it is not traced or they could not be read. */
  readonly failedTraces?: readonly FailedTrace[];
  /** What a request costs by either version; absent where one of them answered nothing, and where it was not asked. */
  readonly cost?: CostComparison;
  /** ARN of the execution that drives it; absent of a rollout that a process drives. */
  readonly execution?: string;
}

/** Why a rollout did not go on. */
export interface StopCause {
  readonly kind: StopKind;
  readonly message: string;
  readonly error?: unknown;
}

/** How a rollout ended. `record` is in all of them. */
export type RolloutOutcome = {readonly record: RolloutRecord} & (
  | {readonly kind: 'promoted'; readonly by: 'us' | 'another process'}
  | {readonly kind: 'rolledBack'; readonly cause: StopCause}
  /** Stopped before the first write: nothing was changed. */
  | {readonly kind: 'notBegun'; readonly cause: StopCause}
  | {readonly kind: 'held'; readonly cause: StopCause}
  /** The first move was made and seen; whoever resumes it goes on. */
  | {readonly kind: 'detached'}
  | {
      readonly kind: 'interrupted';
      readonly signal: 'SIGINT' | 'SIGTERM';
      /** `drivenOn`: an execution drives it, and goes on. */
      readonly traffic: 'untouched' | 'restored' | 'held' | 'drivenOn';
    }
  /** It is not followed any longer, and goes on: an execution drives it. */
  | {readonly kind: 'drivenOn'; readonly why: string}
  /** AWS refused the first write: nothing was changed. */
  | {readonly kind: 'refusedByAws'; readonly error: unknown}
  /** Somebody else wrote to the alias, or deleted it; we stopped there. `by` when that was a process that resumed it. */
  | {
      readonly kind: 'takenOver';
      readonly alias?: AliasState;
      readonly reason?: string;
      readonly by?: 'another process';
    }
  /** Stable could not be given back its traffic: `repair` are the commands that do it. */
  | {
      readonly kind: 'notRestored';
      readonly cause: StopCause;
      readonly error: unknown;
      readonly repair: readonly [string, ...string[]];
      /** It was to stay where it was, and nobody can tell where that is. */
      readonly wanted?: 'held';
    }
);

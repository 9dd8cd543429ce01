import type {Judgement} from '../analysis/judgement.js';
import type {WeightChange} from '../analysis/weight-change.js';
import type {AliasState} from '../model/alias-state.js';
import type {FailureCause} from '../model/failure-cause.js';
import type {AliasRef} from '../model/function-ref.js';
import type {Version} from '../model/version.js';

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
  /** When the engine started to work on it; epoch milliseconds. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Every traffic move; the one back to stable, when there was one, has weight 0. */
  readonly weights: readonly WeightChange[];
  readonly served: {readonly stable: ServedCounts; readonly candidate: ServedCounts};
  /** Invocations the alias refused for lack of concurrency. */
  readonly throttles: number;
  /** Absent when nothing was judged. */
  readonly judgement?: Judgement;
  /** The candidate's most frequent failures, from its logs; absent when they were not asked or could not be read. */
  readonly failureCauses?: readonly FailureCause[];
}

/** Why a rollout did not go on. */
export interface StopCause {
  /**
   * `analysis`: evidence against the candidate. `inconclusive`: too little data. `incident`: stable fails too, or the
   * alias does not route as configured. `blind`: no metrics for too long. `awsFailure`: a write or read failed.
   * `abortedElsewhere`: another process gave stable all traffic. `signal`: SIGINT or SIGTERM. `bug`: ours.
   */
  readonly kind:
    | 'analysis'
    | 'inconclusive'
    | 'incident'
    | 'blind'
    | 'awsFailure'
    | 'abortedElsewhere'
    | 'signal'
    | 'bug';
  readonly message: string;
  readonly error?: unknown;
}

/** How a rollout ended. `record` is in all of them. */
export type RolloutOutcome = {readonly record: RolloutRecord} & (
  | {readonly kind: 'promoted'; readonly by: 'us' | 'another process'}
  | {readonly kind: 'rolledBack'; readonly cause: StopCause}
  | {readonly kind: 'held'; readonly cause: StopCause}
  | {
      readonly kind: 'interrupted';
      readonly signal: 'SIGINT' | 'SIGTERM';
      readonly traffic: 'untouched' | 'restored' | 'held';
    }
  /** AWS refused the first write: nothing was changed. */
  | {readonly kind: 'refusedByAws'; readonly error: unknown}
  /** Somebody else wrote to the alias, or deleted it; we stopped there. */
  | {readonly kind: 'takenOver'; readonly alias?: AliasState}
  /** Stable could not be given back its traffic: `repair` are the commands that do it. */
  | {
      readonly kind: 'notRestored';
      readonly cause: StopCause;
      readonly error: unknown;
      readonly repair: readonly string[];
    }
);

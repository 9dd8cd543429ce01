import type {Version} from '../versions/version.js';
import type {CountedMinute} from './counted-minute.js';
import type {WeightPercent} from './weight.js';

/** Requests of both versions in one minute. */
export interface MinuteOfRequests {
  /** Its start, epoch milliseconds. */
  readonly minuteMs: number;
  readonly stable: number;
  readonly candidate: number;
}

/** Percentiles of one version's durations in one minute, milliseconds. */
export interface DurationsOfMinute {
  readonly p50Ms: number;
  readonly p90Ms: number;
}

/** Where a rollout was when it was looked at, beside its judgement: for people, nothing is decided by it. Times are epoch milliseconds. */
export interface StepSample {
  readonly atMs: number;
  readonly stable: Version;
  readonly candidate: Version;
  readonly weightPercent: WeightPercent;
  /** What the candidate gets when it passes; absent while it is watched, which a promotion ends. */
  readonly nextWeightPercent?: WeightPercent;
  /** When its bake, or the watch, is over. */
  readonly bakedMs: number;
  /** When its patience is over: it has been moved, held or taken back by then. */
  readonly latestMs: number;
  /** When all of the rollout is over if nothing is extended and nothing ends early. */
  readonly finishMs: number;
  /** The newest minute with counts, which may still grow; absent without any. */
  readonly newest?: MinuteOfRequests;
  /** Calls that the alias has refused for lack of concurrency since the step began; AWS knows no version for those. */
  readonly throttles: number;
  /** Of the newest minute they are known of, where CloudWatch gives percentiles instead of counts. */
  readonly durations?: {readonly stable?: DurationsOfMinute; readonly candidate?: DurationsOfMinute};
  /**
   * Settled minutes that whoever looks has not told yet, or that have grown since, oldest first. Who remembers nothing of the look before,
   * as a tick by itself, tells those of the last half hour.
   */
  readonly minutes?: readonly CountedMinute[];
}

import type {Version} from '../model/versions/version.js';
import type {VersionMinute} from './minute/minute.js';
import type {SideCounts} from './minute/paired-minute.js';

/** Calls an alias refused in one minute for lack of concurrency; AWS knows no version for those. */
export interface ThrottleCount {
  readonly minuteMs: number;
  readonly throttles: number;
}

/** Durations of stable, in milliseconds, that 75, 90 and 99 % of its invocations stayed below before the rollout. */
export interface SlowThresholds {
  /** Absent where there were too few invocations to know it. */
  readonly p75Ms?: number;
  readonly p90Ms?: number;
  readonly p99Ms?: number;
  /** Invocations they rest on. */
  readonly invocations: number;
}

/** A point of the grid by its name, and the duration beyond which it calls a request slow, milliseconds. */
export interface SlowThreshold {
  readonly name: string;
  readonly thresholdMs: number;
}

/** Invocations of one version in one minute and how many took longer than each threshold, by its name. */
export interface SlowMinute {
  readonly minuteMs: number;
  readonly version: Version;
  readonly invocations: number;
  readonly above: Readonly<Record<string, number>>;
}

/** Percentiles of one version's durations in one minute, milliseconds. */
export interface PercentileMinute {
  readonly minuteMs: number;
  readonly version: Version;
  readonly invocations: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
}

/** Durations as CloudWatch gives them: counts beyond a threshold, or only percentiles. */
export type LatencyMinutes =
  | {readonly kind: 'counts'; readonly minutes: readonly SlowMinute[]}
  | {readonly kind: 'percentiles'; readonly minutes: readonly PercentileMinute[]};

/** Asynchronous events of a function in one minute: how many came, and how many were dropped or could not be parked. */
export interface EventMinute {
  readonly minuteMs: number;
  readonly received: number;
  readonly lost: number;
}

/** What a stage of an API answered, by the minute. */
export interface StageReading {
  /** See stageName. */
  readonly name: string;
  readonly minutes: readonly StageMinute[];
}

/** Requests of a stage in one minute, and how many of them were answered with 500 or more. */
export interface StageMinute {
  readonly minuteMs: number;
  readonly requests: number;
  readonly serverErrors: number;
}

/** An alarm as it stands; one that CloudWatch does not know any more is MISSING. */
export interface AlarmReading {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'MISSING';
  /** When it went to this state, epoch milliseconds. */
  readonly sinceMs?: number;
  /** CloudWatch's own words. */
  readonly reason?: string;
  /** Present when CloudWatch does not really evaluate it, or not on all of its data: then its state says little. */
  readonly evaluation?: 'PARTIAL_DATA' | 'EVALUATION_ERROR' | 'EVALUATION_FAILURE';
}

/** Points of one watched metric, oldest first, from before the rollout on. */
export interface MetricReading {
  readonly name: string;
  readonly points: readonly {readonly atMs: number; readonly value: number}[];
}

/** Counts of one pair by minute and version: all as `invocations`, bad ones as `errors`. */
export interface PairReading {
  readonly name: string;
  readonly minutes: readonly VersionMinute[];
}

/** What was so before the rollout; the same for every process that asks. */
export interface ReadingsBefore {
  readonly invocations: number;
  readonly throttles: number;
  /** Stable's whole minutes, for what it may be expected to do again. */
  readonly stable?: readonly SideCounts[];
  /** The function writes no zeros; see isSparse. */
  readonly sparse?: boolean;
  /** See samplesTell: what the function's own history says of it. */
  readonly samplesTell?: boolean;
  readonly thresholds?: SlowThresholds;
  readonly events?: readonly EventMinute[];
  readonly apiStages?: readonly StageReading[];
  readonly pairs?: readonly PairReading[];
}

/** Everything that is looked at beside invocations and errors; what was not asked for is absent. */
export interface SignalReadings {
  readonly before: ReadingsBefore;
  readonly throttles: readonly ThrottleCount[];
  readonly latency?: LatencyMinutes;
  readonly events?: readonly EventMinute[];
  readonly apiStages?: readonly StageReading[];
  readonly alarms?: readonly AlarmReading[];
  readonly metrics?: readonly MetricReading[];
  readonly pairs?: readonly PairReading[];
}

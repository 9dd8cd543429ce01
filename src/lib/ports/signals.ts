import type {CountPair, WatchedMetric, WatchedStage} from '../analysis/settings.js';
import type {
  AlarmReading,
  EventMinute,
  LatencyMinutes,
  MetricReading,
  PairReading,
  SlowThreshold,
  SlowThresholds,
  StageReading,
} from '../analysis/signal-readings.js';
import type {AliasRef} from '../model/function/ref.js';
import type {Version} from '../model/versions/version.js';

/** Whole minutes, epoch milliseconds, start inclusive, end exclusive. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What CloudWatch knows beside invocations and errors. All throw AwsError; what is not there is absent, not zero. */
export interface SignalsPort {
  /** The durations that 75, 90 and 99 % of a version's invocations stayed below over one span; by alias and version. */
  readThresholds(
    query: AliasRef & {readonly version: Version} & TimeSpan,
    signal?: AbortSignal,
  ): Promise<SlowThresholds>;
  /** Durations by minute against thresholds; percentiles where CloudWatch does not count values. */
  readLatency(
    query: AliasRef & {readonly versions: readonly Version[]; readonly thresholds: readonly SlowThreshold[]} & TimeSpan,
    signal?: AbortSignal,
  ): Promise<LatencyMinutes>;
  /** Asynchronous events of the whole function: AWS counts them by no version. */
  readEvents(query: {readonly functionName: string} & TimeSpan, signal?: AbortSignal): Promise<readonly EventMinute[]>;
  /** What stages of APIs answered, in that order: API Gateway counts it for no version. */
  readStages(stages: readonly WatchedStage[], span: TimeSpan, signal?: AbortSignal): Promise<readonly StageReading[]>;
  /** Every metric asked for, in that order, with the points it has. */
  readMetrics(
    metrics: readonly WatchedMetric[],
    span: TimeSpan,
    signal?: AbortSignal,
  ): Promise<readonly MetricReading[]>;
  /** Both counts of every pair, by minute and version, in that order; a point that is not there is absent. */
  readPairs(
    query: {readonly pairs: readonly CountPair[]; readonly versions: readonly Version[]} & TimeSpan,
    signal?: AbortSignal,
  ): Promise<readonly PairReading[]>;
  /** Metric, composite and log alarms by name, in that order; a name that CloudWatch does not know is MISSING. */
  readAlarms(names: readonly string[], signal?: AbortSignal): Promise<readonly AlarmReading[]>;
}

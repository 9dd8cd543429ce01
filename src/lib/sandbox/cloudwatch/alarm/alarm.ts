import type {MetricQuery} from '../metric-queries.js';
import type {AlarmRule} from './alarm-rule.js';
import type {AlarmState} from './alarm-state.js';

export type AlarmType = 'MetricAlarm' | 'CompositeAlarm';

export const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
export const MISSING_DATA = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** What a metric alarm compares, and how. */
export interface MetricCondition {
  readonly queries: readonly MetricQuery[];
  readonly periodSeconds: number;
  /** As the reason's data tells it; absent on metric math. */
  readonly statistic: string | undefined;
  readonly unit: string | undefined;
  readonly comparison: (typeof COMPARISONS)[number];
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: (typeof MISSING_DATA)[number];
}

/** A state, and why. */
export interface StateReason {
  readonly state: AlarmState;
  readonly reason: string;
  readonly reasonData?: string | undefined;
}

export type Condition =
  | {readonly type: 'MetricAlarm'; readonly metric: MetricCondition}
  | {readonly type: 'CompositeAlarm'; readonly rule: AlarmRule};

export interface Alarm {
  readonly name: string;
  readonly arn: string;
  /** As put, so that what was set is read back; states and times are merged over it. */
  settings: Readonly<Record<string, unknown>>;
  condition: Condition;
  configuredAt: Date;
  readonly tags: Map<string, string>;
  actionsEnabled: boolean;
  current: StateReason;
  updatedAt: Date;
  transitionedAt: Date;
}

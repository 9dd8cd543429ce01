import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import {Alarms} from '../../../src/lib/sandbox/cloudwatch/alarm/alarms.js';
import type {MetricDatum} from '../../../src/lib/sandbox/cloudwatch/metric.js';
import {MetricFaults} from '../../../src/lib/sandbox/cloudwatch/metric-faults.js';
import {MetricsStore} from '../../../src/lib/sandbox/cloudwatch/metrics-store.js';

/** A clock that stands where the test put it. */
export class StandingClock extends SandboxClock {
  nowMs: number;

  constructor(nowMs: number) {
    super({speed: 1, originMs: 0});
    this.nowMs = nowMs;
  }

  override now(): number {
    return this.nowMs;
  }
}

/** 2026-11-21T10:00:00Z; data lies in the minutes before. */
export const NOW_MS = Date.UTC(2026, 10, 21, 10);
export const MINUTE_MS = 60_000;

export const ALIAS_VERSION = [
  {name: 'FunctionName', value: 'checkout'},
  {name: 'Resource', value: 'checkout:live'},
  {name: 'ExecutedVersion', value: '7'},
];
export const ALIAS_VERSION_INPUT = ALIAS_VERSION.map(({name, value}) => ({Name: name, Value: value}));

/** One measurement of version 7, `minutesAgo` before NOW_MS. */
export function aDatum(
  metricName: string,
  minutesAgo: number,
  value: number,
  overrides: Partial<MetricDatum> = {},
): MetricDatum {
  const timestampMs = NOW_MS - minutesAgo * MINUTE_MS;
  return {
    namespace: 'AWS/Lambda',
    metricName,
    dimensions: ALIAS_VERSION,
    timestampMs,
    value,
    unit: 'Count',
    ...overrides,
  };
}

/** A store at NOW_MS without delay. */
export function aStore(data: readonly MetricDatum[] = [], delayMs = 0) {
  const clock = new StandingClock(NOW_MS);
  const faults = new MetricFaults();
  const store = new MetricsStore(clock, {delayMs, faults});
  store.record(data);
  const alarms = new Alarms({place: {region: 'eu-west-1', accountId: '111111111111'}, clock, metrics: store});
  return {clock, store, faults, alarms};
}

import type {SandboxClock} from '../../clock.js';
import {MetricQueries} from '../metric-queries.js';
import type {MetricsStore} from '../metrics-store.js';
import type {Alarm, MetricCondition, StateReason} from './alarm.js';
import {type AlarmRule, alarmsIn, holds} from './alarm-rule.js';
import type {AlarmState} from './alarm-state.js';
import {judgeDatapoints, type PeriodValue} from './judge-datapoints.js';
import {longTime, stateReason} from './state-reason.js';

const MINUTE_MS = 60_000;
// How much further back than its periods an alarm looks: CloudWatch's example has 5 for 3, and there is no formula.
const EXTRA_PERIODS = 2;

/** The state a metric alarm has now by its data; undefined = as it was. Periods end with the last whole minute. */
export function evaluateMetricAlarm(
  store: MetricsStore,
  clock: SandboxClock,
  condition: MetricCondition,
  before: AlarmState,
): StateReason | undefined {
  const nowMs = clock.now();
  const judgement = judgeDatapoints(evaluationRange(store, clock, condition), condition);
  const {state} = judgement;
  return state === undefined ? undefined : stateReason({...judgement, state}, condition, before, nowMs);
}

function evaluationRange(store: MetricsStore, clock: SandboxClock, condition: MetricCondition): readonly PeriodValue[] {
  const periodMs = Math.max(condition.periodSeconds * 1000, MINUTE_MS);
  const toMs = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  const count = condition.evaluationPeriods + EXTRA_PERIODS;
  const fromMs = toMs - count * periodMs;
  const [result] = new MetricQueries(store, clock, condition.queries, {fromMs, toMs}).results();
  const values = new Map(result?.points.map(({timestampMs, value}) => [timestampMs, value]));
  return Array.from({length: count}, (_, index) => {
    const atMs = fromMs + index * periodMs;
    return {atMs, value: values.get(atMs)};
  });
}

/** The state of a composite alarm by those of its children, and which of them it is told to come from. */
export function evaluateComposite(
  rule: AlarmRule,
  find: (name: string) => Alarm | undefined,
  created: string | undefined,
): StateReason {
  const state: AlarmState = holds(rule, (name) => find(name)?.current.state) ? 'ALARM' : 'OK';
  const children = alarmsIn(rule).flatMap((name) => find(name) ?? []);
  const newest = children.toSorted((a, b) => b.transitionedAt.getTime() - a.transitionedAt.getTime())[0];
  const reason =
    created !== undefined || !newest
      ? `${created ?? 'The alarm'} was created and its alarm rule evaluates to ${state}`
      : `${newest.arn} transitioned to ${newest.current.state} at ${spokenTime(newest.transitionedAt)}`;
  const triggeringAlarms = children
    .filter(({current}) => current.state === 'ALARM')
    .map(({arn, current, transitionedAt}) => ({
      arn,
      state: {value: current.state, timestamp: longTime(transitionedAt.getTime())},
    }));
  return {state, reason, reasonData: JSON.stringify({triggeringAlarms})};
}

/** Friday 22 July, 2022 15:57:45 UTC */
function spokenTime(date: Date): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', {timeZone: 'UTC', ...options}).format(date);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${part({weekday: 'long'})} ${day} ${part({month: 'long'})}, ${date.getUTCFullYear()} ${time} UTC`;
}

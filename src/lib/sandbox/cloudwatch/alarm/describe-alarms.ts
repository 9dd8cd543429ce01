import * as z from 'zod';
import {dimensions, integer, parseInput} from '../input.js';
import {formatPageToken, parsePageToken} from '../page-token.js';
import {invalidParameterCombination} from '../service-error.js';
import type {Alarm} from './alarm.js';
import {STATES} from './alarm-state.js';

const describeSchema = z.object({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: z.array(z.string()).default(['MetricAlarm']),
  StateValue: z.enum(STATES).optional(),
  ActionPrefix: z.string().optional(),
  MaxRecords: integer.pipe(z.number().min(1).max(100)).default(50),
  NextToken: z.string().optional(),
});
const ofMetricSchema = z.object({
  Namespace: z.string().min(1),
  MetricName: z.string().min(1),
  Dimensions: dimensions,
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Period: integer.optional(),
  Unit: z.string().optional(),
});

/** DescribeAlarms. Without AlarmTypes only metric alarms; names nobody knows are left out without a word, as CloudWatch does. */
export function describeAlarms(alarms: readonly Alarm[], input: unknown) {
  const request = parseInput(describeSchema, input);
  if (request.AlarmNames && request.AlarmNamePrefix !== undefined) {
    throw invalidParameterCombination('AlarmNames and AlarmNamePrefix cannot be used together.');
  }
  const matching = alarms
    .filter((alarm) => request.AlarmTypes.includes(alarm.condition.type))
    .filter((alarm) => !request.AlarmNames?.length || request.AlarmNames.includes(alarm.name))
    .filter((alarm) => alarm.name.startsWith(request.AlarmNamePrefix ?? ''))
    .filter((alarm) => request.StateValue === undefined || alarm.current.state === request.StateValue)
    .filter(({settings}) => hasAction(settings, request.ActionPrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const [from = 0] = parsePageToken(request.NextToken, 1);
  const page = matching.slice(from, from + request.MaxRecords);
  const ofType = (type: string) => page.filter(({condition}) => condition.type === type).map(toOutput);
  return {
    MetricAlarms: ofType('MetricAlarm'),
    CompositeAlarms: ofType('CompositeAlarm'),
    ...(from + page.length < matching.length ? {NextToken: formatPageToken(from + page.length)} : {}),
  };
}

/** DescribeAlarmsForMetric: alarms on exactly this metric; those on metric math are never told. */
export function describeAlarmsForMetric(alarms: readonly Alarm[], input: unknown) {
  const {Dimensions: wanted, ...members} = parseInput(ofMetricSchema, input);
  const key = (list: unknown) =>
    parseInput(dimensions, list ?? [])
      .map(({name, value}) => `${name}\u0000${value}`)
      .sort()
      .join('\u0001');
  const wantedKey = key(wanted.map(({name, value}) => ({Name: name, Value: value})));
  const matching = alarms.filter(
    ({settings}) =>
      settings.MetricName !== undefined &&
      Object.entries(members).every(([name, value]) => value === undefined || settings[name] === value) &&
      key(settings.Dimensions) === wantedKey,
  );
  return {MetricAlarms: matching.map(toOutput)};
}

function hasAction(settings: Alarm['settings'], prefix: string | undefined): boolean {
  if (prefix === undefined) return true;
  const lists = [settings.OKActions, settings.AlarmActions, settings.InsufficientDataActions];
  return lists.flat().some((action) => String(action).startsWith(prefix));
}

function toOutput(alarm: Alarm): Record<string, unknown> {
  const {state, reason, reasonData} = alarm.current;
  return {
    ...alarm.settings,
    ActionsEnabled: alarm.actionsEnabled,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
    StateValue: state,
    StateReason: reason,
    ...(reasonData === undefined ? {} : {StateReasonData: reasonData}),
    StateUpdatedTimestamp: alarm.updatedAt,
    StateTransitionedTimestamp: alarm.transitionedAt,
  };
}

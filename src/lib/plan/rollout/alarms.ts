import type {AlarmReading} from '../../analysis/signal-readings.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {Refusal} from '../refusal.js';
import type {PlanWarning} from './plan.js';

/** An alarm that is not there would never go red: a slip of the pen must not pass for health. */
export function alarmRefusals(alarms: readonly AlarmReading[]): readonly Refusal[] {
  return alarms
    .filter(({state}) => state === 'MISSING')
    .map(({name}) => ({
      code: 'ALARM_NOT_FOUND',
      message: `There is no CloudWatch alarm ${name} in this account and region, or the caller may not see it.`,
      suggestions: [
        'See the names: aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm --query "[MetricAlarms,CompositeAlarms][].AlarmName"',
        'A composite alarm is only shown to a caller that has cloudwatch:DescribeAlarms on *.',
      ],
      details: {alarm: name},
    }));
}

/** Alarms that would say nothing of the candidate: what is red already, and what CloudWatch does not evaluate. */
export function alarmWarnings(alarms: readonly AlarmReading[]): readonly PlanWarning[] {
  return [...redBefore(alarms), ...unevaluatedAlarms(alarms)];
}

/** Alarms of which this is news: what was known of them at the look before is not told again. */
export function newlyUnevaluated(
  alarms: readonly AlarmReading[],
  before: readonly AlarmReading[] = [],
): readonly PlanWarning[] {
  const wasSo = ({name, evaluation}: AlarmReading) =>
    before.some((each) => each.name === name && each.evaluation === evaluation);
  return unevaluatedAlarms(alarms.filter((alarm) => !wasSo(alarm)));
}

/** An alarm that cannot be evaluated keeps the state it had, green for example, whatever happens. */
export function unevaluatedAlarms(alarms: readonly AlarmReading[]): readonly PlanWarning[] {
  return alarms.flatMap(({name, state, evaluation}) => {
    if (evaluation === undefined) return [];
    const message =
      evaluation === 'PARTIAL_DATA'
        ? `Alarm ${name} is evaluated on a part of its data only: it may stay ${state} although it should not.`
        : `Alarm ${name} is not evaluated (${evaluation}): it stays ${state} whatever happens.`;
    return [
      {
        code: 'ALARM_NOT_EVALUATED',
        message: `${message} See why: aws cloudwatch describe-alarms --alarm-names ${shellQuoted(name)}`,
      },
    ];
  });
}

/** An alarm that is red already would block the release that mends the fault. */
function redBefore(alarms: readonly AlarmReading[]): readonly PlanWarning[] {
  return alarms
    .filter(({state}) => state === 'ALARM')
    .map(({name}) => ({
      code: 'ALARM_RED_BEFORE',
      message: `Alarm ${name} is red already: it is evidence of nothing, unless it recovers and goes red again.`,
    }));
}

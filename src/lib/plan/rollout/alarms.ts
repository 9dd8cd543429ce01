import type {AlarmReading} from '../../analysis/signal-readings.js';
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

/** An alarm that is red already says nothing about the candidate, and would block the release that mends the fault. */
export function alarmWarnings(alarms: readonly AlarmReading[]): readonly PlanWarning[] {
  return alarms
    .filter(({state}) => state === 'ALARM')
    .map(({name}) => ({
      code: 'ALARM_RED_BEFORE',
      message: `Alarm ${name} is red already: it is evidence of nothing, unless it recovers and goes red again.`,
    }));
}

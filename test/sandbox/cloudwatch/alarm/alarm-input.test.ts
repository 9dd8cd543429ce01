import {expect, test} from 'vitest';
import {ALIAS_VERSION_INPUT, aStore} from '../metrics-fixture.js';

const ERRORS = {
  AlarmName: 'errors',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: ALIAS_VERSION_INPUT,
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
};

function anAlarm(change: object = {}) {
  const {alarms} = aStore();
  alarms.putMetricAlarm({...ERRORS, ...change});
  return alarms;
}

test.each([
  ['no metric', {MetricName: undefined}, 'MetricName, Namespace and Period'],
  ['no threshold', {Threshold: undefined}, 'Threshold is required'],
  ['two statistics', {ExtendedStatistic: 'p90'}, 'Exactly one of Statistic and ExtendedStatistic'],
  ['an unknown statistic', {Statistic: undefined, ExtendedStatistic: 'p101'}, 'p101'],
  ['a period of 90 seconds', {Period: 90}, '10, 20, 30 or a multiple of 60'],
  ['more than a day', {Period: 1800, EvaluationPeriods: 49}, 'more than 1 day'],
  ['more than N datapoints', {DatapointsToAlarm: 2}, 'less than or equal to EvaluationPeriods'],
  ['both kinds of metric', {Metrics: [{Id: 'a', Expression: 'TIME_SERIES(1)'}]}, 'mutually exclusive'],
])('%s is refused', (_, change, message) => {
  expect(() => anAlarm(change)).toThrow(message);
});

test.each([
  ['an unknown child', 'ALARM(nobody)', 'alarms [nobody] in the alarm rule do not exist'],
  ['a circle', 'ALARM(all)', 'cycle'],
])('a composite alarm with %s is refused', (_, AlarmRule, message) => {
  const alarms = anAlarm();
  alarms.putCompositeAlarm({AlarmName: 'all', AlarmRule: 'ALARM(errors)'});
  expect(() => alarms.putCompositeAlarm({AlarmName: 'all', AlarmRule})).toThrow(message);
});

import {expect, test} from 'vitest';
import type {MetricCondition} from '../../../../src/lib/sandbox/cloudwatch/alarm/alarm.js';
import {judgeDatapoints} from '../../../../src/lib/sandbox/cloudwatch/alarm/judge-datapoints.js';

/** `0 - X` is a good, a missing and a breaching period, oldest first. */
function judge(range: string, condition: Partial<MetricCondition>) {
  const values = range.split(' ').map((sign, index) => ({
    atMs: index * 60_000,
    value: sign === '-' ? undefined : sign === 'X' ? 1 : 0,
  }));
  return judgeDatapoints(values, {
    queries: [],
    periodSeconds: 60,
    statistic: 'Sum',
    unit: undefined,
    comparison: 'GreaterThanThreshold',
    threshold: 0,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    missingData: 'missing',
    ...condition,
  });
}

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const kept = undefined;

// Both tables of the CloudWatch User Guide, alarms-and-missing-data.
test.each([
  [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  [3, '- - - - -', 'INSUFFICIENT_DATA', kept, 'ALARM', 'OK'],
  [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [3, '- - X - -', 'ALARM', kept, 'ALARM', 'OK'],
  [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - X -', 'ALARM', kept, 'ALARM', 'OK'],
])('%d of 3: %s', (datapointsToAlarm, range, ...expected) => {
  const states = treatments.map((missingData) => judge(range, {datapointsToAlarm, missingData}).state);
  expect(states).toEqual(expected);
});

test.each([
  ['GreaterThanThreshold', false, false, true],
  ['GreaterThanOrEqualToThreshold', false, true, true],
  ['LessThanThreshold', true, false, false],
  ['LessThanOrEqualToThreshold', true, true, false],
] as const)('%s', (comparison, ...expected) => {
  const alarms = [2, 1, 0].map((threshold) => {
    const condition = {comparison, threshold, evaluationPeriods: 1, datapointsToAlarm: 1};
    return judge('X', condition).state === 'ALARM';
  });
  expect(alarms).toEqual(expected);
});

import {expect, test} from 'vitest';
import {describeAlarms, describeAlarmsForMetric} from '../../../../src/lib/sandbox/cloudwatch/alarm/describe-alarms.js';
import {ALIAS_VERSION_INPUT, aDatum, aStore, MINUTE_MS, NOW_MS} from '../metrics-fixture.js';

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

/** An alarm at work; `minute` lets one pass in which the metric is as given, and tells state and reason. */
function anAlarm(change: object = {}) {
  const at = aStore();
  at.alarms.putMetricAlarm({...ERRORS, ...change});
  const state = (name = 'errors') => {
    const alarm = at.alarms.list().find((each) => each.name === name);
    return `${alarm?.current.state}: ${alarm?.current.reason}`;
  };
  const minute = (...errors: number[]) => {
    at.store.record(errors.map((value) => aDatum('Errors', 0, value, {timestampMs: at.clock.nowMs})));
    at.clock.nowMs += MINUTE_MS;
    return state();
  };
  return {...at, state, minute};
}

test('an alarm follows its metric, and says why in the words of CloudWatch', () => {
  const at = anAlarm();
  expect(at.state()).toBe('INSUFFICIENT_DATA: Unchecked: Initial alarm creation');
  expect(at.minute()).toBe('INSUFFICIENT_DATA: Insufficient Data: 1 datapoint was unknown.');
  expect(at.minute(0)).toBe(
    'OK: Threshold Crossed: 1 datapoint [0.0 (21/11/26 10:01:00)] was not greater than the threshold (0.0).',
  );
  expect(at.minute(1, 1)).toBe(
    'ALARM: Threshold Crossed: 1 out of the last 1 datapoints [2.0 (21/11/26 10:02:00)] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).',
  );
  expect(at.minute(0)).toBe(
    'OK: Threshold Crossed: 1 out of the last 1 datapoints [0.0 (21/11/26 10:03:00)] was not greater than the threshold (0.0) (minimum 1 datapoint for ALARM -> OK transition).',
  );
});

test.each([
  [
    'breaching',
    'ALARM: Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
  ],
  [
    'notBreaching',
    'OK: Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [NonBreaching].',
  ],
  ['missing', 'INSUFFICIENT_DATA: Insufficient Data: 2 datapoints were unknown.'],
  ['ignore', 'INSUFFICIENT_DATA: Unchecked: Initial alarm creation'],
])('without data and with %s', (TreatMissingData, expected) => {
  expect(anAlarm({TreatMissingData, EvaluationPeriods: 2}).minute()).toBe(expected);
});

test('M of N, and real datapoints that are older than N periods', () => {
  const at = anAlarm({EvaluationPeriods: 3, DatapointsToAlarm: 2});
  expect([at.minute(1), at.minute(0), at.minute(1)].map((text) => text.split(':')[0])).toEqual(['OK', 'OK', 'ALARM']);
  expect(at.state()).toContain(
    '2 out of the last 3 datapoints [1.0 (21/11/26 10:02:00), 1.0 (21/11/26 10:00:00)] were greater than the threshold (0.0) (minimum 2 datapoints for OK -> ALARM transition)',
  );
  // Two minutes without traffic change nothing: the older ones count on.
  expect([at.minute(), at.minute()].map((text) => text.split(':')[0])).toEqual(['ALARM', 'ALARM']);
});

test('metric math, and statistics over longer periods', () => {
  const metric = (MetricName: string) => ({
    MetricStat: {
      Metric: {Namespace: 'AWS/Lambda', MetricName, Dimensions: ALIAS_VERSION_INPUT},
      Period: 60,
      Stat: 'Sum',
    },
    ReturnData: false,
  });
  const {Namespace: _n, MetricName: _m, Dimensions: _d, Statistic: _s, Period: _p, ...rest} = ERRORS;
  const at = aStore();
  at.alarms.putMetricAlarm({
    ...rest,
    Threshold: 5,
    Metrics: [
      {Id: 'rate', Expression: '100 * errors / calls'},
      {Id: 'errors', ...metric('Errors')},
      {Id: 'calls', ...metric('Invocations')},
    ],
  });
  at.alarms.putMetricAlarm({
    ...ERRORS,
    AlarmName: 'slow',
    MetricName: 'Duration',
    Statistic: undefined,
    ExtendedStatistic: 'tm95',
    Period: 300,
    Threshold: 47,
  });
  const minutes = (count: number, errors: number) => {
    for (let minute = 0; minute < count; minute++) {
      at.store.record([
        aDatum('Errors', 0, errors, {timestampMs: at.clock.nowMs}),
        aDatum('Invocations', 0, 100, {timestampMs: at.clock.nowMs}),
        ...Array.from({length: 100}, (_, value) => aDatum('Duration', 0, value + 1, {timestampMs: at.clock.nowMs})),
      ]);
      at.clock.nowMs += MINUTE_MS;
    }
    return at.alarms.list().map(({name, current}) => [name, current.state]);
  };
  expect(minutes(5, 5)).toEqual([
    ['errors', 'OK'],
    ['slow', 'ALARM'],
  ]);
  expect(minutes(1, 6)[0]).toEqual(['errors', 'ALARM']);
});

test('a composite alarm follows its children, and stays where SetAlarmState put it until one moves', () => {
  const at = anAlarm();
  at.minute(0);
  at.alarms.putCompositeAlarm({AlarmName: 'all', AlarmRule: 'ALARM(errors)'});
  expect(at.state('all')).toMatch(/^OK: arn:aws:cloudwatch:eu-west-1:111111111111:alarm:all was created/);
  at.minute(1);
  expect(at.state('all')).toBe(
    'ALARM: arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors transitioned to ALARM at Saturday 21 November, 2026 10:02:00 UTC',
  );
  at.alarms.setAlarmState({AlarmName: 'all', StateValue: 'OK', StateReason: 'by hand'});
  at.minute(1);
  expect(at.state('all')).toBe('OK: by hand');
  at.minute(0);
  at.minute(1);
  expect(at.state('all')).toMatch(/^ALARM/);
  expect(() => at.alarms.deleteAlarms({AlarmNames: ['errors']})).toThrow('composite alarm(s) depending on it');
  at.alarms.deleteAlarms({AlarmNames: ['errors', 'all']});
  expect(at.alarms.list()).toEqual([]);
});

test('SetAlarmState of a metric alarm lasts until the next minute', () => {
  const at = anAlarm();
  at.minute(0);
  at.alarms.setAlarmState({AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'by hand'});
  expect(at.state()).toBe('ALARM: by hand');
  expect(at.minute(0)).toMatch(/^OK/);
});

test('history tells creations and moves, newest first, and of composite alarms only when asked', () => {
  const at = anAlarm();
  at.minute(0);
  at.alarms.putCompositeAlarm({AlarmName: 'all', AlarmRule: 'ALARM(errors)'});
  at.minute(1);
  const summaries = (input: object) =>
    at.alarms.history.describe(input).AlarmHistoryItems.map((item) => item.HistorySummary);
  expect(summaries({AlarmName: 'errors'})).toEqual([
    'Alarm updated from OK to ALARM',
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Alarm "errors" created',
  ]);
  expect(
    summaries({AlarmTypes: ['CompositeAlarm'], HistoryItemType: 'StateUpdate', ScanBy: 'TimestampAscending'}),
  ).toEqual(['Alarm updated from INSUFFICIENT_DATA to OK', 'Alarm updated from OK to ALARM']);
  expect(summaries({StartDate: new Date(NOW_MS + 2 * MINUTE_MS)})).toEqual(['Alarm updated from OK to ALARM']);
});

test('alarms are found by their metric, and their actions switched', () => {
  const at = anAlarm({AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:page']});
  const found = (change: object) =>
    describeAlarmsForMetric(at.alarms.list(), {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [...ALIAS_VERSION_INPUT].reverse(),
      ...change,
    }).MetricAlarms;
  expect(found({})).toHaveLength(1);
  expect(found({Statistic: 'Sum', Period: 60})).toHaveLength(1);
  expect(found({Statistic: 'Average'})).toEqual([]);
  expect(found({Dimensions: []})).toEqual([]);
  at.alarms.switchActions({AlarmNames: ['errors']}, false);
  expect(describeAlarms(at.alarms.list(), {ActionPrefix: 'arn:aws:sns'}).MetricAlarms).toMatchObject([
    {ActionsEnabled: false},
  ]);
  expect(() => at.alarms.switchActions({AlarmNames: ['nobody']}, true)).toThrow('nobody does not exist');
});

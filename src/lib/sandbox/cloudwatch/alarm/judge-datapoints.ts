import type {MetricCondition} from './alarm.js';
import type {AlarmState} from './alarm-state.js';

/** A period and its value; undefined = missing. */
export interface PeriodValue {
  readonly atMs: number;
  readonly value: number | undefined;
}

export interface Judgement {
  /** Undefined = as it was. */
  readonly state: AlarmState | undefined;
  /** The real datapoints that counted, newest first. */
  readonly evaluated: readonly {readonly atMs: number; readonly value: number}[];
  readonly breaching: readonly {readonly atMs: number; readonly value: number}[];
  /** Missing ones that had to be filled in. */
  readonly filled: number;
}

const COMPARE: Readonly<Record<MetricCondition['comparison'], (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * What the periods of an evaluation range, oldest first, say of an alarm. The newest N real datapoints count, also older
 * ones than the last N periods; what is then still missing is filled in as the alarm says. An alarm that leaves missing
 * data alone goes to ALARM once all there is breaches and the oldest of it is M periods old (CloudWatch User Guide,
 * alarms-and-missing-data; its tables are the tests).
 */
export function judgeDatapoints(range: readonly PeriodValue[], condition: MetricCondition): Judgement {
  const {evaluationPeriods, datapointsToAlarm, missingData} = condition;
  const breaches = ({value}: {readonly value: number}) => COMPARE[condition.comparison](value, condition.threshold);
  const newestFirst = range.toReversed();
  const evaluated = newestFirst
    .flatMap(({atMs, value}) => (value === undefined ? [] : [{atMs, value}]))
    .slice(0, evaluationPeriods);
  const breaching = evaluated.filter(breaches);
  const filled = evaluationPeriods - evaluated.length;
  const judgement = {evaluated, breaching, filled};
  if (breaching.length >= datapointsToAlarm) return {...judgement, state: 'ALARM'};
  if (filled === 0) return {...judgement, state: 'OK'};
  if (missingData === 'breaching') {
    return {...judgement, state: breaching.length + filled >= datapointsToAlarm ? 'ALARM' : 'OK'};
  }
  if (missingData === 'notBreaching') return {...judgement, state: 'OK'};
  if (evaluated.length === 0) {
    return {...judgement, state: missingData === 'ignore' ? undefined : 'INSUFFICIENT_DATA'};
  }
  if (breaching.length < evaluated.length) return {...judgement, state: 'OK'};
  // All there is breaches, and it is too little of it.
  if (missingData === 'ignore') return {...judgement, state: undefined};
  const oldestAge = newestFirst.findLastIndex(({value}) => value !== undefined) + 1;
  return {...judgement, state: oldestAge >= datapointsToAlarm ? 'ALARM' : 'OK'};
}

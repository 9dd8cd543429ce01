import type {MetricCondition, StateReason} from './alarm.js';
import type {AlarmState} from './alarm-state.js';
import type {Judgement} from './judge-datapoints.js';

const COMPARED: Readonly<Record<MetricCondition['comparison'], string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};
// More datapoints than this are counted, and only the newest told.
const TOLD = 5;

/** State and reason in CloudWatch's words, as its notifications have been quoted since 2018. `before` is the state it had. */
export function stateReason(
  judgement: Judgement & {readonly state: AlarmState},
  condition: MetricCondition,
  before: AlarmState,
  nowMs: number,
): StateReason {
  const reason = textOf(judgement, condition, before);
  return {state: judgement.state, reason, reasonData: reasonData(judgement, condition, nowMs)};
}

function textOf(judgement: Judgement & {readonly state: AlarmState}, condition: MetricCondition, before: AlarmState) {
  const {state, evaluated, filled} = judgement;
  const {evaluationPeriods: periods} = condition;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(periods, 'datapoint')} ${wereOf(periods)} unknown.`;
  }
  const {missingData} = condition;
  const isFilled = missingData === 'breaching' || missingData === 'notBreaching';
  const filling = `${counted(filled, 'missing datapoint')} ${wereOf(filled)} treated as [${missingData === 'breaching' ? 'Breaching' : 'NonBreaching'}]`;
  if (evaluated.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${counted(periods, 'period')} and ${filling}.`;
  }
  return `Threshold Crossed: ${comparisonText(judgement, condition, before)}${isFilled && filled > 0 ? ` and ${filling}` : ''}.`;
}

function comparisonText(
  {state, evaluated, breaching}: Judgement,
  condition: MetricCondition,
  before: AlarmState,
): string {
  const {evaluationPeriods: periods, datapointsToAlarm, threshold} = condition;
  const isAlarm = state === 'ALARM';
  const crossed = isAlarm ? breaching : evaluated.filter((point) => !breaching.includes(point));
  const than = `${isAlarm ? '' : 'not '}${COMPARED[condition.comparison]} the threshold (${javaDouble(threshold)})`;
  if (before === state || (!isAlarm && before !== 'ALARM')) {
    return `${counted(crossed.length, 'datapoint')} ${listed(crossed)} ${wereOf(crossed.length)} ${than}`;
  }
  const needed = isAlarm ? datapointsToAlarm : periods - datapointsToAlarm + 1;
  const transition = `(minimum ${counted(needed, 'datapoint')} for ${isAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`;
  const share = `${crossed.length} out of the last ${periods} datapoints`;
  if (crossed.length > TOLD) {
    const newest = `The most recent datapoints which crossed the threshold: ${listed(crossed.slice(0, TOLD))}`;
    return `${share} were ${than}. ${newest} ${transition}`;
  }
  return `${share} ${listed(crossed)} ${wereOf(crossed.length)} ${than} ${transition}`;
}

function listed(points: Judgement['evaluated']): string {
  return `[${points.map(({atMs, value}) => `${javaDouble(value)} (${shortTime(atMs)})`).join(', ')}]`;
}

function reasonData({evaluated}: Judgement, condition: MetricCondition, nowMs: number): string {
  const {statistic, unit, periodSeconds, threshold} = condition;
  const oldest = evaluated.at(-1);
  return JSON.stringify({
    version: '1.0',
    queryDate: longTime(nowMs),
    ...(oldest && {startDate: longTime(oldest.atMs)}),
    ...(unit !== undefined && {unit}),
    ...(statistic !== undefined && {statistic}),
    period: periodSeconds,
    recentDatapoints: evaluated.map(({value}) => value).reverse(),
    threshold,
    evaluatedDatapoints: evaluated.map(({atMs, value}) => ({timestamp: longTime(atMs), value})),
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function wereOf(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** dd/mm/yy hh:mm:ss */
function shortTime(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  return `${date.slice(2).split('-').reverse().join('/')} ${time.slice(0, 8)}`;
}

/** Milliseconds and a zone without colon, as CloudWatch writes times into JSON texts. */
export function longTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

function javaDouble(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-3)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

import {expect, test} from 'vitest';
import {evaluateMath} from '../../../../src/lib/sandbox/cloudwatch/math/evaluate.js';
import {parseMath} from '../../../../src/lib/sandbox/cloudwatch/math/expression.js';
import type {MathValue, Series} from '../../../../src/lib/sandbox/cloudwatch/math/series.js';

const MINUTE_MS = 60_000;
// 2026-11-21T10:00:00Z, a Saturday; five minutes from there.
const FROM_MS = Date.UTC(2026, 10, 21, 10);

/** Values of consecutive minutes; undefined = missing. */
function series(label: string, ...values: (number | undefined)[]): Series {
  const points = values.flatMap((value, index): [number, number][] =>
    value === undefined ? [] : [[FROM_MS + index * MINUTE_MS, value]],
  );
  return {label, periodMs: MINUTE_MS, points: new Map(points)};
}

const metrics: Record<string, Series> = {
  errors: series('errors', 1, 2, undefined, 4, 0),
  calls: series('calls', 10, 20, 30, undefined, 0),
  nothing: series('nothing'),
};

function evaluate(text: string): unknown {
  const value = evaluateMath(parseMath(text), {
    window: {fromMs: FROM_MS, toMs: FROM_MS + 5 * MINUTE_MS, periodMs: MINUTE_MS},
    value: (id) => metrics[id],
    metrics: () => Object.entries(metrics).map(([id, each]) => ({id, series: each})),
  });
  return shown(value);
}

function shown(value: MathValue): unknown {
  if (typeof value !== 'object') return value;
  if (!('points' in value)) return value.map(shown);
  return Array.from({length: 5}, (_, index) => value.points.get(FROM_MS + index * MINUTE_MS));
}

const none = undefined;
test.each<[string, unknown]>([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['-2 ^ 2', 4],
  ['2 ^ 3 ^ 2', 512],
  ['1.5e1 / 2', 7.5],
  // Only where both have data; what is divided by nothing is left out.
  ['100 * errors / calls', [10, 10, none, none, none]],
  ['errors + 1', [2, 3, none, 5, 1]],
  ['errors > 1', [0, 1, none, 1, 0]],
  // A missing side of a comparison is 0.
  ['errors < calls', [1, 1, 1, 0, 0]],
  ['errors AND calls', [1, 1, 0, 0, 0]],
  ['errors || calls', [1, 1, 1, 1, 0]],
  ['errors == 4 OR calls == 30', [0, 0, 1, 1, 0]],
  ['SUM(errors)', 7],
  ['AVG(errors)', 1.75],
  ['MIN(errors)', 0],
  ['MAX(calls)', 30],
  ['DATAPOINT_COUNT(errors)', 4],
  ['METRIC_COUNT(METRICS())', 3],
  ['SUM([errors, calls])', [11, 22, 30, 4, 0]],
  ['MAX(METRICS("err"))', [1, 2, none, 4, 0]],
  ['REMOVE_EMPTY(METRICS())', [shownOf('errors'), shownOf('calls')]],
  ['ABS(-1 * errors)', [1, 2, none, 4, 0]],
  ['CEIL(errors / 4)', [1, 1, none, 1, 0]],
  ['FILL(errors, 0)', [1, 2, 0, 4, 0]],
  ['FILL(errors, REPEAT)', [1, 2, 2, 4, 0]],
  ['FILL(errors, LINEAR)', [1, 2, 3, 4, 0]],
  ['FILL(errors, calls)', [1, 2, 30, 4, 0]],
  ['FILL(nothing, 0)', [none, none, none, none, none]],
  ['IF(errors > 1, calls, -1)', [-1, 20, none, none, -1]],
  ['IF(errors > 1, 5)', [none, 5, none, 5, none]],
  ['DIFF(errors)', [none, 1, none, 2, -4]],
  ['RATE(calls)', [none, 10 / 60, 10 / 60, none, -30 / 120]],
  ['DIFF_TIME(errors)', [none, 60, none, 120, 60]],
  ['RUNNING_SUM(errors)', [1, 3, none, 7, 7]],
  ['PERIOD(errors)', 60],
  ['TIME_SERIES(3)', [3, 3, 3, 3, 3]],
  ['MINUTE(calls)', [0, 1, 2, none, 4]],
  ['HOUR(calls) + DAY(calls) * 0', [10, 10, 10, none, 10]],
  ['FIRST(SORT([errors, calls], SUM, DESC))', [10, 20, 30, none, 0]],
  ['SLICE([errors, calls], 1)', [shownOf('calls')]],
])('%s', (text, expected) => {
  expect(evaluate(text)).toEqual(expected);
});

function shownOf(id: string): unknown {
  return shown(metrics[id] ?? 0);
}

test.each([
  ['1 +', /Unexpected end/],
  ['(1', /Expected \)/],
  ['errors errors', /Expected end/],
  ['errors $ 2', /Unexpected text/],
  ['unknown', /Undefined identifier unknown/],
  ['SEARCH("x", "Sum", 60)', /function SEARCH/],
  ['AVG(1)', /AVG needs a time series/],
  ['errors + "x"', /cannot use a text/],
  ['FILL(errors, SUM)', /REPEAT or LINEAR/],
])('"%s" is an error', (text, message) => {
  expect(() => evaluate(text)).toThrow(message);
});

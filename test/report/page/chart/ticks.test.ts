import {expect, it} from 'vitest';
import {evenly, timeTicks, valueTicks} from '../../../../src/lib/report/page/chart/ticks.js';

const at = (text: string) => Date.parse(`2026-11-${text}Z`);

it.each([
  ['minutes', at('21T12:00:00'), at('21T12:20:00'), ['12:00', '12:05', '12:10', '12:15', '12:20']],
  [
    'seconds where minutes are too coarse',
    at('21T12:00:00'),
    at('21T12:01:00'),
    ['12:00:00', '12:00:15', '12:00:30', '12:00:45', '12:01:00'],
  ],
  [
    'the day where one begins',
    at('21T22:00:00'),
    at('22T04:00:00'),
    ['22:00', '23:00', '11-22', '01:00', '02:00', '03:00', '04:00'],
  ],
])('an axis of time tells %s', (_, from, to, texts) => {
  expect(timeTicks([from, to], 450).map(({text}) => text)).toEqual(texts);
});

it.each([
  ['linear', [0, 100], [0, 20, 40, 60, 80, 100]],
  ['log', [0.1, 1000], [0.1, 1, 10, 100, 1000]],
  ['log', [0.01, 1e9], [0.01, 1, 100, 10_000, 1e6, 1e8]],
] as const)('a %s axis of values from %j has round ones', (kind, domain, values) => {
  expect(valueTicks({kind, domain: [domain[0], domain[1]], format: String})).toEqual(values);
});

it('labels that would cover each other are left out, and never the last', () => {
  expect(
    evenly(
      [0, 5, 20, 45, 50],
      (each) => each,
      () => 20,
    ),
  ).toEqual([0, 20, 50]);
  expect(
    evenly(
      [],
      (each) => each,
      () => 20,
    ),
  ).toEqual([]);
});

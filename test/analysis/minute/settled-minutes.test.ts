import {describe, expect, it} from 'vitest';
import {pairMinutes} from '../../../src/lib/analysis/minute/paired-minute.js';
import {settledMinutes} from '../../../src/lib/analysis/minute/settled-minutes.js';
import {aPair, minuteMs, rows} from '../minutes.js';

function aRow(overrides = {}) {
  return {minuteMs: minuteMs(1), version: '7', invocations: 10, errors: 1, ...overrides};
}

describe('pairMinutes', () => {
  it('brings both versions of a minute together and leaves other versions out', () => {
    const paired = pairMinutes([aRow(), aRow({version: '6', invocations: 90}), aRow({version: '5'})], '6', '7');
    expect(paired).toEqual([aPair([10, 90, 1, 1], 1)]);
  });

  it('raises invocations to errors: a candidate that never starts reports errors only', () => {
    expect(pairMinutes([aRow({invocations: 0, errors: 4})], '6', '7')[0]?.candidate).toEqual({
      invocations: 4,
      errors: 4,
    });
  });

  it('counts a minute that was read twice once, at its fullest', () => {
    const twice = [aRow({invocations: 12, errors: 0}), aRow({invocations: 9, errors: 2})];
    expect(pairMinutes(twice, '6', '7')[0]?.candidate).toEqual({invocations: 12, errors: 2});
  });

  it.each([{invocations: Number.NaN}, {errors: Number.NaN}, {errors: -1}, {invocations: Number.POSITIVE_INFINITY}])(
    'leaves out a row that is not a count: %o',
    (broken) => {
      expect(pairMinutes([aRow(broken)], '6', '7')).toEqual([]);
    },
  );
});

describe('settledMinutes', () => {
  const paired = pairMinutes(rows(new Array(10).fill([5, 95, 0, 0]), 0), '6', '7');

  function selected(changes: [atMs: number, weightPercent: number][], nowMs = minuteMs(60), settleMs = 60_000) {
    const moves = changes.map(([atMs, weightPercent]) => ({atMs, weightPercent}));
    return settledMinutes(paired, {changes: moves, nowMs, settleMs, ratio: 1.25}).map((minute) => [
      (minute.minuteMs - minuteMs(0)) / 60_000,
      minute.weightPercent,
    ]);
  }

  it('takes a minute once it ended a settle time ago, not a millisecond before', () => {
    const minutes = (...all: Parameters<typeof selected>) => selected(...all).map(([minute]) => minute);
    expect(minutes([[minuteMs(0), 5]], minuteMs(5) - 1)).toEqual([0, 1, 2]);
    expect(minutes([[minuteMs(0), 5]], minuteMs(5))).toEqual([0, 1, 2, 3]);
    expect(minutes([[minuteMs(0), 5]], minuteMs(5), 120_000)).toEqual([0, 1, 2]);
  });

  it('leaves out what was before the rollout and a minute in which a move comes late', () => {
    expect(
      selected([
        [minuteMs(3) + 1500, 5],
        [minuteMs(6) + 30_000, 25],
      ]),
    ).toEqual([
      [3, 5],
      [4, 5],
      [5, 5],
      [7, 25],
      [8, 25],
      [9, 25],
    ]);
  });

  it('leaves out the next minute too when the change was sent in the last seconds of one', () => {
    expect(
      selected([
        [minuteMs(3) + 1500, 5],
        [minuteMs(6) + 55_000, 25],
      ]).map(([minute]) => minute),
    ).toEqual([3, 4, 5, 8, 9]);
  });

  it('does not care in which order the changes come', () => {
    const inOrder: [number, number][] = [
      [minuteMs(0), 5],
      [minuteMs(4), 25],
      [minuteMs(7), 100],
    ];
    expect(selected(inOrder.toReversed())).toEqual(selected(inOrder));
  });

  it('has nothing without a change, and nothing after traffic went back to stable', () => {
    expect(selected([])).toEqual([]);
    expect(
      selected([
        [minuteMs(0), 5],
        [minuteMs(2), 0],
      ]),
    ).toEqual([
      [0, 5],
      [1, 5],
    ]);
  });

  it('marks the minute of an early move towards the candidate, and leaves out one with two moves', () => {
    const moves = (changes: [number, number][]) =>
      settledMinutes(paired, {
        changes: changes.map(([atMs, weightPercent]) => ({atMs, weightPercent})),
        nowMs: minuteMs(60),
        settleMs: 60_000,
        ratio: 1.25,
      }).flatMap((minute) => (minute.hasMove ? [(minute.minuteMs - minuteMs(0)) / 60_000] : []));
    expect(
      moves([
        [minuteMs(3), 5],
        [minuteMs(6) + 1000, 25],
        [minuteMs(8) + 9000, 50],
      ]),
    ).toEqual([3, 6]);
    expect(
      moves([
        [minuteMs(3), 5],
        [minuteMs(3) + 5000, 25],
        [minuteMs(6), 5],
      ]),
    ).toEqual([]);
  });

  it('leaves out every minute of a quiet time after a move', () => {
    const changes = [
      {atMs: minuteMs(2), weightPercent: 5},
      {atMs: minuteMs(6), weightPercent: 25},
    ];
    const quiet = settledMinutes(paired, {
      changes,
      nowMs: minuteMs(60),
      settleMs: 60_000,
      ratio: 1.25,
      quietMs: 120_000,
    });
    expect(quiet.map((minute) => (minute.minuteMs - minuteMs(0)) / 60_000)).toEqual([4, 5, 8, 9]);
  });
});

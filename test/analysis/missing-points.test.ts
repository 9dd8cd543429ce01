import {describe, expect, it} from 'vitest';
import {judge} from '../../src/lib/analysis/judge.js';
import type {VersionMinute} from '../../src/lib/analysis/minute/minute.js';
import {isSparse} from '../../src/lib/analysis/minute/sparse.js';
import {aRollout, type Counts, minuteMs, rows} from './minutes.js';

const good: Counts = [60, 1140, 0, 2];

/** Good minutes, but with points of one version taken out. */
function without(metric: 'invocations' | 'errors', version: string, from = good): VersionMinute[] {
  return rows(new Array<Counts>(8).fill(from)).map((row) => {
    if (row.version !== version) return row;
    const {[metric]: _missing, ...rest} = row;
    return rest;
  });
}

const before = {invocations: 0, throttles: 0};

describe('a missing point', () => {
  it.each([
    ['errors', '7'],
    ['errors', '6'],
    ['invocations', '7'],
    ['invocations', '6'],
  ] as const)('of %s of version %s takes its minute out, and that is said', (metric, version) => {
    const judgement = judge(aRollout({minutes: without(metric, version)}));
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'too-little-data', usableMinutes: 0, evidence: 1});
    const side = version === '7' ? 'candidate' : 'stable';
    expect(judgement.missing).toMatchObject({[side]: 8, readAsZero: 0});
    expect(judgement.reason).toContain(
      `Not used, since a count of them is missing or not whole: 8 minutes of ${side} ${version}.`,
    );
  });

  it('of invocations does not make three errors three of three', () => {
    expect(judge(aRollout({minutes: without('invocations', '7', [60, 1140, 3, 57])})).evidence).toBe(1);
  });

  it('of errors never clears a candidate that fails 30 %', () => {
    expect(judge(aRollout({minutes: without('errors', '7', [60, 1140, 18, 2])})).verdict).toBe('undecided');
  });

  it('that comes late counts as if it had never been late', () => {
    const late = judge(aRollout({minutes: without('errors', '7', [60, 1140, 18, 2])}));
    const whole = judge(aRollout({minutes: rows(new Array<Counts>(8).fill([60, 1140, 18, 2]))}));
    expect([late.verdict, whole.verdict]).toEqual(['undecided', 'fail']);
  });
});

describe('of a function that writes no zeros', () => {
  const sparse = {before: {...before, sparse: true}, throttles: []};

  it('a missing error count is 0 five minutes after its minute, not a millisecond before, and that is said', () => {
    const judged = (nowMs: number) => judge(aRollout({minutes: without('errors', '7'), readings: sparse, nowMs}));
    expect(judged(minuteMs(14) - 1)).toMatchObject({usableMinutes: 7, missing: {candidate: 1, readAsZero: 7}});
    const judgement = judged(minuteMs(14));
    expect(judgement).toMatchObject({verdict: 'pass', usableMinutes: 8, missing: {candidate: 0, readAsZero: 8}});
    expect(judgement.reason).toContain('8 missing error counts read as 0');
  });

  it('missing invocations are missing all the same', () => {
    expect(judge(aRollout({minutes: without('invocations', '7'), readings: sparse})).usableMinutes).toBe(0);
  });
});

describe('isSparse', () => {
  const history = (count: number, errors?: number): VersionMinute[] =>
    Array.from({length: count}, (_, index) => ({
      minuteMs: minuteMs(index - 100),
      version: '6',
      invocations: 10,
      ...(errors !== undefined && {errors}),
    }));

  it.each([
    ['ten silent minutes', history(10), true],
    ['nine', history(9), false],
    ['ten silent ones and failures', [...history(10), ...history(5, 3)], true],
    ['ten silent ones and a single explicit zero', [...history(10), ...history(1, 0)], false],
    ['zeros throughout', history(100, 0), false],
    ['none at all', [], false],
    ['minutes without invocations', history(20).map((row) => ({...row, invocations: 0})), false],
  ])('learns it from %s: %s', (_what, rows, wanted) => {
    expect(isSparse(rows)).toBe(wanted);
  });
});

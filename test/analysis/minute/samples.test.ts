import {describe, expect, it} from 'vitest';
import {judge} from '../../../src/lib/analysis/judge.js';
import type {VersionMinute} from '../../../src/lib/analysis/minute/minute.js';
import {samplesTell} from '../../../src/lib/analysis/minute/samples.js';
import {aRollout, type Counts, minuteMs, rows} from '../minutes.js';

const MINUTES = 8;

/** Minutes of identical versions at 5 %, whole but for what `change` makes of the candidate's or stable's rows. */
function changed(version: string, change: (row: VersionMinute, index: number) => Partial<VersionMinute>) {
  const whole = rows(new Array<Counts>(MINUTES).fill([300, 5700, 15, 285]));
  return whole.map((row) => {
    const dense = {...row, samples: row.invocations ?? 0};
    return row.version === version ? {...dense, ...change(dense, row.minuteMs / 60_000)} : dense;
  });
}

describe('the samples behind the errors', () => {
  it('are what errors are counted of while invocations are still coming: nobody is blamed, and no minute waits', () => {
    const judgement = judge(aRollout({minutes: changed('7', () => ({invocations: 90}))}));
    expect(judgement).toMatchObject({verdict: 'pass', usableMinutes: MINUTES, candidate: {invocations: 300 * MINUTES}});
    const unknown = changed('7', () => ({invocations: 90})).map(({samples: _samples, ...row}) => row);
    expect(judge(aRollout({minutes: unknown})).verdict).toBe('fail');
  });

  it.each(['6', '7'])(
    'that are fewer than the invocations of version %s take the minute out, and that is said',
    (version) => {
      const half = (row: VersionMinute) => ({errors: (row.errors ?? 0) / 3, samples: (row.samples ?? 0) / 2});
      const judgement = judge(aRollout({minutes: changed(version, half)}));
      const side = version === '7' ? 'candidate' : 'stable';
      expect(judgement).toMatchObject({usableMinutes: 0, evidence: 1, missing: {[side]: MINUTES}});
      expect(judgement.reason).toContain(`missing or not whole: ${MINUTES} minutes of ${side} ${version}`);
    },
  );

  it('lack one of twenty at the most: a single straggler of thousands holds nothing up', () => {
    const short = (share: number) =>
      judge(aRollout({minutes: changed('7', ({samples = 0}) => ({samples: samples * share}))})).usableMinutes;
    expect([short(0.95), short(0.94)]).toEqual([MINUTES, 0]);
  });

  it('are the invocations of a version that never starts, five minutes after the minute', () => {
    const dead = changed('7', () => ({errors: 300, samples: 300})).map((row) => {
      const {invocations: _none, ...rest} = row;
      return row.version === '7' ? rest : row;
    });
    expect(judge(aRollout({minutes: dead, nowMs: minuteMs(6)})).usableMinutes).toBe(0);
    const judgement = judge(aRollout({minutes: dead, nowMs: minuteMs(14)}));
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'candidate-errors', usableMinutes: MINUTES});
  });
});

describe('samplesTell', () => {
  const history = (count: number, row: Partial<VersionMinute>): VersionMinute[] =>
    Array.from({length: count}, (_, index) => ({minuteMs: minuteMs(index), version: '6', invocations: 100, ...row}));
  const zeros = {errors: 2, samples: 100};
  const failuresAlone = {errors: 2, samples: 2};
  const one = {errors: 0, samples: 1};

  it.each([
    ['a whole minute', history(1, zeros), true],
    ['a whole minute among others', [...history(20, one), ...history(1, zeros)], true],
    ['ten that never agreed', history(10, one), false],
    ['nine', history(9, one), undefined],
    ['failures alone', history(50, failuresAlone), undefined],
    ['counts without samples', history(50, {errors: 0}), undefined],
    ['nothing', [], undefined],
  ])('learns it from %s: %s', (_what, minutes, wanted) => {
    expect(samplesTell(minutes, minuteMs(100))).toBe(wanted);
  });

  it('waits five minutes before a minute counts as one that does not agree', () => {
    expect(samplesTell(history(10, one), minuteMs(15) - 1)).toBeUndefined();
    expect(samplesTell(history(10, one), minuteMs(15))).toBe(false);
  });

  it('leaves counts as they are where samples have never agreed', () => {
    const alike = changed('7', () => ({samples: 16})).map((row) => ({...row, samples: 1 + (row.errors ?? 0)}));
    const before = {invocations: 0, throttles: 0, samplesTell: false};
    const judgement = judge(aRollout({minutes: alike, readings: {before, throttles: []}}));
    expect(judgement).toMatchObject({verdict: 'pass', usableMinutes: MINUTES});
  });
});

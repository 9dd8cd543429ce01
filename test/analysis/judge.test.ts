import {describe, expect, it} from 'vitest';
import {judge} from '../../src/lib/analysis/judge.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {aRollout, type Counts, judged, minuteMs, rows} from './minutes.js';

function times(count: number, counts: Counts): Counts[] {
  return new Array<Counts>(count).fill(counts);
}

describe('judge while comparing', () => {
  it('fails a candidate that is worse than tolerated, and says it with its numbers', () => {
    const judgement = judged(times(4, [40, 760, 3, 1]));
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'candidate-errors', bound: 100, usableMinutes: 4});
    expect(judgement.candidate).toMatchObject({invocations: 160, errors: 12, errorRate: 0.075});
    expect(judgement.difference?.lower).toBeGreaterThan(0);
    expect(judgement.reason).toMatch(
      /^candidate 7 failed 12 of 160 requests \(7\.5%\), stable 6 failed 4 of 3,040 requests \(0\.13%\): evidence [\d,]+ \(rollback at 100\) /,
    );
    expect(judgement.reason).toContain('1.25 × stable + 0.1 percentage points');
  });

  it('passes a candidate like stable once the step has its minimum', () => {
    const judgement = judged(times(4, [30, 570, 0, 3]));
    expect(judgement).toMatchObject({verdict: 'pass', neededInvocations: 0});
    expect(judgement.cause).toBeUndefined();
    expect(judgement.evidence).toBeLessThan(1);
    expect(judgement.reason).toContain('(rollback at 100).');
  });

  it.each<[string, Counts[]]>([
    ['no rows at all', []],
    ['no candidate traffic', times(5, [0, 12, 0, 0])],
    ['no stable traffic', times(2, [1, 0, 0, 0])],
    ['a handful of requests', times(5, [3, 60, 0, 0])],
  ])('is undecided with %s', (_what, counts) => {
    expect(judged(counts)).toMatchObject({verdict: 'undecided', cause: 'too-little-data'});
  });

  it('tells how many candidate requests are missing', () => {
    const judgement = judged(times(3, [4, 76, 0, 0]));
    expect(judgement.neededInvocations).toBe(8);
    expect(judgement.reason).toContain('12 of the 20 usable requests');
  });

  it('never passes without data, not even with a minimum of 0', () => {
    expect(judged([], {settings: {...DEFAULT_SETTINGS, minInvocations: 0}}).verdict).toBe('undecided');
  });

  it('counts only the current step towards its minimum, but all steps as evidence', () => {
    const changes = [
      {atMs: minuteMs(0) + 2000, weightPercent: 5},
      {atMs: minuteMs(5) + 2000, weightPercent: 25},
    ];
    const minutes = [...rows(times(4, [30, 570, 0, 3]), 1), ...rows([[9, 31, 0, 0]], 6)];
    const judgement = judge(aRollout({minutes, changes, stepStartedMs: minuteMs(5) + 2000}));
    expect(judgement).toMatchObject({verdict: 'undecided', usableMinutes: 5, neededInvocations: 11});
    expect(judgement.step.candidate.invocations).toBe(9);
    expect(judgement.candidate.invocations).toBe(129);
  });

  it('holds in a shared incident and blames nobody', () => {
    const judgement = judged([...times(3, [30, 570, 0, 1]), ...times(3, [30, 570, 7, 140])]);
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'shared-incident'});
    expect(judgement.sharedIncident).toEqual({minuteMs: minuteMs(6), invocations: 570, errors: 140});
    expect(judgement.reason).toContain('140 of 570 requests (24.6%)');
  });

  it('convicts a candidate that fails altogether even in a shared incident', () => {
    expect(judged(times(2, [30, 570, 30, 140])).cause).toBe('candidate-errors');
  });

  it('forgets a shared incident when stable has recovered', () => {
    expect(judged([...times(3, [30, 570, 7, 140]), ...times(2, [30, 570, 0, 1])]).verdict).toBe('pass');
  });

  it("repairs the past when stable's late errors arrive", () => {
    const half = judged(times(3, [300, 5700, 12, 0]));
    const whole = judged(times(3, [300, 5700, 12, 240]));
    expect(half.verdict).toBe('fail');
    expect(whole).toMatchObject({verdict: 'pass'});
  });

  it('judges a candidate that never starts: errors without invocations', () => {
    expect(
      judged([
        [0, 57, 2, 0],
        [1, 56, 4, 0],
        [0, 58, 3, 0],
      ]).verdict,
    ).toBe('fail');
  });

  it('does not compare minutes above 50 %, where the guard stands in', () => {
    const changes = [{atMs: minuteMs(0), weightPercent: 75}];
    const good = judged(times(5, [75, 25, 1, 0]), {changes});
    expect(good).toMatchObject({verdict: 'pass', evidence: 1, usableMinutes: 0});
    expect(good.step.candidate.invocations).toBe(375);
    expect(good.reason).toContain('limit 15%');
    expect(judged(times(5, [75, 25, 30, 0]), {changes})).toMatchObject({verdict: 'undecided', cause: 'absolute-guard'});
    expect(judged(times(5, [75, 25, 40, 0]), {changes})).toMatchObject({verdict: 'fail', cause: 'obvious-failure'});
    expect(judged(times(5, [75, 25, 40, 14]), {changes})).toMatchObject({cause: 'shared-incident'});
  });
});

describe('judge while watching at 100 %', () => {
  const promotedMs = minuteMs(6) + 2000;
  const changes = [
    {atMs: minuteMs(0) + 2000, weightPercent: 50},
    {atMs: promotedMs, weightPercent: 100},
  ];
  const concurrent = rows(times(5, [300, 300, 1, 1]), 1);

  function watched(counts: Counts[], earlier = concurrent) {
    const minutes = [...earlier, ...rows(counts, 7)];
    return judge(aRollout({minutes, changes, phase: 'watch', stepStartedMs: promotedMs}));
  }

  it('passes a candidate that stays below the limit its predecessor set', () => {
    const judgement = watched(times(3, [600, 0, 6, 0]));
    expect(judgement).toMatchObject({verdict: 'pass', guardLimit: 0.05, usableMinutes: 3});
    expect(judgement.candidate.invocations).toBe(1800);
    expect(judgement.stable.invocations).toBe(1500);
  });

  it('wants one compared that rises above it, also after a long good watch', () => {
    const judgement = watched([...times(20, [600, 0, 1, 0]), ...times(2, [600, 0, 150, 0])]);
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'absolute-guard'});
    expect(judgement.reason).toContain('only a comparison beside stable 6 can tell');
  });

  it('is undecided without traffic', () => {
    expect(watched([])).toMatchObject({verdict: 'undecided', cause: 'too-little-data', neededInvocations: 0});
  });

  it('is not held by what the last invocations of stable did', () => {
    expect(watched(times(3, [600, 30, 0, 30]))).toMatchObject({verdict: 'undecided', cause: 'too-little-data'});
    expect(watched([...times(2, [600, 0, 0, 0]), [600, 30, 0, 30]])).toMatchObject({verdict: 'pass'});
  });

  it('still fails by comparison when late errors of the steps arrive', () => {
    const late = rows(times(5, [300, 300, 60, 1]), 1);
    expect(watched(times(3, [600, 0, 0, 0]), late).cause).toBe('candidate-errors');
  });
});

describe('the routing check', () => {
  it('holds when the candidate gets nothing though twenty requests were due', () => {
    const judgement = judged(times(5, [0, 100, 0, 0]));
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'routing'});
    expect(judgement.misRouting).toEqual({weightPercent: 5, candidateInvocations: 0, stableInvocations: 500});
    expect(judgement.reason).toContain('0 of 500 requests (0%) at 5%');
  });

  it('holds when the candidate gets four times its share', () => {
    expect(judged(times(3, [40, 160, 0, 0])).cause).toBe('routing');
  });

  it('judges the newest weight only, also when asked about more than one step', () => {
    const changes = [
      {atMs: minuteMs(0), weightPercent: 5},
      {atMs: minuteMs(4), weightPercent: 50},
    ];
    const minutes = [...rows(times(3, [10, 190, 0, 0]), 1), ...rows(times(3, [0, 40, 0, 0]), 5)];
    const {misRouting} = judge(aRollout({minutes, changes}));
    expect(misRouting).toEqual({weightPercent: 50, candidateInvocations: 0, stableInvocations: 120});
  });

  it('does not mind a share that is a little off, however much traffic shows it', () => {
    expect(judged(times(30, [3600, 56_400, 0, 0])).verdict).toBe('pass');
  });
});

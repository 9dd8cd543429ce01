import {describe, expect, it} from 'vitest';
import {allFailed} from '../../src/lib/analysis/all-failed.js';
import {judge} from '../../src/lib/analysis/judge.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {aRollout, type Counts, rows} from './minutes.js';

/** Stable serves six requests a minute; the candidate gets its own in the first minutes. */
function quiet(candidate: readonly (readonly [requests: number, errors: number])[], stableErrors = 0): Counts[] {
  const counts = Array.from({length: 20}, (_, minute): Counts => {
    const [requests, errors] = candidate[minute] ?? [0, 0];
    return [requests, 6, errors, minute < stableErrors ? 6 : 0];
  });
  return counts;
}

const judged = (counts: readonly Counts[]) => judge(aRollout({minutes: rows(counts)}));
const ONE = [1, 1] as const;

describe('a candidate of which every request failed', () => {
  it('stands beside all that stable had in the step, and that is said', () => {
    const judgement = judged(quiet([ONE, ONE, ONE]));
    expect(judgement).toMatchObject({verdict: 'undecided', allFailed: {requests: 3, stableErrors: 0}});
    expect(judgement.evidence).toBeLessThan(100);
    expect(judgement.allFailed?.evidence).toBeGreaterThan(100);
    expect(judgement.reason).toContain('Every one of its 3 requests of this step failed, while stable 6 failed 0 of ');
  });

  it.each([
    ['one of them did not', quiet([ONE, ONE, [2, 1]])],
    ['there was none', quiet([])],
    ['there are enough to judge', quiet(new Array(20).fill([2, 2]))],
  ])('is nothing of the kind where %s', (_what, counts) => {
    expect(judged(counts)).not.toHaveProperty('allFailed');
  });

  it('is no worse than a stable that fails as well', () => {
    expect(judged(quiet([ONE, ONE, ONE], 20)).allFailed?.evidence ?? 0).toBeLessThan(1);
  });

  it('is not blamed for a minute that is not whole', () => {
    const minute = {minuteMs: 0, weightPercent: 5, candidate: {invocations: 3, errors: 3}};
    const whole = {...minute, stable: {invocations: 90, errors: 0}};
    expect(allFailed([whole], DEFAULT_SETTINGS.tolerate)?.requests).toBe(3);
    expect(allFailed([{...whole, incomplete: ['stable']}], DEFAULT_SETTINGS.tolerate)).toBeUndefined();
  });
});

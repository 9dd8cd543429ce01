import {describe, expect, it} from 'vitest';
import type {ObservedCapacity} from '../../../src/lib/observe/rollout/capacity.js';
import {readinessFindings} from '../../../src/lib/plan/doctor/readiness.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {planShift} from '../../../src/lib/plan/rollout/shift.js';
import {aSpec, aWorld, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';

const seen = (capacity: ObservedCapacity) => observed(aWorld().newest(REF), {capacity});
const held = (qualifier: string, requested: number) => ({qualifier, requested, allocated: requested, status: 'READY'});

function start(capacity: ObservedCapacity, steps = aSpec().steps) {
  const planned = planRollout(aSpec({steps}), seen(capacity), START_MS);
  return planned.ok
    ? {refused: [], warned: planned.plan.warnings.map(({code}) => code)}
    : {refused: planned.refusals.map(({code}) => code), warned: []};
}

describe('provisioned concurrency that takes the whole reservation', () => {
  const FULL = {reserved: 10, provisioned: [held('6', 10)]};

  it.each([
    ['of the stable version', FULL],
    ['of several qualifiers together', {reserved: 10, provisioned: [held('6', 7), held('blue', 3)]}],
  ])('%s leaves nothing for the candidate: refused with steps and all at once', (_name, capacity) => {
    expect(start(capacity).refused).toEqual(['NO_CONCURRENCY_LEFT']);
    expect(start(capacity, []).refused).toEqual(['NO_CONCURRENCY_LEFT']);
  });

  it('names the numbers and both ways out', () => {
    const planned = planRollout(aSpec(), seen(FULL), START_MS);
    expect(planned.ok ? [] : planned.refusals).toMatchObject([
      {
        message: expect.stringMatching(/reserves 10 .*10 for version 6.* every call of version 7/),
        suggestions: [
          expect.stringContaining('lambda-release concurrency reserve checkout 20'),
          'Or provision less: lambda-release concurrency unprovision checkout:6',
        ],
      },
    ]);
  });

  it.each<[string, ObservedCapacity]>([
    ['the candidate has some of its own', {reserved: 10, provisioned: [held('6', 6), held('7', 4)]}],
    ['nothing is reserved', {provisioned: []}],
    ['nothing is provisioned', {reserved: 10, provisioned: []}],
  ])('is no objection when %s', (_name, capacity) => {
    expect(start(capacity).refused).toEqual([]);
  });

  it('refuses a shift to any version but stable, and a doctor finds it', () => {
    const toCandidate = planShift([{version: '7', weightPercent: 100}], seen(FULL));
    expect(toCandidate.ok ? [] : toCandidate.refusals.map(({code}) => code)).toEqual(['NO_CONCURRENCY_LEFT']);
    expect(planShift([{version: '6', weightPercent: 100}], seen(FULL)).ok).toBe(true);
    const findings = readinessFindings({rollout: seen(FULL), latest: aFunction(), hasSteps: true});
    expect(findings.map(({level, code}) => [level, code])).toEqual([['stop', 'NO_CONCURRENCY_LEFT']]);
  });
});

describe('a candidate that may answer less at a time than stable', () => {
  it.each<[string, ObservedCapacity, string[]]>([
    [
      'little is left beside what is provisioned',
      {reserved: 10, provisioned: [held('6', 9)]},
      ['LITTLE_CONCURRENCY_LEFT'],
    ],
    ['as much is left', {reserved: 10, provisioned: [held('6', 5)]}, []],
    ['the function is stopped', {reserved: 0, provisioned: []}, ['FUNCTION_STOPPED']],
  ])('%s: %o warns %o', (_name, capacity, codes) => {
    expect(start(capacity)).toEqual({refused: [], warned: codes});
  });
});

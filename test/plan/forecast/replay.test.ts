import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {PastRollout} from '../../../src/lib/observe/rollout/past-rollout.js';
import {type ReplayPolicy, replay} from '../../../src/lib/plan/forecast/replay.js';
import {type Counts, minuteMs, rows} from '../../analysis/minutes.js';

const policy: ReplayPolicy = {
  steps: parseSteps('5%:3m, 50%:3m'),
  watchMs: 180_000,
  onInconclusive: 'extend',
  promoteEarly: false,
  settings: DEFAULT_SETTINGS,
};

/** Stable 6, candidate 7; weights as they were in each minute. */
function past(minutes: readonly (readonly [number, Counts])[]): PastRollout {
  const changes = minutes.flatMap(([weightPercent], index) =>
    weightPercent === (minutes[index - 1]?.[0] ?? 0) ? [] : [{atMs: minuteMs(index), weightPercent}],
  );
  return {
    stable: '6',
    candidate: '7',
    minutes: rows(
      minutes.map(([, counts]) => counts),
      0,
    ),
    changes,
  };
}

const good: Counts = [50, 950, 0, 1];
const bad: Counts = [50, 950, 20, 1];
const decisions = (rollout: PastRollout, changed: Partial<ReplayPolicy> = {}) =>
  replay(rollout, {...policy, ...changed}).map(({decision}) => decision);

describe('replay', () => {
  it('waits out the bake of a good version, then would go on', () => {
    expect(decisions(past(Array.from({length: 4}, () => [5, good] as const)))).toEqual([
      'continue',
      'continue',
      'pass',
      'pass',
    ]);
  });

  it('takes a bad version back in the minute that convicts it, not before', () => {
    const minutes = replay(
      past([
        [5, good],
        [5, bad],
        [5, bad],
        [5, bad],
      ]),
      policy,
    );
    const [first, second] = minutes;
    expect(first).toMatchObject({decision: 'continue', judgement: {candidate: {errors: 0}}});
    expect(second?.judgement.candidate.errors).toBe(20);
    expect(minutes.at(-1)).toMatchObject({decision: 'abort', judgement: {verdict: 'fail', cause: 'candidate-errors'}});
  });

  it('knows nothing of later minutes', () => {
    const short = past([
      [5, good],
      [5, bad],
    ]);
    const long = past([
      [5, good],
      [5, bad],
      [5, good],
      [50, good],
    ]);
    expect(replay(long, policy).slice(0, 2)).toEqual(replay(short, policy));
  });

  it('leaves out minutes without weight and begins anew after a return to 0', () => {
    const replayed = replay(
      past([
        [0, [0, 1000, 0, 1]],
        [5, bad],
        [0, [0, 1000, 0, 1]],
        [5, good],
        [5, good],
      ]),
      policy,
    );
    expect(replayed.map(({minuteMs: ms}) => (ms - minuteMs(0)) / 60_000)).toEqual([1, 3, 4]);
    expect(replayed.at(-1)?.judgement.candidate.errors).toBe(0);
  });

  it('asks the policy what to do with too little data', () => {
    const quiet = past(Array.from({length: 8}, () => [5, [1, 20, 0, 0] as Counts] as const));
    expect(decisions(quiet).at(-1)).toBe('extend');
    expect(decisions(quiet, {onInconclusive: 'hold'}).at(-1)).toBe('hold');
    expect(decisions(quiet, {onInconclusive: 'abort'}).at(-1)).toBe('abort');
  });

  it('watches with the guard at 100 %', () => {
    const watched = past([
      [50, [500, 500, 0, 0]],
      [50, [500, 500, 0, 0]],
      [100, [1000, 0, 700, 0]],
      [100, [1000, 0, 700, 0]],
      [100, [1000, 0, 700, 0]],
    ]);
    expect(replay(watched, policy).at(-1)).toMatchObject({decision: 'abort', judgement: {cause: 'obvious-failure'}});
    const doubtful = past([
      [50, [500, 500, 0, 0]],
      [100, [1000, 0, 300, 0]],
      [100, [1000, 0, 300, 0]],
    ]);
    expect(replay(doubtful, policy).at(-1)).toMatchObject({decision: 'stepBack', judgement: {cause: 'absolute-guard'}});
  });

  it('counts a weight that the policy does not know as long as it lasted', () => {
    const tenth: Counts = [100, 900, 0, 1];
    const other = past([...Array.from({length: 4}, () => [10, tenth] as const), [20, [200, 800, 0, 1]]]);
    expect(decisions(other).slice(0, 4)).toEqual(['continue', 'continue', 'continue', 'pass']);
  });
});

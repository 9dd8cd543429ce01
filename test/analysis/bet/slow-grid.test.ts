import {describe, expect, it} from 'vitest';
import {durationsOf, JUDGING_LATENCY, ONE_HUMP, TWO_HUMPS} from '../../../bench/analysis/latency.js';
import {runRollout} from '../../../bench/analysis/rollout.js';
import {slowerVersions} from '../../../bench/analysis/slower.js';
import {slowPoints, slowThresholds} from '../../../src/lib/analysis/bet/slow-grid.js';
import {seededRandom} from '../../../src/lib/analysis/random.js';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {settingsDigest} from '../../../src/lib/analysis/settings-digest.js';

const BEFORE = {p75Ms: 150, p90Ms: 210.4567, p99Ms: 480, invocations: 10_000};

describe('the durations beyond which requests are slow', () => {
  it('lie around the percentiles that are named, each with the share that its setting tolerates', () => {
    const points = slowPoints({p90: 0.02, p99: 0.005}, BEFORE);
    expect(points.map(({name, thresholdMs, plus}) => [name, thresholdMs, plus])).toEqual([
      ['p90', 210.4567, 0.02],
      ['p75', 150, 0.02],
      ['p90x1.5', 315.685, 0.02],
      ['p99', 480, 0.005],
      ['p99x1.5', 720, 0.005],
      ['p99x2', 960, 0.005],
    ]);
  });

  it.each([
    ['both are named', {p90: 0.02, p99: 0.005}, 0.45],
    ['the p90 alone is', {p90: 0.02}, 0.9],
    ['the p99 alone is', {p99: 0.005}, 0.9],
  ])('share one stake when %s, most of it on what is named', (_what, tolerate, most) => {
    const weights = slowPoints(tolerate, BEFORE).map(({weight}) => weight);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(weights[0]).toBe(most);
  });

  it('keep their stakes where the past is too thin to know them, and are not asked for', () => {
    const before = {p75Ms: 150, p90Ms: 210, invocations: 500};
    const tolerate = {p90: 0.02, p99: 0.005};
    expect(slowPoints(tolerate, before).map(({weight}) => weight)).toEqual(
      slowPoints(tolerate, BEFORE).map(({weight}) => weight),
    );
    expect(slowThresholds(tolerate, before).map(({name}) => name)).toEqual(['p90', 'p75', 'p90x1.5']);
  });

  it('are a rule of rollouts that judge latency', () => {
    expect(settingsDigest({...DEFAULT_SETTINGS, slow: {p90: 0.02}})).not.toBe(settingsDigest(DEFAULT_SETTINGS));
  });
});

describe('a rollout that judges latency', () => {
  it.each([
    ['one hump', ONE_HUMP],
    ['two humps', TWO_HUMPS],
  ])('takes no version back that is as fast as stable, durations of %s', (_what, durations) => {
    const random = seededRandom(1);
    const ends = Array.from({length: 6}, () =>
      runRollout(
        {
          random,
          perMinute: 600,
          rates: () => ({stable: 0.001, candidate: 0.001}),
          ...durationsOf(random, {stable: durations, candidate: durations}),
        },
        JUDGING_LATENCY,
      ),
    );
    expect(ends.map(({kind}) => kind)).toEqual(ends.map(() => 'promoted'));
  });

  it.each([
    ['all of them twice', 4],
    ['1 % of them 3 times the p99', 20],
  ])('finds one that is slower, %s, by what the named percentiles see late or never', (name, within) => {
    const world = slowerVersions().find((each) => each.name === name && each.perMinute === 6000);
    if (!world) throw new Error(`There is no world ${name}.`);
    const random = seededRandom(1);
    const ends = Array.from({length: 8}, () => runRollout(world.create(random), world.policy));
    const found = ends.filter(({kind, atMinute}) => kind === 'rolledBack' && atMinute <= within);
    expect(found.length).toBeGreaterThanOrEqual(4);
    expect(found.every(({judgement}) => judgement.cause === 'candidate-slow')).toBe(true);
  });
});

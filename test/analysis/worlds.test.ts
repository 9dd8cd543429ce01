import {describe, expect, it} from 'vitest';
import {DEFAULT_POLICY, type RolloutEnd, runRollout} from '../../bench/analysis/rollout.js';
import type {World} from '../../bench/analysis/world.js';
import {identicalWorlds} from '../../bench/analysis/worlds.js';
import {seededRandom} from '../../src/lib/analysis/random.js';
import {isWhole} from '../fakes/whole.js';

const RUNS = isWhole ? 12 : 6;

/** What comes of a few rollouts in a world, always the same ones. */
function ends(create: (random: () => number) => World, policy = DEFAULT_POLICY): readonly RolloutEnd[] {
  const random = seededRandom(17);
  return Array.from({length: RUNS}, () => runRollout(create(random), policy));
}

const rates =
  (stable: number, candidate: number, perMinute = 600) =>
  (random: () => number): World => ({
    random,
    perMinute,
    rates: () => ({stable, candidate}),
  });
const kinds = (all: readonly RolloutEnd[]) => [...new Set(all.map(({kind}) => kind))];

describe('identical versions are not rolled back', () => {
  const promised = identicalWorlds().filter((world) => world.promised !== false && world.perMinute <= 6000);

  it.each(promised.map((world) => [`${world.perMinute}/min: ${world.name}`, world] as const))('%s', (_name, world) => {
    const rolledBack = ends(world.create, world.policy).filter(({kind}) => kind === 'rolledBack');
    expect(rolledBack).toEqual([]);
  });
});

describe('a bad version is taken back', () => {
  it.each([
    ['always failing', 0, 1, 600],
    ['always failing, with a request of its own every three minutes', 0, 1, 6],
    ['five times as bad', 0.01, 0.05, 600],
    ['twice as bad', 0.05, 0.1, 6000],
  ])('%s', (_name, stable, candidate, perMinute) => {
    expect(kinds(ends(rates(stable, candidate, perMinute)))).toEqual(['rolledBack']);
  });

  it('by comparison when it turns bad at 100 %: first it goes back beside stable', () => {
    const late = (random: () => number): World => ({
      random,
      perMinute: 600,
      rates: (minute) => ({stable: 0.001, candidate: minute < 17 ? 0.001 : 0.3}),
    });
    for (const {kind, steppedBack, judgement} of ends(late)) {
      expect([kind, steppedBack, judgement.cause]).toEqual(['rolledBack', true, 'candidate-errors']);
    }
  });
});

describe('a good version gets through', () => {
  it('when both fail for a while at 100 %: it is compared, cleared and has everything again', () => {
    const incident = (random: () => number): World => ({
      random,
      perMinute: 600,
      rates: (minute) =>
        minute >= 17 && minute < 20 ? {stable: 0.3, candidate: 0.3} : {stable: 0.001, candidate: 0.001},
    });
    const all = ends(incident);
    expect(kinds(all)).toEqual(['promoted']);
    expect(all.every(({steppedBack}) => steppedBack)).toBe(true);
  });

  it('when it is the mend of a broken one, in sixteen minutes', () => {
    for (const {kind, promotedAt} of ends(rates(0.35, 0))) {
      expect(kind).toBe('promoted');
      expect(promotedAt).toBeLessThanOrEqual(16);
    }
  });

  it('sooner with early promotion', () => {
    const early = {...DEFAULT_POLICY, promoteEarly: true};
    for (const {promotedAt} of ends(rates(0.001, 0.001, 6000), early)) expect(promotedAt).toBeLessThanOrEqual(12);
  });
});

it('a version whose error counts never come is held, not promoted', () => {
  const blind = (random: () => number): World => ({
    ...rates(0.001, 0.3)(random),
    lateMs: (_minute, side, metric) => (side === 'candidate' && metric === 'errors' ? Number.POSITIVE_INFINITY : 0),
  });
  expect(kinds(ends(blind))).toEqual(['held']);
});

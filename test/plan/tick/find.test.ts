import {describe, expect, it} from 'vitest';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import type {RolloutMarker} from '../../../src/lib/model/rollout/marker.js';
import {markerTarget} from '../../../src/lib/model/rollout/marker-target.js';
import {claimOf, findClaimed, findRollout} from '../../../src/lib/plan/tick/find.js';

const MINUTE_MS = 60_000;
const TEXT = 'Checkout. [was 5]';
const MARKER: RolloutMarker = {
  rolloutId: 'k3x9a0',
  stable: '6',
  candidate: '7',
  steps: [{weightPercent: 10, bakeMs: 5 * MINUTE_MS}],
  movedMs: [MINUTE_MS],
  watchMs: 10 * MINUTE_MS,
  settingsDigest: '1a2b3c4d',
  held: false,
};

function anAlias(state: Partial<AliasState>): AliasState {
  const ref = {functionName: 'checkout', alias: 'live', aliasArn: 'arn'};
  return {...ref, stable: '6', description: TEXT, revisionId: 'rev', ...state};
}

function carrying(change: Partial<RolloutMarker> = {}): AliasState {
  return anAlias(markerTarget(TEXT, {...MARKER, ...change}));
}

const CLAIM = {rolloutId: 'k3x9a0', stable: '6', candidate: '7', description: TEXT};

describe('whoever takes whatever rollout is there', () => {
  it.each([
    ['a rollout at a step', carrying(), 'rollout'],
    ['a rollout that is watched', carrying({movedMs: [MINUTE_MS, 6 * MINUTE_MS]}), 'rollout'],
    ['a rollout of a process that has claimed it', carrying({runner: '7f2m'}), 'rollout'],
    ['a rollout that is held', carrying({held: true}), 'heldElsewhere'],
    ['an alias at rest', anAlias({}), 'atRest'],
    ['weights of others', anAlias({candidate: {version: '7', weightPercent: 10}}), 'atRest'],
    ['no alias', undefined, 'atRest'],
    ['a marker with other weights', {...carrying(), candidate: {version: '7', weightPercent: 20}}, 'takenOver'],
    ['a marker with another stable', {...carrying(), stable: '5'}, 'takenOver'],
    ['a marker without weights', anAlias({description: carrying().description}), 'takenOver'],
    ['a marker of another format', anAlias({description: `${TEXT} [lr9 what]`}), 'takenOver'],
  ] as const)('finds %s', (_, alias, kind) => {
    expect(findRollout(alias).kind).toBe(kind);
  });
});

describe('whoever claims a rollout', () => {
  it.each([
    ['it where it was', carrying(), 'rollout'],
    ['it further on', carrying({movedMs: [MINUTE_MS, 6 * MINUTE_MS]}), 'rollout'],
    ['another one', carrying({rolloutId: 'zzzzzz'}), 'takenOver'],
    ['it given back', anAlias({}), 'abortedElsewhere'],
    ['it promoted', anAlias({stable: '7', description: 'Checkout. [7 was 6 5]'}), 'promotedElsewhere'],
    ['another version', anAlias({stable: '5'}), 'takenOver'],
    ['another text at rest', anAlias({description: 'mine now'}), 'takenOver'],
    ['no alias', undefined, 'takenOver'],
  ] as const)('finds %s', (_, alias, kind) => {
    expect(findClaimed(alias, CLAIM).kind).toBe(kind);
  });

  it('as a process loses it to any other process that claims it; as a tick shares it', () => {
    const claimed = carrying({runner: '7f2m'});
    expect(findClaimed(claimed, CLAIM).kind).toBe('rollout');
    expect(findClaimed(claimed, {...CLAIM, runner: '7f2m'}).kind).toBe('rollout');
    expect(findClaimed(claimed, {...CLAIM, runner: null}).kind).toBe('takenOver');
    expect(findClaimed(carrying(), {...CLAIM, runner: null}).kind).toBe('rollout');
  });

  it('claims it by what was found, and by the text as it is now', () => {
    const alias = {...carrying(), description: carrying().description.replace('Checkout', 'Till')};
    const found = findRollout(alias);
    if (found.kind !== 'rollout') throw new Error(`Found: ${found.kind}.`);
    const claim = claimOf(found);
    expect(findClaimed(anAlias({description: 'Till. [was 5]'}), claim).kind).toBe('abortedElsewhere');
    expect(claim).not.toHaveProperty('runner');
  });
});

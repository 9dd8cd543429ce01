import jsonata from 'jsonata';
import {describe, expect, it} from 'vitest';
import {toFraction} from '../../src/lib/aws/lambda/weight-fraction.js';
import {WHOSE} from '../../src/lib/engine/whose.js';
import type {AliasState} from '../../src/lib/model/alias/state.js';
import type {AliasTarget} from '../../src/lib/model/alias/target.js';
import {afterMove, movedBack, type RolloutMarker} from '../../src/lib/model/rollout/marker.js';
import {markerTarget, promotedTarget} from '../../src/lib/model/rollout/marker-target.js';
import {parseSteps} from '../../src/lib/model/rollout/step.js';
import {toExecutionInput} from '../../src/lib/plan/engine/execution-input.js';
import {findRollout, restoredTarget} from '../../src/lib/plan/tick/find.js';
import {aProcess, REF} from '../execute/rollout/rollout-world.js';

const TEXT = 'Checkout [of the shop] live. [6 was 5]';
const plan = aProcess().plan({steps: parseSteps('0.5%:5m, 25%:5m, 75%:1h')});
const input = toExecutionInput(plan);
const ROLLOUT: RolloutMarker = {...plan, movedMs: [0], held: false};

const next = (marker: RolloutMarker) => afterMove(marker, (marker.movedMs.at(-1) ?? 0) + 300_000);
const second = next(ROLLOUT);
const third = next(second);
const watched = next(third);
const beside = movedBack(watched, 2_000_000_000_000);

/** What GetAlias of the AWS API answers of an alias in this state. */
function toAnswer({stable, candidate, description}: AliasTarget, asItIs = false) {
  const weights = candidate ? {[candidate.version]: toFraction(candidate.weightPercent)} : {};
  return {
    FunctionVersion: stable,
    Name: REF.alias,
    RevisionId: 'rev',
    // AWS leaves out what is empty; the SDK of Step Functions may not.
    ...((description !== '' || asItIs) && {Description: description}),
    ...((candidate || asItIs) && {RoutingConfig: {AdditionalVersionWeights: weights}}),
  };
}

/** By JSONata 2.0.6, the version that Step Functions runs. */
const whose = (answer: object): Promise<unknown> => {
  const {stable, candidate, rolloutId, stepWeights} = input;
  return jsonata(WHOSE).evaluate({}, {states: {result: answer}, stable, candidate, rolloutId, stepWeights});
};

const at = (marker: RolloutMarker) => markerTarget(TEXT, marker);
const byHand = (target: AliasTarget, change: Partial<AliasTarget>): AliasTarget => ({...target, ...change});
const half = {version: '7', weightPercent: 50};

const CASES: readonly (readonly [string, AliasTarget, string])[] = [
  ['the first step', at(ROLLOUT), 'ours'],
  ['the second', at(second), 'ours'],
  ['the third', at(third), 'ours'],
  ['the watch', at(watched), 'ours'],
  ['a candidate beside stable again', at(beside), 'ours'],
  ['a rollout that a process has resumed', at({...second, runner: 'a1b2'}), 'ours'],
  ['a rollout that a person holds', at({...second, held: true}), 'held'],
  ['a watch that a person holds', at({...watched, held: true}), 'held'],
  ['the same without a text of the user', markerTarget('', second), 'ours'],
  ['stable as it was', restoredTarget(at(second).description, '6'), 'stable'],
  ['stable without a description', {stable: '6', description: ''}, 'stable'],
  ['the candidate, promoted', promotedTarget(at(watched).description, ROLLOUT), 'candidate'],
  ['another rollout', at({...second, rolloutId: 'zzz999'}), 'theirs'],
  ['another version', {stable: '5', description: TEXT}, 'theirs'],
  ['weights without a marker', {stable: '6', candidate: half, description: TEXT}, 'theirs'],
  ['a marker with other weights', byHand(at(second), {candidate: half}), 'theirs'],
  [
    'a marker with weights of another version',
    byHand(at(second), {candidate: {version: '8', weightPercent: 25}}),
    'theirs',
  ],
  ['a marker whose weights are gone', {stable: '6', description: at(second).description}, 'theirs'],
  ['a marker of the watch beside stable', byHand(at(watched), {stable: '6'}), 'theirs'],
  ['a marker of the watch with weights', byHand(at(watched), {candidate: half}), 'theirs'],
];

describe('what an alias is to an execution', () => {
  it.each(CASES)('%s', async (_, target, expected) => {
    expect(await whose(toAnswer(target))).toBe(expected);
    expect(await whose(toAnswer(target, true))).toBe(expected);
    // The same rule as every other driver's.
    const state: AliasState = {...REF, ...target, aliasArn: 'arn', revisionId: 'rev'};
    const found = findRollout(state);
    const isOurs = 'marker' in found && found.marker.rolloutId === input.rolloutId;
    expect(isOurs).toBe(['ours', 'held'].includes(expected));
    if (isOurs) expect(found.kind).toBe(expected === 'held' ? 'heldElsewhere' : 'rollout');
  });

  it('a version that gets nothing is none', async () => {
    const answer = {...toAnswer({stable: '6', description: TEXT}), RoutingConfig: {AdditionalVersionWeights: {7: 0}}};
    expect(await whose(answer)).toBe('stable');
  });
});

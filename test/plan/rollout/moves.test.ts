import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {parseTrafficSpec, toTrafficSplit} from '../../../src/lib/model/rollout/traffic-spec.js';
import type {ObservedRollout} from '../../../src/lib/observe/rollout/rollout.js';
import type {Planned} from '../../../src/lib/plan/refusal.js';
import {planAbort} from '../../../src/lib/plan/rollout/abort.js';
import {judgeRollout} from '../../../src/lib/plan/rollout/judgement.js';
import {planPromote} from '../../../src/lib/plan/rollout/promote.js';
import {planRollback} from '../../../src/lib/plan/rollout/rollback.js';
import {planShift} from '../../../src/lib/plan/rollout/shift.js';
import type {TrafficMove} from '../../../src/lib/plan/rollout/traffic-move.js';
import {observed} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';

const STEP = 'Checkout [was 5] [lr1 k3x9a0 2/3 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]';
const WATCH = 'Checkout [was 5] [lr1 k3x9a0 w/3 6>7 5,25,50:5m hjb80+6+6+6 w10m 1a2b3c4d]';

function anAlias(stable: string, split?: string, description = 'Checkout [was 5]'): AliasState {
  const [version = '', weight] = split?.split('@') ?? [];
  return {
    functionName: 'checkout',
    alias: 'live',
    aliasArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
    stable,
    ...(split !== undefined && {candidate: {version, weightPercent: Number(weight)}}),
    description,
    revisionId: 'rev-1',
  };
}

const IDLE = observed(anAlias('6'));
const FOREIGN = observed(anAlias('6', '7@5'));
const RUNNING = observed(anAlias('6', '7@25', STEP));
const WATCHING = observed(anAlias('7', undefined, WATCH));
const NUDGED = observed(anAlias('6', '7@30', STEP));
const MOVED = observed(anAlias('7', undefined, STEP));
const NOTHING = observed(undefined);

/** `7@25 | description`, `unchanged`, or the codes of the refusals. */
function told(planned: Planned<TrafficMove>): string {
  if (!planned.ok) return planned.refusals.map(({code}) => code).join(' ');
  const {target, changed} = planned.plan;
  if (!changed) return 'unchanged';
  const split = target.candidate
    ? `${target.stable} ${target.candidate.version}@${target.candidate.weightPercent}`
    : target.stable;
  return `${split} | ${target.description}`;
}

describe('a shift', () => {
  it.each<[string, string, ObservedRollout, string]>([
    ['7@10', 'an alias at rest', IDLE, '6 7@10 | Checkout [was 5]'],
    ['7', 'an alias at rest', IDLE, '7 | Checkout [7 was 6 5]'],
    ['5', 'an alias at rest, back to where it was', IDLE, '5 | Checkout'],
    ['6', 'an alias that is there already', IDLE, 'unchanged'],
    ['7@0', 'an alias without that candidate', IDLE, 'unchanged'],
    ['6@10', 'stable itself', IDLE, 'SAME_VERSION'],
    ['6@90 7@10', 'an alias at rest, both said', IDLE, '6 7@10 | Checkout [was 5]'],
    ['7@90 6@10', 'an alias at rest: stable stays it with the small share', IDLE, '6 7@90 | Checkout [was 5]'],
    ['7@100 6@0', 'an alias at rest, all of it said twice', IDLE, '7 | Checkout [7 was 6 5]'],
    ['5@90 7@10', 'an alias whose stable is neither', IDLE, 'STABLE_NOT_IN_SPLIT'],
    ['6@95 7@5', 'weights of others that are so already, both said', FOREIGN, 'unchanged'],
    ['6@90 7@10', 'a rollout that is running, both said', RUNNING, 'ROLLOUT_RUNNING'],
    ['9@10', 'a version that is not there', IDLE, 'VERSION_NOT_FOUND'],
    ['7@5', 'weights of others that are so already', FOREIGN, 'unchanged'],
    ['7@20', 'weights of others, the same candidate', FOREIGN, '6 7@20 | Checkout [was 5]'],
    ['7', 'weights of others, all to their candidate', FOREIGN, '7 | Checkout [7 was 6 5]'],
    ['6', 'weights of others, all to stable', FOREIGN, '6 | Checkout [was 5]'],
    ['7@0', 'weights of others, none to their candidate', FOREIGN, '6 | Checkout [was 5]'],
    ['5', 'weights of others, a third version', FOREIGN, 'FOREIGN_WEIGHTS'],
    ['7@20', 'a running rollout', RUNNING, 'ROLLOUT_RUNNING'],
    ['5', 'a running rollout, a third version', RUNNING, 'ROLLOUT_RUNNING'],
    ['6', 'a running rollout, as an abort', RUNNING, '6 | Checkout [was 5]'],
    ['7', 'a running rollout, as a promotion', RUNNING, '7 | Checkout [7 was 6 5]'],
    ['6', 'a watched rollout, as an abort', WATCHING, '6 | Checkout [was 5]'],
    ['7', 'a watched rollout, as its end', WATCHING, '7 | Checkout [7 was 6 5]'],
    ['7', 'an orphaned rollout', NUDGED, '7 | Checkout [7 was 6 5]'],
    ['6', 'an orphaned rollout', NUDGED, '6 | Checkout [was 5]'],
    ['7@10', 'an orphaned rollout', NUDGED, 'ROLLOUT_ORPHANED'],
    ['7', 'no alias', NOTHING, 'ALIAS_NOT_FOUND'],
    ['7', 'no function', observed(undefined, {functionExists: false, versions: new Map()}), 'FUNCTION_NOT_FOUND'],
    ['7@10', 'provisioned concurrency', observed(anAlias('6'), {provisionedConcurrency: 1}), 'PROVISIONED_CONCURRENCY'],
    ['7', 'provisioned concurrency', observed(anAlias('6'), {provisionedConcurrency: 1}), '7 | Checkout [7 was 6 5]'],
  ])('to %s of %s', (text, _, seen, expected) => {
    expect(told(planShift(toTrafficSplit(text.split(' ').map(parseTrafficSpec)), seen))).toBe(expected);
  });

  it('to two versions wants them alike and Active', () => {
    const versions = new Map([
      ['6', aFunction({version: '6', state: 'Inactive'})],
      ['7', aFunction({version: '7', role: 'arn:aws:iam::123456789012:role/other'})],
    ]);
    const seen = observed(anAlias('6'), {versions});
    expect(told(planShift([parseTrafficSpec('7@10')], seen))).toBe('VERSION_NOT_ACTIVE VERSIONS_DIFFER');
    expect(told(planShift([parseTrafficSpec('7')], seen))).toBe('7 | Checkout [7 was 6 5]');
  });
});

describe('an abort', () => {
  it.each<[string, ObservedRollout, string]>([
    ['a running rollout', RUNNING, '6 | Checkout [was 5]'],
    ['a watched rollout', WATCHING, '6 | Checkout [was 5]'],
    ['a rollout whose weight somebody changed', NUDGED, '6 | Checkout [was 5]'],
    ['a rollout whose weights somebody cleared', observed(anAlias('6', undefined, STEP)), '6 | Checkout [was 5]'],
    ['a rollout that somebody promoted by other means', MOVED, 'ROLLOUT_ORPHANED'],
    ['a rollout of another version of lambda-release', observed(anAlias('6', '7@5', 'A [lr9 new]')), '6 | A'],
    [
      'a marker of another version without weights',
      observed(anAlias('6', undefined, 'A [lr9 new]')),
      'ROLLOUT_ORPHANED',
    ],
    ['no rollout', IDLE, 'unchanged'],
    ['weights of others', FOREIGN, 'FOREIGN_WEIGHTS'],
    ['no alias', NOTHING, 'ALIAS_NOT_FOUND'],
  ])('of %s', (_, seen, expected) => {
    expect(told(planAbort(seen))).toBe(expected);
  });
});

describe('a promotion', () => {
  it.each<[string, ObservedRollout, string]>([
    ['a running rollout', RUNNING, '7 | Checkout [7 was 6 5]'],
    ['a watched rollout', WATCHING, '7 | Checkout [7 was 6 5]'],
    ['an orphaned rollout', NUDGED, 'ROLLOUT_ORPHANED'],
    ['no rollout', IDLE, 'NO_ROLLOUT'],
    ['weights of others', FOREIGN, 'FOREIGN_WEIGHTS'],
    ['no alias', NOTHING, 'ALIAS_NOT_FOUND'],
  ])('of %s', (_, seen, expected) => {
    expect(told(planPromote({full: true}, seen, 0))).toBe(expected);
  });

  it('to the next step leaves the minute it is made in to nobody', () => {
    const promotedMs = Date.UTC(2026, 0, 1, 12, 20, 50);
    const planned = planPromote({full: false}, RUNNING, promotedMs);
    const {marker} = splitDescription(planned.ok ? planned.plan.target.description : '');
    const minuteMs = promotedMs - 50_000;
    // An outage of both versions from the moment of the promotion on.
    const minutes = [
      {minuteMs, version: '6', invocations: 5_500, errors: 750},
      {minuteMs, version: '7', invocations: 500, errors: 250},
    ];
    const sample = {minutes, settings: DEFAULT_SETTINGS, nowMs: promotedMs + 600_000};
    expect(marker && judgeRollout(marker, sample)).toMatchObject({verdict: 'undecided', step: {usableMinutes: 0}});
  });

  it('wants the candidate Active', () => {
    const versions = new Map([['7', aFunction({version: '7', state: 'Failed'})]]);
    expect(told(planPromote({full: true}, {...RUNNING, versions}, 0))).toBe('VERSION_NOT_ACTIVE');
  });
});

describe('a rollback', () => {
  const unknown = observed(anAlias('6', undefined, 'Checkout'));
  it.each<[string, ObservedRollout, string | undefined, string]>([
    ['the version before', IDLE, undefined, '5 | Checkout'],
    ['a named version of those before', observed(anAlias('8', undefined, 'A [was 7 6 5]')), '6', '6 | A [6 was 5]'],
    ['a named version nobody noted', IDLE, '7', '7 | Checkout'],
    ['where it is', IDLE, '6', 'unchanged'],
    ['a running rollout', RUNNING, undefined, '6 | Checkout [was 5]'],
    ['a running rollout, naming its stable', RUNNING, '6', '6 | Checkout [was 5]'],
    ['a running rollout, naming another', RUNNING, '5', 'ROLLOUT_RUNNING'],
    ['a watched rollout', WATCHING, undefined, '6 | Checkout [was 5]'],
    ['nobody knows where', unknown, undefined, 'PREVIOUS_UNKNOWN'],
    ['nobody knows where, named', unknown, '5', '5 | Checkout'],
    [
      'a note of the version that serves',
      observed(anAlias('7', undefined, 'A [7 was 6 5]')),
      undefined,
      '6 | A [6 was 5]',
    ],
    ['a note of another version', observed(anAlias('5', undefined, 'A [7 was 6]')), undefined, 'NOTE_OUTDATED'],
    ['a note of another version, named', observed(anAlias('5', undefined, 'A [7 was 6]')), '6', '6 | A'],
    [
      'a first-format note that cannot be of it',
      observed(anAlias('5', undefined, 'A [was 6]')),
      undefined,
      'NOTE_OUTDATED',
    ],
    ['a version that is gone', observed(anAlias('6', undefined, 'A [was 4]')), undefined, 'VERSION_NOT_FOUND'],
    ['no alias', NOTHING, undefined, 'ALIAS_NOT_FOUND'],
  ])('to %s', (_, seen, to, expected) => {
    expect(told(planRollback({...seen, others: ['5', '4']}, to))).toBe(expected);
  });

  it.each([
    [
      'names the likely one, to be looked at',
      {likely: '5'},
      /no other alias holds is 5; .*rollback checkout:live --to 5$/,
    ],
    ['names none where none is likely', {}, /^Nothing tells which version that was/],
  ])('%s when nobody knows where to', (_name, likely, first) => {
    const planned = planRollback({...unknown, others: ['7', '5'], ...likely});
    expect(planned.ok ? [] : planned.refusals[0].suggestions).toEqual([
      expect.stringMatching(first),
      'Active versions: 7, 5',
    ]);
  });

  it('tells of a note of another version what it says', () => {
    const seen = observed(anAlias('1', undefined, 'A [3 was 2]'));
    const planned = planRollback({...seen, others: []});
    expect(planned.ok ? [] : planned.refusals).toMatchObject([
      {
        message: expect.stringMatching(/serves version 1, .*\(2\) is of version 3/),
        suggestions: [expect.stringMatching(/--to 3$/), expect.stringMatching(/--to 2$/), expect.any(String)],
      },
    ]);
  });
});

import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {holdRollout} from '../../../src/lib/execute/rollout/hold.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {tick} from '../../../src/lib/execute/tick/tick.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {
  aProcess,
  aSpec,
  aWorld,
  BAD,
  DESCRIPTION,
  GOOD,
  observed,
  Process,
  path,
  REF,
  TOOK_BACK,
} from '../rollout/rollout-world.js';
import {begun, once} from './ticking.js';

const MINUTE_MS = 60_000;
const folder = '/release';

/** A process over the world of a rollout at its first step, some minutes after that began. */
async function later(minutes: number, traffic = GOOD): Promise<Process> {
  const first = await begun(traffic);
  return new Process(first.world, first.clock.now() + minutes * MINUTE_MS, traffic);
}

/** What somebody's hand has made of the alias. */
function rewrite({world, clock}: Process, change: (alias: AliasState) => Partial<AliasState>): void {
  const alias = world.newest(REF);
  if (!alias) throw new Error('There is no alias.');
  const {revisionId: _, aliasArn: __, ...state} = {...alias, ...change(alias)};
  world.put(state, clock.now());
}

describe('a tick', () => {
  it('does nothing to an alias at rest', async () => {
    const process = aProcess(BAD);
    expect(await once(process)).toMatchObject({kind: 'nothing', alias: {stable: '6'}});
    expect(process.gate.calls).toEqual(['getAlias']);
  });

  it('does nothing to an alias that is not there, or has weights that no rollout set', async () => {
    const gone = aProcess(GOOD);
    gone.world.delete(REF);
    expect(await once(gone)).toEqual({kind: 'nothing'});
    const foreign = aProcess(GOOD);
    rewrite(foreign, () => ({candidate: {version: '7', weightPercent: 5}}));
    expect(await once(foreign)).toMatchObject({kind: 'nothing'});
    expect(foreign.gate.calls).not.toContain('writeAlias');
  });

  it('never begins again what a person has taken back', async () => {
    const process = await later(1);
    await abortRollout(process.deps, REF);
    expect(await once(process)).toMatchObject({kind: 'nothing'});
    expect(path(process.world)).toEqual(['7@5', '6']);
  });

  it('moves nothing before its time, however often it is called', async () => {
    const process = await later(1);
    for (let count = 0; count < 20; count++) expect(await once(process)).toMatchObject({kind: 'waits'});
    expect(path(process.world)).toEqual(['7@5']);
  });

  it('moves once when its time has come, in one write', async () => {
    const process = await later(4);
    expect(await once(process)).toMatchObject({kind: 'moved', marker: {movedMs: {length: 2}}});
    expect(process.gate.calls.filter((call) => call === 'writeAlias')).toHaveLength(1);
    expect(await once(process)).toMatchObject({kind: 'waits'});
    expect(path(process.world)).toEqual(['7@5', '7@50']);
  });

  it('says when to look again: soon, and at the end of the bake', async () => {
    const process = await later(1);
    const {clock} = process;
    expect(await once(process)).toMatchObject({againMs: clock.now() + 20_000});
    await clock.sleep(110_000);
    const answer = await once(process);
    expect('againMs' in answer && answer.againMs - clock.now()).toBeLessThan(20_000);
  });

  it('takes a bad version back, says why with the counts, and is done with it', async () => {
    const process = await later(3, BAD);
    const answer = await once(process);
    if (answer.kind !== 'ended') throw new Error(`Ended as ${answer.kind}.`);
    const error = toRolloutError(answer.outcome);
    expect(error).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_ANALYSIS', traffic: 'restored'});
    expect(answer.outcome.record.served.candidate.errors).toBeGreaterThan(0);
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: expect.stringMatching(TOOK_BACK)});
    expect(await once(process)).toMatchObject({kind: 'nothing'});
  });

  it('leaves a rollout alone that waits for a person, and says so each time', async () => {
    const process = await later(10);
    await holdRollout(process.deps, REF);
    for (let count = 0; count < 2; count++) {
      const answer = await once(process);
      expect(answer).toMatchObject({kind: 'ended', outcome: {kind: 'held', cause: {kind: 'heldElsewhere'}}});
    }
    expect(path(process.world)).toEqual(['7@5', '7@5']);
  });

  it('goes on from a step that a person has approved', async () => {
    const process = await later(1);
    await promoteRollout(process.deps, {full: false}, observed(process.world.newest(REF)));
    await process.clock.sleep(5 * MINUTE_MS);
    expect(await once(process)).toMatchObject({kind: 'moved', marker: {movedMs: {length: 3}}});
  });

  it('is refused by other settings than the rollout was begun with, unless that is asked for', async () => {
    const process = await later(4);
    const settings = {...DEFAULT_SETTINGS, alpha: 0.05};
    const flags = {settings, stated: {settings: 'flags' as const}};
    expect(await once(process, flags)).toMatchObject({kind: 'refused', refusals: [{code: 'OTHER_SETTINGS'}]});
    expect(await once(process, {...flags, acceptSettings: true})).toMatchObject({kind: 'moved'});
  });

  it.each([
    ['what was kept, and says so', true, 'moved', ['OTHER_SETTINGS']],
    ['nothing where nothing was kept, and is refused', false, 'refused', []],
  ] as const)('is judged beside a release file that says otherwise by %s', async (_name, isKept, kind, codes) => {
    const process = await later(4);
    if (!isKept) process.deps.policies.kept.clear();
    const settings = {...DEFAULT_SETTINGS, alpha: 0.05};
    expect(await once(process, {settings, stated: {settings: 'file'}})).toMatchObject({kind});
    expect(process.events.events.flatMap((event) => (event.type === 'warning' ? event.code : []))).toEqual(codes);
  });
});

describe('a marker that somebody has kept', () => {
  it.each<[string, (alias: AliasState) => Partial<AliasState>]>([
    ['other weights', () => ({candidate: {version: '7', weightPercent: 20}})],
    ['another version', () => ({stable: '5'})],
    ['another candidate', () => ({candidate: {version: '8', weightPercent: 5}})],
    ['another step', ({description}) => ({description: description.replace(' 1/2 ', ' 2/2 ')})],
  ])('with %s is somebody’s hand, and left to him', async (_, change) => {
    const process = await later(4, BAD);
    rewrite(process, change);
    const before = process.world.newest(REF);
    const answer = await once(process);
    expect(answer).toMatchObject({kind: 'orphaned', alias: {revisionId: before?.revisionId}});
    expect(process.world.newest(REF)).toEqual(before);
  });

  it('with the very same routing is the rollout still, and a text that was changed is what comes back', async () => {
    const process = await later(3, BAD);
    rewrite(process, () => ({}));
    rewrite(process, ({description}) => ({description: description.replace('Checkout', 'Till')}));
    expect(await once(process)).toMatchObject({kind: 'ended', outcome: {kind: 'rolledBack'}});
    expect(process.world.newest(REF)).toMatchObject({
      stable: '6',
      description: expect.stringContaining(DESCRIPTION.replace('Checkout', 'Till')),
    });
  });

  it.each<[string, (alias: AliasState) => Partial<AliasState>]>([
    ['other weights', () => ({candidate: {version: '7', weightPercent: 20}})],
    ['another version', () => ({stable: '5'})],
  ])('in the moment of a move, with %s, ends with 6', async (_, change) => {
    const process = await later(4);
    process.gate.always = (call) =>
      call === 'writeAlias' && path(process.world).length === 1
        ? {kind: 'before', action: () => rewrite(process, change)}
        : undefined;
    const answer = await once(process);
    expect(answer.kind === 'ended' && toRolloutError(answer.outcome)).toMatchObject({exitCode: 6, code: 'TAKEN_OVER'});
    expect(path(process.world)).toHaveLength(2);
  });
});

describe('a tick that cannot read', () => {
  it('writes nothing, until nobody can have read since long after the bake', async () => {
    const first = await begun(GOOD);
    const blind = (minutes: number) => {
      const process = new Process(first.world, first.clock.now() + minutes * MINUTE_MS, GOOD);
      process.gate.always = (call) => (call === 'readAliasMetrics' ? {kind: 'fail'} : undefined);
      return once(process);
    };
    // Three minutes of bake, fifteen of patience and five more.
    for (const minutes of [1, 4, 10, 22]) expect((await blind(minutes)).kind).toBe('unread');
    expect(path(first.world)).toEqual(['7@5']);
    expect(await blind(24)).toMatchObject({kind: 'ended', outcome: {kind: 'rolledBack', cause: {kind: 'blind'}}});
    expect(path(first.world)).toEqual(['7@5', '6']);
  });

  it('the alias writes nothing at all', async () => {
    const process = await later(60);
    process.gate.always = (call) => (call === 'getAlias' ? {kind: 'fail'} : undefined);
    expect(await once(process)).toMatchObject({kind: 'unread'});
    expect(process.gate.calls).not.toContain('writeAlias');
  });
});

describe('a tick that cannot move', () => {
  it('gives stable everything', async () => {
    const process = await later(4);
    const failMs = process.clock.now() + MINUTE_MS;
    process.gate.always = (call) =>
      call === 'writeAlias' && process.clock.now() < failMs ? {kind: 'fail'} : undefined;
    expect(await once(process)).toMatchObject({
      kind: 'ended',
      outcome: {kind: 'rolledBack', cause: {kind: 'awsFailure'}},
    });
    expect(path(process.world)).toEqual(['7@5', '6']);
  });

  it('says with which commands, when it cannot do that either', async () => {
    const process = await later(4);
    process.gate.always = (call) => (call === 'writeAlias' ? {kind: 'fail'} : undefined);
    const answer = await once(process);
    expect(answer).toMatchObject({kind: 'ended', outcome: {kind: 'notRestored', repair: {length: 2}}});
  });
});

describe('a bug in the middle of a tick', () => {
  it('leaves no traffic on the candidate', async () => {
    const process = await later(4);
    const beforeMove = () => Promise.reject(new TypeError('ours'));
    const {settings, onInconclusive, promoteEarly} = aSpec();
    const policy = {settings, onInconclusive, promoteEarly, patienceMs: MINUTE_MS};
    const answer = await tick(process.deps, {ref: REF, policy, beforeMove}, process.controller.signal);
    expect(answer).toMatchObject({kind: 'takenBack', cause: {kind: 'bug', message: 'ours'}});
    expect(path(process.world)).toEqual(['7@5', '6']);
  });
});

describe('hooks of a tick', () => {
  const hooks = Object.fromEntries(
    ['beforeShift', 'afterStep', 'beforePromote', 'afterRollback'].map((moment) => [moment, {command: moment, folder}]),
  );

  it('run in the tick that moves, and in no other', async () => {
    const process = await later(1);
    await once(process, {checks: {smoke: [], hooks}});
    expect(process.deps.commands.requests).toEqual([]);
    await process.clock.sleep(3 * MINUTE_MS);
    await once(process, {checks: {smoke: [], hooks}});
    expect(process.deps.commands.requests.map(({command}) => command)).toEqual(['afterStep', 'beforeShift']);
  });

  it('that fail take the version back', async () => {
    const process = await later(4);
    process.deps.commands.exitCodes.set('beforeShift', 1);
    const answer = await once(process, {checks: {smoke: [], hooks}});
    expect(answer).toMatchObject({kind: 'ended', outcome: {kind: 'rolledBack', cause: {kind: 'hook'}}});
    expect(process.deps.commands.requests.at(-1)?.command).toBe('afterRollback');
  });
});

describe('a signal in the middle of a tick', () => {
  it('leaves the rollout to the next one', async () => {
    const process = await later(4);
    process.gate.always = (call) =>
      call === 'readAliasMetrics' ? {kind: 'after', action: () => process.interrupt()} : undefined;
    expect(await once(process)).toEqual({kind: 'interrupted'});
    expect(path(process.world)).toEqual(['7@5']);
    expect(await once(new Process(process.world, process.clock.now(), GOOD))).toMatchObject({kind: 'moved'});
  });

  it('says so when the move may have been made', async () => {
    const process = await later(4);
    const interrupt = () => process.clock.at(process.clock.now() + 500, () => process.interrupt());
    process.gate.always = (call) => (call === 'writeAlias' ? {kind: 'hangAfter', action: interrupt} : undefined);
    expect(await once(process)).toEqual({kind: 'interrupted', sent: true});
  });
});

it('a description that is full while it runs is given back to the character, with room for what was convicted', async () => {
  const process = aProcess(BAD, aWorld('x'.repeat(130)));
  await process.run({detach: true});
  await once(new Process(process.world, process.clock.now() + 3 * MINUTE_MS, BAD));
  const {stable, description} = process.world.newest(REF) ?? {};
  expect(stable).toBe('6');
  expect(description).toMatch(/^x{130} \[took back 7 2026-01-01T12:\d\dZ: candidate 7 failed[^[\]]+\]$/);
});

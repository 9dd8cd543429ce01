import {describe, expect, it} from 'vitest';
import {createAlias} from '../../../src/lib/execute/alias/create-alias.js';
import {moveTraffic} from '../../../src/lib/execute/alias/traffic-move.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {toMoveError} from '../../../src/lib/execute/rollout/release-error.js';
import {planPromote} from '../../../src/lib/plan/rollout/promote.js';
import type {Fault} from '../../fakes/call-gate.js';
import {AliasWorld} from '../../fakes/fake-aliases.js';
import {awsError} from '../../fakes/fake-functions.js';
import {
  aProcess,
  DESCRIPTION,
  GOOD,
  observed,
  Process,
  path,
  planOfShift,
  REF,
  START_MS,
} from '../rollout/rollout-world.js';

/** A process whose rollout died in the first bake. */
async function aDeadRollout(): Promise<Process> {
  const process = aProcess(GOOD);
  process.gate.faults.set(5, {kind: 'dieBefore'});
  void process.run();
  await process.gate.death;
  process.clock.stop();
  return process;
}

describe('a move of traffic', () => {
  it('is one guarded write, read back', async () => {
    const process = aProcess();
    const outcome = await moveTraffic(process.deps, planOfShift(process, '7@10'));
    expect(outcome).toMatchObject({kind: 'done', changed: true, alias: {stable: '6', candidate: {version: '7'}}});
    expect(path(process.world)).toEqual(['7@10']);
    expect(process.gate.calls).toEqual(['writeAlias', 'getAlias']);
    expect(process.events.types()).toEqual(['traffic.shifted']);
  });

  it('sends nothing when the alias is so already', async () => {
    const process = aProcess();
    expect(await moveTraffic(process.deps, planOfShift(process, '6'))).toMatchObject({kind: 'done', changed: false});
    expect(process.gate.calls).toEqual([]);
  });

  it('takes primary and weights in one write for all traffic', async () => {
    const process = aProcess();
    await moveTraffic(process.deps, planOfShift(process, '7@10'));
    await moveTraffic(process.deps, planOfShift(process, '7'));
    expect(path(process.world)).toEqual(['7@10', '7']);
  });

  it.each<[string, number, Fault]>([
    ['the write fails', 0, {kind: 'fail'}],
    ['the answer is lost', 0, {kind: 'lose'}],
    ['the SDK repeats a write whose answer was lost', 0, {kind: 'lose', error: awsError('PRECONDITION_FAILED')}],
    ['AWS throttles', 0, {kind: 'fail', error: awsError('THROTTLED')}],
    ['the write hangs', 0, {kind: 'hang'}],
    ['the answer hangs', 0, {kind: 'hangAfter'}],
    ['the read back fails', 1, {kind: 'fail'}],
    ['the read back hangs', 1, {kind: 'hang'}],
  ])('gets there when %s', async (_, index, fault) => {
    const process = aProcess();
    process.gate.faults.set(index, fault);
    const outcome = await moveTraffic(process.deps, planOfShift(process, '7'));
    expect(outcome).toMatchObject({kind: 'done', changed: true});
    expect(process.world.newest(REF)?.stable).toBe('7');
  });

  it('is left alone when somebody else wrote since it was planned', async () => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    process.world.put({...REF, stable: '5', description: 'mine'}, START_MS);
    const outcome = await moveTraffic(process.deps, plan);
    expect(outcome).toMatchObject({kind: 'takenOver', alias: {stable: '5'}});
    expect(path(process.world)).toEqual(['5']);
    expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 6, code: 'TAKEN_OVER'});
  });

  it('goes on when somebody else made the very same move', async () => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    process.world.put({...REF, ...plan.target}, START_MS);
    expect(await moveTraffic(process.deps, plan)).toMatchObject({kind: 'done'});
  });

  it('is refused by AWS without a trace when the caller may not write', async () => {
    const process = aProcess();
    process.gate.always = (call) =>
      call === 'writeAlias' ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
    const outcome = await moveTraffic(process.deps, planOfShift(process, '7'));
    expect(outcome.kind).toBe('refusedByAws');
    expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 4, code: 'ACCESS_DENIED'});
    expect(process.gate.calls.filter((call) => call === 'writeAlias')).toHaveLength(1);
  });

  it.each(['RESOURCE_CONFLICT', 'THROTTLED', 'AWS_ERROR', 'CREDENTIALS_EXPIRED'] as const)(
    'is tried for a minute, then refused without a trace, when AWS says %s each time',
    async (code) => {
      const process = aProcess();
      process.gate.always = (call) => (call === 'writeAlias' ? {kind: 'fail', error: awsError(code)} : undefined);
      const outcome = await moveTraffic(process.deps, planOfShift(process, '7@10'));
      expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 4, traffic: 'untouched'});
      expect(process.clock.now() - START_MS).toBeGreaterThanOrEqual(60_000);
      expect(path(process.world)).toEqual([]);
    },
  );

  it('is not denied when an earlier attempt was carried out and only its answer was lost', async () => {
    const process = aProcess();
    process.gate.always = (call) => (call === 'writeAlias' ? {kind: 'lose', error: awsError('THROTTLED')} : undefined);
    const outcome = await moveTraffic(process.deps, planOfShift(process, '7@10'));
    expect(outcome).toMatchObject({kind: 'done', changed: true});
  });

  it('says that nobody can tell, and the command that makes sure, when AWS stays away', async () => {
    const process = aProcess();
    process.gate.always = () => ({kind: 'fail'});
    const outcome = await moveTraffic(process.deps, planOfShift(process, '7@10'));
    const error = toMoveError(REF, outcome);
    expect(error).toMatchObject({exitCode: 6, code: 'MOVE_UNKNOWN', traffic: 'unknown'});
    expect(error?.suggestions.at(-1)).toContain(`--routing-config '{"AdditionalVersionWeights":{"7":0.1}}'`);
  });

  it('is not begun after a signal', async () => {
    const process = aProcess();
    process.interrupt('SIGTERM');
    const outcome = await moveTraffic(process.deps, planOfShift(process, '7'), process.controller.signal);
    expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 143, traffic: 'untouched'});
    expect(process.gate.calls).toEqual([]);
  });

  it('that is deleted under our hands is reported, not created again', async () => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    process.world.delete(REF);
    const outcome = await moveTraffic(process.deps, plan);
    expect(outcome).toEqual({kind: 'takenOver', was: '6'});
    expect(process.world.newest(REF)).toBeUndefined();
  });
});

describe('an abort by another process', () => {
  it('gives stable its traffic and the user the description, from the alias alone', async () => {
    const dead = await aDeadRollout();
    expect(dead.world.newest(REF)?.candidate?.version).toBe('7');
    const heir = new Process(dead.world, dead.clock.now());
    expect(await abortRollout(heir.deps, REF)).toMatchObject({kind: 'done', changed: true});
    expect(dead.world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
    expect(heir.events.types()).toEqual(['traffic.shifted', 'abort.finished']);
  });

  it('is harmless twice', async () => {
    const dead = await aDeadRollout();
    const heir = new Process(dead.world, dead.clock.now());
    await abortRollout(heir.deps, REF);
    expect(await abortRollout(heir.deps, REF)).toMatchObject({kind: 'done', changed: false});
  });

  it('follows a rollout that moves on in the same moment', async () => {
    const dead = await aDeadRollout();
    const alias = dead.world.newest(REF);
    if (!alias) throw new Error('No alias.');
    const heir = new Process(dead.world, dead.clock.now());
    const moveOn = () => {
      dead.world.put({...alias, description: alias.description.replace(/\]$/, ' held]')}, dead.clock.now());
    };
    heir.gate.faults.set(1, {kind: 'before', action: moveOn});
    expect(await abortRollout(heir.deps, REF)).toMatchObject({kind: 'done', changed: true});
    expect(dead.world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
  });

  it('does not follow somebody else', async () => {
    const dead = await aDeadRollout();
    const heir = new Process(dead.world, dead.clock.now());
    const takeOver = () => {
      dead.world.put({...REF, stable: '5', description: 'mine'}, dead.clock.now());
    };
    heir.gate.faults.set(1, {kind: 'before', action: takeOver});
    expect(await abortRollout(heir.deps, REF)).toMatchObject({kind: 'takenOver', alias: {stable: '5'}});
  });

  it('refuses weights of others', async () => {
    const process = aProcess();
    process.world.put({...REF, stable: '6', candidate: {version: '7', weightPercent: 5}, description: ''}, START_MS);
    const outcome = await abortRollout(process.deps, REF);
    expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 3, code: 'FOREIGN_WEIGHTS'});
  });
});

describe('a promotion by another process', () => {
  it('gives the candidate all traffic in one write', async () => {
    const dead = await aDeadRollout();
    const heir = new Process(dead.world, dead.clock.now());
    const planned = planPromote({full: true}, observed(dead.world.newest(REF)), 0);
    if (!planned.ok) throw new Error('Not planned.');
    expect(await moveTraffic(heir.deps, planned.plan)).toMatchObject({kind: 'done', changed: true});
    expect(path(dead.world)).toEqual(['7@5', '7']);
    expect(dead.world.newest(REF)?.description).toBe('Checkout, the live one. [7 was 6 5]');
  });

  it('is what the process that still runs the rollout ends with', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 120_000, () => {
      const planned = planPromote({full: true}, observed(process.world.newest(REF)), 0);
      if (!planned.ok) throw new Error('Not planned.');
      process.world.put({...REF, ...planned.plan.target}, process.clock.now());
    });
    expect(await process.run()).toMatchObject({kind: 'promoted', by: 'another process'});
    expect(path(process.world)).toEqual(['7@5', '7']);
  });
});

describe('a first release', () => {
  const plan = {kind: 'create-alias', ref: REF, candidate: '7', warnings: []} as const;

  it.each<[string, Fault | undefined]>([
    ['nothing goes wrong', undefined],
    ['AWS fails once', {kind: 'fail'}],
    ['the answer is lost', {kind: 'lose'}],
    ['the SDK repeats a call whose answer was lost', {kind: 'lose', error: awsError('ALIAS_EXISTS')}],
    ['the call hangs', {kind: 'hang'}],
  ])('creates the alias when %s', async (_, fault) => {
    const process = new Process(new AliasWorld(), START_MS);
    if (fault) process.gate.faults.set(0, fault);
    const outcome = await createAlias(process.deps, plan);
    expect(outcome.kind).toBe('created');
    expect(toMoveError(REF, outcome)).toBeUndefined();
    expect(process.world.momentsOf(REF)).toHaveLength(1);
  });

  it('leaves an alias alone that somebody else created on another version', async () => {
    const process = aProcess();
    const outcome = await createAlias(process.deps, plan);
    expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 6, code: 'TAKEN_OVER'});
    expect(path(process.world)).toEqual([]);
  });

  it('is given up at once, with what AWS said, when AWS refuses it', async () => {
    const process = new Process(new AliasWorld(), START_MS);
    process.gate.always = () => ({kind: 'fail', error: awsError('ACCESS_DENIED')});
    expect(toMoveError(REF, await createAlias(process.deps, plan))).toMatchObject({exitCode: 4, code: 'ACCESS_DENIED'});
    expect(process.gate.calls).toEqual(['createAlias', 'getAlias']);
  });

  it('says that nobody can tell when no answer ever comes and no read gets through', async () => {
    const process = new Process(new AliasWorld(), START_MS);
    process.gate.always = () => ({kind: 'hang'});
    expect(toMoveError(REF, await createAlias(process.deps, plan))).toMatchObject({
      exitCode: 6,
      code: 'MOVE_UNKNOWN',
      traffic: 'unknown',
      suggestions: expect.arrayContaining(['lambda-release rollout start checkout:live 7 --create']),
    });
  });

  it('reads the alias also when the time for creating it is over', async () => {
    const process = new Process(new AliasWorld(), START_MS);
    process.gate.always = (call) => (call === 'createAlias' ? {kind: 'hang'} : undefined);
    process.gate.faults.set(2, {kind: 'hangAfter'});
    expect(await createAlias(process.deps, plan)).toMatchObject({kind: 'created', alias: {stable: '7'}});
    expect(process.gate.calls).toEqual(['createAlias', 'getAlias', 'createAlias', 'getAlias']);
  });

  describe('that a signal ends', () => {
    /** Half a second into its first call of this port, in which that call hears nothing more. */
    async function interrupted(call: string, kind: 'hang' | 'hangAfter', signal: 'SIGINT' | 'SIGTERM') {
      const process = new Process(new AliasWorld(), START_MS);
      const action = () => process.clock.at(process.clock.now() + 500, () => process.interrupt(signal));
      process.gate.always = (name) => (name === call ? {kind, action} : undefined);
      const smoke = [{name: 'ok', payload: '{}', expect: {}, folder: '/'}];
      const outcome = await createAlias(process.deps, {...plan, checks: {hooks: {}, smoke}}, process.controller.signal);
      expect(process.clock.now() - START_MS).toBeLessThan(5_500);
      return {process, error: toMoveError(REF, outcome)};
    }

    it('in its smoke test creates nothing', async () => {
      const {process, error} = await interrupted('invoke', 'hang', 'SIGTERM');
      expect(error).toMatchObject({exitCode: 143, code: 'INTERRUPTED', traffic: 'untouched'});
      expect(process.gate.calls).not.toContain('createAlias');
    });

    it('while it is created says so when it was', async () => {
      const {process, error} = await interrupted('createAlias', 'hangAfter', 'SIGINT');
      expect(error).toMatchObject({exitCode: 130, code: 'INTERRUPTED', traffic: 'as asked'});
      expect(error?.message).toContain('it was created all the same');
      expect(process.world.newest(REF)?.stable).toBe('7');
      expect(process.events.types()).toContain('traffic.shifted');
    });

    it('while it is created does not say that nothing was changed when it is not there yet', async () => {
      const {error} = await interrupted('createAlias', 'hang', 'SIGINT');
      expect(error).toMatchObject({exitCode: 6, code: 'MOVE_UNKNOWN', traffic: 'unknown'});
      expect(error?.suggestions[1]).toBe('lambda-release rollout start checkout:live 7 --create');
    });

    it('between two attempts that AWS throttled creates nothing', async () => {
      const process = new Process(new AliasWorld(), START_MS);
      process.gate.always = () => ({kind: 'fail', error: awsError('THROTTLED')});
      process.clock.at(START_MS + 1_000, () => process.interrupt('SIGINT'));
      const outcome = await createAlias(process.deps, plan, process.controller.signal);
      expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 130, traffic: 'untouched'});
      expect(process.gate.calls.filter((call) => call === 'createAlias')).toHaveLength(1);
    });
  });
});

import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {moveTraffic} from '../../../src/lib/execute/alias/traffic-move.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {watchRollout} from '../../../src/lib/execute/rollout/watch.js';
import {parseTrafficSpec} from '../../../src/lib/model/rollout/traffic-spec.js';
import {observeRollback} from '../../../src/lib/observe/rollout/rollback.js';
import {observeRollout} from '../../../src/lib/observe/rollout/rollout.js';
import {planShift} from '../../../src/lib/plan/rollout/shift.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aProcess, observed, Process, path, planOfShift, REF, START_MS} from './rollout-world.js';

const CREATE = 'lambda-release rollout start checkout:live 6 --create';

async function aDetachedRollout(): Promise<Process> {
  const begun = aProcess();
  await begun.run({detach: true});
  return new Process(begun.world, begun.clock.now());
}

describe('an alias that AWS does not find for some seconds', () => {
  it.each([1, 3])('goes on being rolled out: %s reads in a bake', async (reads) => {
    const process = aProcess();
    process.clock.at(START_MS + 100_000, () => {
      process.world.missingReads = reads;
    });
    expect(await process.run()).toMatchObject({kind: 'promoted', by: 'us'});
  });

  it('is aborted all the same', async () => {
    const process = await aDetachedRollout();
    process.world.missingReads = 2;
    expect(await abortRollout(process.deps, REF)).toMatchObject({kind: 'done', changed: true});
    expect(path(process.world)).toEqual(['7@5', '6']);
  });

  it('is there for what is planned on it, and followed', async () => {
    const {deps, world, controller} = await aDetachedRollout();
    for (const read of [observeRollout(deps, REF), observeRollback(deps, REF)]) {
      world.missingReads = 1;
      expect((await read).alias).toMatchObject({stable: '6'});
    }
    world.missingReads = 1;
    const options = {ref: REF, settings: DEFAULT_SETTINGS, waitMs: 60_000};
    expect(await watchRollout(deps, options, controller.signal)).toMatchObject({kind: 'waitOver'});
  });
});

describe('an alias that is gone', () => {
  it('is told at once where there is nothing to abort', async () => {
    const process = aProcess();
    process.world.delete(REF);
    const outcome = await abortRollout(process.deps, REF);
    expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 3, code: 'ALIAS_NOT_FOUND'});
    expect(process.gate.calls).toEqual(['getAlias', 'listAliases']);
    expect(process.clock.now()).toBe(START_MS);
  });

  it('is believed where nobody may list the aliases', async () => {
    const process = aProcess();
    process.world.delete(REF);
    process.gate.always = (call) =>
      call === 'listAliases' ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
    expect(toMoveError(REF, await abortRollout(process.deps, REF))).toMatchObject({code: 'ALIAS_NOT_FOUND'});
  });

  it('in the middle of a rollout or of a move ends with 6 and the command that creates it as it was', async () => {
    const [rollout, move] = [aProcess(), aProcess()];
    rollout.clock.at(START_MS + 100_000, () => rollout.world.delete(REF));
    const plan = planOfShift(move, '7');
    move.world.delete(REF);
    for (const error of [toRolloutError(await rollout.run()), toMoveError(REF, await moveTraffic(move.deps, plan))]) {
      expect(error).toMatchObject({exitCode: 6, code: 'TAKEN_OVER', message: expect.stringContaining('it is gone')});
      expect(error?.suggestions.join('\n')).toContain(CREATE);
    }
  });

  it.each([
    ['6', true],
    ['6@10', false],
  ])('is created by the command that a shift to %s names: %s', (text, isNamed) => {
    const planned = planShift([parseTrafficSpec(text)], observed(undefined));
    const [refusal] = planned.ok ? [] : planned.refusals;
    expect(refusal?.code).toBe('ALIAS_NOT_FOUND');
    expect(refusal?.suggestions.join('\n').includes(CREATE)).toBe(isNamed);
  });
});

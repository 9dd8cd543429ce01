import {expect, it} from 'vitest';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {holdRollout} from '../../../src/lib/execute/rollout/hold.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import type {Conviction} from '../../../src/lib/model/alias/conviction.js';
import {promotedTarget} from '../../../src/lib/model/rollout/marker-target.js';
import {restoredTarget} from '../../../src/lib/plan/tick/find.js';
import {aProcess, BAD, type Process, REF} from './rollout-world.js';

/** Somebody else gives stable everything just before the `nth` write of a process gets there, and may convict the candidate. */
function restoresBefore({gate, world, clock}: Process, nth: number, convicted?: Conviction): void {
  let writes = 0;
  gate.always = (call) => {
    const alias = world.newest(REF);
    if (call !== 'writeAlias' || ++writes !== nth || !alias) return undefined;
    return {
      kind: 'before',
      action: () => world.put({...REF, ...restoredTarget(alias.description, '6', convicted)}, clock.now()),
    };
  };
}

it('ends as restored when somebody else restores it in the moment of its own way back', async () => {
  const process = aProcess(BAD);
  restoresBefore(process, 2);
  const error = toRolloutError(await process.run());
  expect(error).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_ANALYSIS', traffic: 'restored'});
  expect(process.world.newest(REF)).toMatchObject({stable: '6'});
});

it('has nothing left to do when the process restores it in the moment of the abort', async () => {
  const process = aProcess();
  await process.run({detach: true});
  restoresBefore(process, 1, {version: '7', at: '2026-01-01T12:05:00Z', reason: 'It fails.'});
  const outcome = await abortRollout(process.deps, REF);
  expect(outcome).toMatchObject({kind: 'done', changed: false, alias: {stable: '6'}});
});

it('finds no rollout to hold when the process restores it in that moment', async () => {
  const process = aProcess();
  await process.run({detach: true});
  restoresBefore(process, 1);
  expect(toMoveError(REF, await holdRollout(process.deps, REF))).toMatchObject({exitCode: 3, code: 'NO_ROLLOUT'});
});

it('is no restored alias when the process promotes it in the moment of the abort', async () => {
  const process = aProcess();
  await process.run({detach: true});
  const {gate, world, clock} = process;
  gate.always = (call) => {
    const alias = world.newest(REF);
    if (call !== 'writeAlias' || !alias?.candidate) return undefined;
    const promoted = promotedTarget(alias.description, {stable: '6', candidate: '7'});
    return {kind: 'before', action: () => world.put({...REF, ...promoted}, clock.now())};
  };
  expect(toMoveError(REF, await abortRollout(process.deps, REF))).toMatchObject({exitCode: 6, code: 'TAKEN_OVER'});
});

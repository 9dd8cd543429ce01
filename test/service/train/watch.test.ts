import {expect, it} from 'vitest';
import {promotedTarget} from '../../../src/lib/model/rollout/marker-target.js';
import {restoredTarget} from '../../../src/lib/plan/tick/find.js';
import type {Ports} from '../../../src/lib/service/ports.js';
import {watchTrain} from '../../../src/lib/service/train/watch.js';
import {aProcess, type Process, REF} from '../../execute/rollout/rollout-world.js';
import {aSession} from '../../fakes/a-session.js';

const TRAIN = {trainId: 'tr41n0', wave: 1};

/** A train of one car, which ends between the look at the train and the first look at the car itself. */
async function watched(end: (process: Process) => void) {
  const process = aProcess();
  await process.run({detach: true, train: TRAIN});
  const {deps, gate} = process;
  gate.faults.set(gate.calls.length, {kind: 'after', action: () => end(process)});
  const session = aSession({...deps, paced: {aliases: deps.aliases} as unknown as Ports['paced']});
  return watchTrain(session, [REF], {}, new AbortController().signal);
}

function become({world, clock}: Process, of: (description: string) => object): void {
  const alias = world.newest(REF);
  if (alias) world.put({...REF, ...alias, candidate: undefined, ...of(alias.description)} as never, clock.now());
}

it('does not tell of a car as released that was taken back before it could be followed', async () => {
  const taken = watched((process) => become(process, (description) => restoredTarget(description, '6')));
  await expect(taken).rejects.toMatchObject({exitCode: 5, traffic: 'restored'});
});

it('tells of a car as released that was promoted before it could be followed', async () => {
  const of = {stable: '6', candidate: '7', train: TRAIN};
  const released = watched((process) => become(process, (description) => promotedTarget(description, of)));
  await expect(released).resolves.toEqual({trainId: 'tr41n0', moved: ['checkout:live']});
});

it('knows nothing of a car that somebody else has moved before it could be followed', async () => {
  const moved = watched((process) => become(process, () => ({stable: '8', description: 'Theirs.'})));
  await expect(moved).rejects.toMatchObject({code: 'NO_ROLLOUT'});
});

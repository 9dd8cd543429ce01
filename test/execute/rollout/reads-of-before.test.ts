import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {watchRollout} from '../../../src/lib/execute/rollout/watch.js';
import {aProcess, BAD, DESCRIPTION, Process, path, REF, resume, START_MS, TOOK_BACK} from './rollout-world.js';

const AT_REST = {...REF, stable: '6', description: DESCRIPTION};

/** A rollout in its first bake whose process has died: whoever goes on with it has never seen the alias at rest. */
async function aDeadRollout(): Promise<Process> {
  const process = aProcess();
  process.gate.faults.set(5, {kind: 'dieBefore'});
  void process.run();
  await process.gate.death;
  process.clock.stop();
  return process;
}

/** The next `reads` of the alias show it as it was `by` states before. */
function lag({world}: Process, by: number, reads = 2): void {
  world.staleBy = by;
  world.staleReads = reads;
}

describe('a read that is older than the rollout', () => {
  it('does not end it where it is, for the process that has resumed it', async () => {
    const dead = await aDeadRollout();
    const heir = new Process(dead.world, dead.clock.now());
    // Its own claim and the first move lie between: the alias at rest was never seen by it.
    heir.clock.at(heir.clock.now() + 70_000, () => lag(heir, 2));
    expect(await resume(heir)).toMatchObject({kind: 'promoted', by: 'us'});
  });

  it('does not end it right after a write, when it is read back', async () => {
    const dead = await aDeadRollout();
    const heir = new Process(dead.world, dead.clock.now());
    lag(heir, 2, 1);
    expect(await resume(heir)).toMatchObject({kind: 'promoted', by: 'us'});
  });

  it('does not keep a process from taking a bad version back', async () => {
    const process = aProcess(BAD, dead0());
    process.clock.at(START_MS + 100_000, () => lag(process, 2));
    expect(await process.run()).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: expect.stringMatching(TOOK_BACK)});
  });

  it('does not end a watch as a rollout that was taken back', async () => {
    const dead = await aDeadRollout();
    const watcher = new Process(dead.world, dead.clock.now());
    watcher.clock.at(watcher.clock.now() + 50_000, () => lag(watcher, 1));
    const settings = DEFAULT_SETTINGS;
    const outcome = await watchRollout(watcher.deps, {ref: REF, settings, waitMs: 120_000}, watcher.controller.signal);
    expect(outcome).toMatchObject({kind: 'waitOver'});
  });

  it('does not tell an abort that there is nothing to take back', async () => {
    const dead = await aDeadRollout();
    const helper = new Process(dead.world, dead.clock.now());
    lag(helper, 1);
    expect(await abortRollout(helper.deps, REF)).toMatchObject({kind: 'done', changed: true});
    expect(path(helper.world)).toEqual(['7@5', '6']);
  });

  function dead0() {
    const {world} = aProcess();
    world.put({...AT_REST, stable: '5'}, START_MS - 3_000_000);
    world.put(AT_REST, START_MS - 2_000_000);
    return world;
  }
});

describe('somebody who writes the same content just before the first move', () => {
  it('has taken it over: a version that never had traffic is not taken back', async () => {
    const process = aProcess();
    const plan = process.run.bind(process);
    process.gate.always = (call) => {
      if (call !== 'writeAlias') return undefined;
      process.gate.always = undefined;
      return {kind: 'before', action: () => process.world.put(AT_REST, process.clock.now())};
    };
    expect(toRolloutError(await plan())).toMatchObject({exitCode: 6, code: 'TAKEN_OVER'});
    expect(path(process.world)).toEqual(['6']);
  });

  it('who has promoted the candidate meanwhile has not promoted this rollout', async () => {
    const process = aProcess();
    process.gate.always = (call) => {
      if (call !== 'writeAlias') return undefined;
      process.gate.always = undefined;
      const promoted = {...REF, stable: '7', description: 'Checkout, the live one. [was 6 5]'};
      return {kind: 'before', action: () => process.world.put(promoted, process.clock.now())};
    };
    expect(toRolloutError(await process.run())).toMatchObject({exitCode: 6, code: 'TAKEN_OVER'});
  });

  it('a first move that nobody knows of is told as that, when stable has everything again', async () => {
    const process = aProcess();
    let writes = 0;
    process.gate.always = (call) => {
      if (call !== 'writeAlias') return undefined;
      writes += 1;
      return writes <= 8 ? {kind: 'fail'} : undefined;
    };
    const error = toRolloutError(await process.run());
    expect(error).toMatchObject({exitCode: 5, traffic: 'restored'});
    expect(error?.message).not.toContain('was taken back');
  });
});

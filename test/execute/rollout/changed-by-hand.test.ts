import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import type {ReleaseError} from '../../../src/lib/errors.js';
import {moveTraffic} from '../../../src/lib/execute/alias/traffic-move.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {holdRollout} from '../../../src/lib/execute/rollout/hold.js';
import {tickOnce} from '../../../src/lib/execute/rollout/once.js';
import {toOnceError} from '../../../src/lib/execute/rollout/once-error.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {observeRolloutStatus} from '../../../src/lib/execute/rollout/status.js';
import {watchRollout} from '../../../src/lib/execute/rollout/watch.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {planResume} from '../../../src/lib/plan/rollout/resume.js';
import {aProcess, aSpec, observed, Process, planOfShift, REF, START_MS} from './rollout-world.js';

const AT_MS = START_MS + 120_000;

/** What somebody changes by hand and keeps the description, marker and all. */
const CHANGES: readonly (readonly [string, (alias: AliasState) => Partial<AliasState>])[] = [
  ['the weight', () => ({candidate: {version: '7', weightPercent: 33}})],
  ['the candidate', () => ({candidate: {version: '5', weightPercent: 5}})],
  ['stable', () => ({stable: '5'})],
  ['all traffic to the candidate', () => ({stable: '7', candidate: undefined as never})],
  ['all traffic to stable', () => ({candidate: undefined as never})],
];

function changeByHand({world}: Process, change: (alias: AliasState) => Partial<AliasState>, atMs: number): void {
  const alias = world.newest(REF);
  if (!alias) throw new Error('No alias.');
  const {candidate, ...changed} = {...alias, ...change(alias)};
  world.put({...changed, ...(candidate && {candidate})}, atMs);
}

/** A rollout in its first bake whose process has died. */
async function aDeadRollout(): Promise<Process> {
  const process = aProcess();
  process.gate.faults.set(5, {kind: 'dieBefore'});
  void process.run();
  await process.gate.death;
  process.clock.stop();
  return process;
}

async function expectLeftAlone(process: Process, error: ReleaseError | undefined): Promise<void> {
  const alias = process.world.newest(REF);
  expect(error).toMatchObject({
    exitCode: 6,
    code: 'TAKEN_OVER',
    suggestions: ['lambda-release status checkout:live', expect.anything()],
  });
  expect(error?.message).not.toContain('another process');
  // The way back that is printed works from there.
  const [, version = ''] = /shift checkout:live (\d+)$/.exec(error?.suggestions[1] ?? '') ?? [];
  const helper = new Process(process.world, process.clock.now());
  expect(await moveTraffic(helper.deps, planOfShift(helper, version))).toMatchObject({kind: 'done'});
  expect(process.world.newest(REF)?.stable).toBe(alias?.stable);
  expect(process.world.newest(REF)?.description).not.toContain('[lr');
  expect(process.world.newest(REF)?.candidate).toBeUndefined();
}

describe.each(CHANGES)('somebody changes %s by hand and keeps the description', (_, change) => {
  it('while a process works on the rollout: taken over, nobody can tell by whom', async () => {
    const process = aProcess();
    process.clock.at(AT_MS, () => changeByHand(process, change, AT_MS));
    await expectLeftAlone(process, toRolloutError(await process.run()));
  });

  it('just before it writes', async () => {
    const process = aProcess();
    let writes = 0;
    process.gate.always = (call) => {
      if (call !== 'writeAlias' || ++writes !== 2) return undefined;
      return {kind: 'before', action: () => changeByHand(process, change, process.clock.now())};
    };
    await expectLeftAlone(process, toRolloutError(await process.run()));
  });

  it('while another one watches', async () => {
    const dead = await aDeadRollout();
    const watcher = new Process(dead.world, dead.clock.now());
    watcher.clock.at(watcher.clock.now() + 30_000, () => changeByHand(watcher, change, watcher.clock.now()));
    const outcome = await watchRollout(watcher.deps, {ref: REF, settings: DEFAULT_SETTINGS}, watcher.controller.signal);
    if (outcome.kind === 'refused' || outcome.kind === 'waitOver') throw new Error(outcome.kind);
    await expectLeftAlone(watcher, toRolloutError(outcome));
  });

  it('before a tick of a process of its own', async () => {
    const dead = await aDeadRollout();
    const process = new Process(dead.world, dead.clock.now());
    changeByHand(process, change, process.clock.now());
    const {candidate: _candidate, steps: _steps, watchMs: _watchMs, ...policy} = aSpec();
    const {signal} = process.controller;
    const once = await tickOnce(process.deps, {...policy, acceptSettings: false}, signal);
    await expectLeftAlone(process, toOnceError(REF, once, signal));
  });

  it.each([
    ['an abort', (p: Process) => abortRollout(p.deps, REF)],
    ['a hold', (p: Process) => holdRollout(p.deps, REF)],
    ['a promotion', (p: Process) => promoteRollout(p.deps, {full: true}, observed(p.world.newest(REF)))],
  ])('between the read and the write of %s', async (_name, move) => {
    const dead = await aDeadRollout();
    const process = new Process(dead.world, dead.clock.now());
    process.gate.always = (call) => {
      if (call !== 'writeAlias') return undefined;
      process.gate.always = undefined;
      return {kind: 'before', action: () => changeByHand(process, change, process.clock.now())};
    };
    await expectLeftAlone(process, toMoveError(REF, await move(process)));
  });

  it('is seen by resume and status as what it is', async () => {
    const process = await aDeadRollout();
    changeByHand(process, change, process.clock.now());
    const {steps: _steps, watchMs: _watchMs, candidate: _candidate, ...policy} = aSpec();
    const planned = planResume({...policy, runner: 'heir', acceptSettings: false}, observed(process.world.newest(REF)));
    expect(planned).toMatchObject({ok: false, refusals: [{code: 'ROLLOUT_ORPHANED'}]});
    const {deps} = new Process(process.world, process.clock.now());
    const status = await observeRolloutStatus(deps, REF, {settings: DEFAULT_SETTINGS});
    expect(status.standing.kind).toBe('orphaned');
  });
});

describe('somebody writes the very same state of a rollout by hand', () => {
  const touch = (process: Process) => changeByHand(process, () => ({}), process.clock.now());

  it.each([
    ['touches it', touch],
    [
      'deletes it and creates it anew',
      (process: Process) => {
        const alias = process.world.newest(REF);
        process.world.delete(REF);
        if (alias) process.world.put(alias, process.clock.now());
      },
    ],
  ])('%s: id, marker and routing fit, so the process goes on with it', async (_name, change) => {
    const process = aProcess();
    process.clock.at(AT_MS, () => change(process));
    expect(await process.run()).toMatchObject({kind: 'promoted', by: 'us'});
    expect(process.world.newest(REF)).toMatchObject({stable: '7'});
  });
});

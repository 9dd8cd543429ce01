import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {awsError} from '../../fakes/fake-functions.js';
import {once} from '../tick/ticking.js';
import {aProcess, BAD, GOOD, Process, REF, type Script, START_MS} from './rollout-world.js';

const MINUTE_MS = 60_000;
const ENGINE = {engine: 'step-functions'} as const;

/** A process that hands its rollout over to an engine, which ticks once a minute. */
function engineered(traffic: Script = GOOD) {
  const process = aProcess(traffic);
  const {engine} = process.deps;
  const ends: string[] = [];
  const tick = async (atMs: number) => {
    if (engine.started.size > 0) {
      const answer = await once(new Process(process.world, process.clock, traffic));
      ends.push(answer.kind);
      if (answer.kind === 'ended' || answer.kind === 'nothing') return;
    }
    process.clock.at(atMs + MINUTE_MS, () => void tick(atMs + MINUTE_MS));
  };
  process.clock.at(START_MS + 75_000, () => void tick(START_MS + 75_000));
  return {process, engine, ends};
}

const run = async (process: Process, spec: Partial<RolloutSpec> = {}) => {
  const outcome = await process.run({...ENGINE, ...spec});
  return {outcome, error: toRolloutError(outcome)};
};

describe('a rollout that is handed over to the engine', () => {
  it('is begun here, and followed until the engine has promoted it', async () => {
    const {process, engine} = engineered();
    const {outcome, error} = await run(process);
    expect(error).toBeUndefined();
    expect(outcome).toMatchObject({kind: 'promoted', record: {execution: expect.stringMatching(/-1$/)}});
    expect([...engine.started.values()]).toEqual([
      expect.objectContaining({
        ...REF,
        stable: '6',
        candidate: '7',
        restored: 'Checkout, the live one. [was 5]',
        stepWeights: {1: 5, 2: 50, b: 50},
        repair: 'lambda-release shift checkout:live 6 --yes',
      }),
    ]);
    expect(process.gate.calls.filter((call) => call === 'writeAlias')).toHaveLength(1);
    expect(process.events.of('rollout.handedOver')).toHaveLength(1);
  });

  it('ends with 5 when the engine takes a bad version back', async () => {
    const {process} = engineered(BAD);
    expect((await run(process)).error).toMatchObject({exitCode: 5, traffic: 'restored'});
    expect(process.world.newest(REF)).toMatchObject({
      stable: '6',
      description: expect.stringMatching(/^Checkout, the live one\. \[was 5\] \[took back 7 /),
    });
  });

  it('is not waited for with --detach', async () => {
    const {process, engine} = engineered();
    const {outcome, error} = await run(process, {detach: true});
    expect(error).toBeUndefined();
    expect(outcome).toMatchObject({kind: 'detached', record: {execution: expect.any(String)}});
    expect(engine.started.size).toBe(1);
    expect(process.clock.now()).toBeLessThan(START_MS + 2 * MINUTE_MS);
  });

  it('goes on after Ctrl-C, which says so', async () => {
    const {process} = engineered();
    process.clock.at(START_MS + 2 * MINUTE_MS, () => process.interrupt());
    const {error} = await run(process);
    expect(error).toMatchObject({exitCode: 130, traffic: 'held', message: expect.stringContaining('goes on')});
    expect(process.world.newest(REF)).toMatchObject({candidate: {version: '7'}});
  });

  it('goes on after Ctrl-C before there was a look at it', async () => {
    const {process} = engineered();
    const hang = {kind: 'hang', action: () => process.interrupt()} as const;
    const isOver = () => process.deps.engine.started.size > 0;
    process.gate.always = (call) => (isOver() && call === 'getFunction' ? hang : undefined);
    expect((await run(process)).error).toMatchObject({exitCode: 130, traffic: 'held'});
  });

  it('goes on after --wait has run out, with 7', async () => {
    const {process} = engineered();
    const {error} = await run(process, {waitMs: 2 * MINUTE_MS});
    expect(error).toMatchObject({exitCode: 7, code: 'DRIVEN_ON', traffic: 'held'});
    expect(process.world.newest(REF)).toMatchObject({candidate: {version: '7'}});
  });

  it('goes on when it cannot be followed', async () => {
    const {process} = engineered();
    const reads = ['getAlias', 'readAliasMetrics', 'getFunction'];
    const isOver = () => process.deps.engine.started.size > 0;
    process.gate.always = (call) => (isOver() && reads.includes(call) ? {kind: 'fail'} : undefined);
    expect((await run(process)).error).toMatchObject({exitCode: 7, code: 'DRIVEN_ON', traffic: 'held'});
  });
});

describe('an engine that cannot be started', () => {
  it('gets no traffic: stable has everything, and 5 says why', async () => {
    const {process} = engineered();
    process.gate.always = (call) =>
      call === 'startExecution' ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
    const {error} = await run(process);
    expect(error).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_ENGINE', traffic: 'restored'});
    expect(error?.message).toContain('could not be started');
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: 'Checkout, the live one. [was 5]'});
    expect(process.world.newest(REF)?.candidate).toBeUndefined();
  });

  it('and one of which nobody knows whether it was, finds the rollout taken back and touches nothing', async () => {
    const {process, ends} = engineered();
    process.gate.always = (call) => (call === 'startExecution' ? {kind: 'lose'} : undefined);
    expect((await run(process)).error).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_ENGINE'});
    await process.clock.sleep(5 * MINUTE_MS);
    expect(ends).toEqual(['nothing']);
    expect(process.world.newest(REF)).toMatchObject({stable: '6'});
  });

  it('is not waited for by a person: Ctrl-C meanwhile takes back what was begun', async () => {
    const {process} = engineered();
    process.gate.always = (call) =>
      call === 'startExecution' ? {kind: 'hang', action: () => process.interrupt()} : undefined;
    expect((await run(process)).error).toMatchObject({exitCode: 130, traffic: 'restored'});
    expect(process.world.newest(REF)).toMatchObject({stable: '6'});
  });
});

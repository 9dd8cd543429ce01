import {describe, expect, it} from 'vitest';
import {awsError} from '../../fakes/fake-functions.js';
import {DESCRIPTION, TuneWorld} from './tune-world.js';

/** Calls of a run that nothing happens to. */
async function callsOfARun(): Promise<readonly string[]> {
  const world = new TuneWorld();
  await world.run();
  return world.gate.calls;
}

const CALLS = await callsOfARun();
const EACH = CALLS.map((call, index) => [index, call] as const);

describe('trying sizes on a copy', () => {
  it('measures warm calls alone, tells how long it took to begin, and leaves nothing', async () => {
    const world = new TuneWorld();
    expect(await world.run()).toMatchObject([
      {kind: 'measured', memoryMb: 128, calls: 5, meanMs: 100, p90Ms: 100, billedMs: 100, initMs: 150, maxMemoryMb: 60},
      {kind: 'measured', memoryMb: 256, calls: 5, meanMs: 50, initMs: 150},
    ]);
    expect(await world.copy()).toBeUndefined();
  });

  it('goes on with the other sizes after one that the function fails with', async () => {
    const world = new TuneWorld();
    const payload = '{"errorType":"Runtime.ExitError","errorMessage":"signal: killed"}';
    world.answer = (memoryMb) => (memoryMb === 128 ? {functionError: 'Unhandled', payload} : {});
    expect(await world.run()).toMatchObject([
      {kind: 'failed', memoryMb: 128, reason: expect.stringContaining('Runtime.ExitError: signal: killed')},
      {kind: 'measured', memoryMb: 256},
    ]);
  });

  it('waits where calls are throttled', async () => {
    const world = new TuneWorld();
    let refused = 0;
    world.gate.always = (call) =>
      call === 'invoke' && refused++ < 2 ? {kind: 'fail', error: awsError('THROTTLED')} : undefined;
    expect(await world.run()).toMatchObject([{calls: 5}, {calls: 5}]);
  });

  it('refuses to measure what does not say how long it took', async () => {
    const world = new TuneWorld();
    world.answer = () => ({logTail: 'hello'});
    await expect(world.run()).rejects.toMatchObject({exitCode: 3, code: 'REPORT_MISSING'});
    expect(await world.copy()).toBeUndefined();
  });

  it.each(EACH)('takes the copy away when call %i (%s) fails', async (index) => {
    const world = new TuneWorld();
    world.gate.faults.set(index, {kind: 'fail'});
    await world.run().catch(() => undefined);
    expect(await world.copy()).toBeUndefined();
    expect(world.events.of('warning')).toEqual([]);
  });

  it.each(EACH)('takes the copy away when the answer to call %i (%s) is lost', async (index, call) => {
    const world = new TuneWorld();
    world.gate.faults.set(index, {kind: 'lose'});
    const end = await world.run().catch(() => 'failed');
    expect(await world.copy()).toBeUndefined();
    if (['createFunction', 'updateConfiguration', 'deleteCopy'].includes(call)) expect(end).not.toBe('failed');
  });

  it.each(EACH)('takes the copy away when a signal comes before call %i (%s)', async (index) => {
    const world = new TuneWorld();
    const controller = new AbortController();
    world.gate.faults.set(index, {kind: 'before', action: () => controller.abort()});
    await world.run(controller.signal).catch(() => undefined);
    expect(await world.copy()).toBeUndefined();
  });

  it('takes away what appears after a signal has ended the wait for it', async () => {
    const world = new TuneWorld();
    const controller = new AbortController();
    world.gate.faults.set(0, {kind: 'hang', action: () => queueMicrotask(() => controller.abort())});
    world.gate.faults.set(1, {kind: 'after', action: () => void world.makeOurs()});
    await world.run(controller.signal).catch(() => undefined);
    expect(world.gate.calls).toEqual(['createFunction', 'getFunction', 'getFunction', 'deleteCopy']);
    expect(await world.copy()).toBeUndefined();
    expect(world.events.of('warning')).toEqual([]);
  });

  it('says with the command what may stay when nobody can tell whether there is one', async () => {
    const world = new TuneWorld();
    world.gate.faults.set(0, {kind: 'fail', error: awsError('TIMEOUT', {uncertain: true})});
    await expect(world.run()).rejects.toMatchObject({code: 'TIMEOUT'});
    expect(world.events.of('warning')).toMatchObject([
      {
        code: 'TUNE_COPY_LEFT',
        message: expect.stringMatching(/^Nobody can tell .* --function-name lambda-release-tune-checkout$/),
      },
    ]);
  });

  it('says with the command what stays when it cannot be taken away, and loses no measurement', async () => {
    const world = new TuneWorld();
    world.gate.always = (call) =>
      call === 'deleteCopy' ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
    expect(await world.run()).toHaveLength(2);
    expect(world.events.of('warning')).toMatchObject([
      {
        code: 'TUNE_COPY_LEFT',
        message: expect.stringContaining('aws lambda delete-function --function-name lambda-release-tune-checkout'),
      },
    ]);
    expect(await world.copy()).toMatchObject({description: DESCRIPTION});
  });

  it("leaves another run's copy alone", async () => {
    const world = new TuneWorld();
    await world.makeAnothers();
    await expect(world.run()).rejects.toMatchObject({code: 'FUNCTION_EXISTS'});
    expect(await world.copy()).toMatchObject({description: expect.stringContaining('another')});
  });
});

import {describe, expect, it} from 'vitest';
import {Deadline} from '../../../src/lib/execute/alias/deadline.js';
import {GuardedAlias} from '../../../src/lib/execute/alias/guarded-alias.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aProcess, DESCRIPTION, type Process, REF, START_MS} from '../rollout/rollout-world.js';

const FIVE = {stable: '6', candidate: {version: '7', weightPercent: 5}, description: DESCRIPTION};
const TEN = {stable: '6', candidate: {version: '7', weightPercent: 10}, description: DESCRIPTION};

function guarded(process: Process) {
  const before = process.world.newest(REF);
  if (!before) throw new Error('No alias.');
  const deadline = new Deadline({clock: process.clock, budgetMs: 60_000});
  return {alias: new GuardedAlias(process.deps.aliases, before), deadline};
}

describe('a guarded alias', () => {
  it('knows its own state when the answer of the write is lost', async () => {
    const process = aProcess();
    const {alias, deadline} = guarded(process);
    process.gate.faults.set(0, {kind: 'lose'});
    expect(await alias.write(FIVE, deadline)).toEqual({kind: 'written'});
    expect(alias.state.revisionId).toBe(process.world.newest(REF)?.revisionId);
  });

  it('reads on when AWS has said that the revision moved but the read does not show it yet', async () => {
    const process = aProcess();
    const {alias, deadline} = guarded(process);
    process.world.staleReads = 3;
    process.gate.faults.set(0, {kind: 'lose', error: awsError('PRECONDITION_FAILED')});
    expect(await alias.write(FIVE, deadline)).toEqual({kind: 'written'});
    expect(process.gate.calls).toHaveLength(5);
  });

  it('does not take a revision it has left behind for somebody else', async () => {
    const process = aProcess();
    const {alias, deadline} = guarded(process);
    await alias.write(FIVE, deadline);
    process.world.staleBy = 2;
    process.world.staleReads = 2;
    process.gate.faults.set(1, {kind: 'lose'});
    expect(await alias.write(TEN, deadline)).toEqual({kind: 'written'});
    expect(process.world.newest(REF)?.candidate?.weightPercent).toBe(10);
  });

  it('finds an earlier write of its own that arrived late, and writes over it', async () => {
    const process = aProcess();
    const {alias, deadline} = guarded(process);
    const {revisionId} = alias.state;
    process.gate.faults.set(0, {kind: 'fail', error: awsError('TIMEOUT')});
    expect(await alias.write(FIVE, deadline)).toMatchObject({kind: 'failed', sent: true});
    expect(alias.isUncertain).toBe(true);
    await process.deps.aliases.writeAlias({...REF, ...FIVE, revisionId});
    const restored = {stable: '6', description: DESCRIPTION};
    expect(await alias.write(restored, deadline)).toMatchObject({kind: 'failed'});
    expect(await alias.write(restored, deadline)).toEqual({kind: 'written'});
    expect(process.world.newest(REF)).toMatchObject(restored);
  });

  it('says that a refused write was never carried out', async () => {
    const process = aProcess();
    const {alias, deadline} = guarded(process);
    process.gate.faults.set(0, {kind: 'fail', error: awsError('ACCESS_DENIED')});
    expect(await alias.write(FIVE, deadline)).toMatchObject({kind: 'failed', sent: false});
    expect(alias.isUncertain).toBe(false);
  });

  it('never writes over a state that is not its own', async () => {
    const process = aProcess();
    const {alias, deadline} = guarded(process);
    process.world.put({...REF, ...FIVE, description: 'mine'}, START_MS);
    expect(await alias.write(FIVE, deadline)).toMatchObject({kind: 'takenOver', alias: {description: 'mine'}});
    expect(await alias.write(FIVE, deadline)).toMatchObject({kind: 'takenOver'});
  });
});

describe('a deadline', () => {
  const never = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

  it('ends a call that does not answer, long before its own end', async () => {
    const {clock} = aProcess();
    const deadline = new Deadline({clock, budgetMs: 300_000});
    await expect(deadline.call(never)).rejects.toThrow('No answer in time.');
    expect(clock.now()).toBe(START_MS + 15_000);
    expect(deadline.isOver).toBe(false);
    deadline.dispose();
  });

  it('leaves a call a moment more once a person waits', async () => {
    const process = aProcess();
    const {clock, controller} = process;
    const deadline = new Deadline({clock, budgetMs: 300_000, interrupt: controller.signal, interruptedMs: 4_000});
    clock.at(START_MS + 3_000, () => process.interrupt());
    await expect(deadline.call(never)).rejects.toThrow('No answer in time.');
    expect(clock.now()).toBe(START_MS + 4_500);
    await deadline.sleep(60_000);
    expect(clock.now()).toBe(START_MS + 7_000);
    expect(deadline.isOver).toBe(true);
  });

  it('ends at once when nothing is left for a person', async () => {
    const process = aProcess();
    const {clock, controller} = process;
    const deadline = new Deadline({clock, budgetMs: 300_000, interrupt: controller.signal});
    clock.at(START_MS + 3_000, () => process.interrupt());
    await expect(deadline.call(never)).rejects.toThrow('Time is up.');
    expect(clock.now()).toBe(START_MS + 3_000);
  });

  it('says what the last answer was, when time ends on the way to a better one', async () => {
    const {clock} = aProcess();
    const deadline = new Deadline({clock, budgetMs: 20_000});
    await expect(deadline.call(() => Promise.reject(new Error('Rate exceeded')))).rejects.toThrow('Rate exceeded');
    await deadline.sleep(15_000);
    await expect(deadline.call(never)).rejects.toThrow('Time is up; the last answer was: Rate exceeded');
    const silent = new Deadline({clock, budgetMs: 20_000, callMs: 60_000});
    await expect(silent.call(never)).rejects.toThrow(/^Time is up\.$/);
  });

  it('counts by the wall beside a fast clock', async () => {
    const {clock} = aProcess();
    const fast = Object.assign(clock, {speed: 60});
    const deadline = new Deadline({clock: fast, budgetMs: 300_000});
    await expect(deadline.call(never)).rejects.toThrow('No answer in time.');
    expect(clock.now()).toBe(START_MS + 60 * 15_000);
    deadline.dispose();
  });
});

import {describe, expect, test} from 'vitest';
import {RequestPacer} from '../../../src/lib/aws/request-pacer.js';
import {waitUntilActive, waitUntilUpdated} from '../../../src/lib/execute/publish/update-wait.js';
import {aFunction} from '../../fakes/a-function.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

function updating(updateMs: number) {
  const clock = new FakeClock();
  const functions = new FakeFunctions(clock, aFunction());
  const events = new EventRecorder();
  functions.updateMs = updateMs;
  functions.startUpdateBehindOurBack();
  return {clock, functions, events};
}

describe('waiting for an update', () => {
  test.each([0, 100, 700, 1_500, 4_000, 30_000, 200_000])('of %i ms costs a quarter more at most', async (updateMs) => {
    const world = updating(updateMs);
    const startedMs = world.clock.now();
    await waitUntilUpdated(world, 'checkout', {});

    const lateMs = world.clock.now() - startedMs - updateMs;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThanOrEqual(Math.min(Math.max(100, updateMs / 4), 3_000));
  });

  test('asks seldom when it takes minutes', async () => {
    const world = updating(60_000);
    await waitUntilUpdated(world, 'checkout', {});

    expect(world.functions.calls.length).toBeLessThanOrEqual(40);
  });

  test('is said when it begins and every three seconds, not at every look', async () => {
    const world = updating(10_000);
    await waitUntilUpdated(world, 'checkout', {});

    const elapsed = world.events.of('update.waiting').map(({elapsedMs}) => elapsedMs);
    expect(elapsed[0]).toBe(0);
    expect(elapsed.length).toBeGreaterThanOrEqual(3);
    expect(elapsed.length).toBeLessThanOrEqual(4);
  });

  test('ends at the deadline, not a pause later', async () => {
    const world = updating(Number.POSITIVE_INFINITY);
    const startedMs = world.clock.now();
    const waiting = waitUntilUpdated(world, 'checkout', {deadlineMs: startedMs + 60_000});

    await expect(waiting).rejects.toMatchObject({code: 'UPDATE_TIMED_OUT'});
    expect(world.clock.now() - startedMs).toBe(60_000);
  });

  test('a version is looked at the same way', async () => {
    const {clock, functions, events} = updating(0);
    functions.versionPendingMs = 2_000;
    const {revisionId, codeSha256} = (await functions.getFunction('checkout')) ?? aFunction();
    await functions.publishVersion({codeSha256, revisionId, description: 'first'});
    const startedMs = clock.now();
    await waitUntilActive({clock, functions, events}, 'checkout', '1');

    expect(clock.now() - startedMs).toBeLessThanOrEqual(2_500);
    expect(events.of('update.waiting')[0]?.status).toBe('Pending');
  });

  test('a version that starts from a snapshot is waited for with the reason, longer than any update', async () => {
    const clock = new FakeClock();
    const functions = new FakeFunctions(clock, aFunction({takesSnapshots: true}));
    const events = new EventRecorder();
    functions.versionPendingMs = 25 * 60_000;
    const {revisionId, codeSha256} = (await functions.getFunction('checkout')) ?? aFunction();
    await functions.publishVersion({codeSha256, revisionId, description: 'first'});
    const found = await waitUntilActive({clock, functions, events}, 'checkout', '1');

    expect(found.state).toBe('Active');
    expect(events.of('update.waiting')[0]?.status).toBe('Pending, AWS takes its SnapStart snapshot');
  });
});

test('however many functions wait, their looks stay inside the quota of GetFunction', async () => {
  const clock = new SimulatedClock(1_000_000);
  const pacer = new RequestPacer(clock);
  const looks: number[] = [];
  const waits = Array.from({length: 100}, async () => {
    const functions = new FakeFunctions(clock, aFunction());
    functions.updateMs = 6_000;
    functions.startUpdateBehindOurBack();
    functions.pollFunction = async (name, qualifier) => {
      await pacer.slot('GetFunction');
      looks.push(clock.now());
      return functions.getFunction(name, qualifier);
    };
    return waitUntilUpdated({clock, functions, events: new EventRecorder()}, 'checkout', {});
  });
  const found = await Promise.all(waits);

  expect(found.every(({lastUpdateStatus}) => lastUpdateStatus === 'Successful')).toBe(true);
  const perSecond = looks.map((start) => looks.filter((time) => time >= start && time < start + 1_000).length);
  expect(Math.max(...perSecond)).toBeLessThanOrEqual(60);
  expect(clock.now() - 1_000_000).toBeLessThanOrEqual(10_000);
});

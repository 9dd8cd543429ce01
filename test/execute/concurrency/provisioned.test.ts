import {describe, expect, test} from 'vitest';
import {provisionConcurrency} from '../../../src/lib/execute/concurrency/provisioned.js';
import type {ProvisionPlan} from '../../../src/lib/plan/concurrency/provision.js';
import type {ProvisionedState} from '../../../src/lib/ports/lambda/provisioned.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {ScriptedProvisioned} from '../../fakes/scripted-provisioned.js';

const ref = {functionName: 'checkout', alias: 'live'};

function provision(
  states: readonly (Partial<ProvisionedState> | undefined)[],
  plan: Partial<ProvisionPlan> = {},
  wait = true,
) {
  const deps = {provisioned: new ScriptedProvisioned(states), clock: new FakeClock(), events: new EventRecorder()};
  const whole: ProvisionPlan = {kind: 'provision', ref, wanted: 10, changed: true, ...plan};
  return {...deps, done: provisionConcurrency(deps, whole, {wait})};
}

describe('provisioned concurrency', () => {
  test('is waited for, with allocated of requested on the way', async () => {
    const {done, events} = provision([{allocated: 4}, {allocated: 10, status: 'READY'}]);
    expect(await done).toMatchObject({requested: 10, allocated: 10, status: 'READY'});
    expect(events.of('heartbeat').map(({message}) => message)).toEqual([
      'checkout:live: IN_PROGRESS, 0 of 10 allocated, 0s',
      'checkout:live: IN_PROGRESS, 4 of 10 allocated, 1s',
    ]);
  });

  test('is not waited for when nobody asks', async () => {
    const {done, provisioned} = provision([{status: 'READY'}], {}, false);
    expect(await done).toMatchObject({status: 'IN_PROGRESS'});
    expect(provisioned.calls).toEqual(['put 10']);
  });

  test('that is under way already is only waited for', async () => {
    const before = {requested: 10, allocated: 2, available: 0, status: 'IN_PROGRESS'};
    const {done, provisioned} = provision([{requested: 10, allocated: 10, status: 'READY'}], {changed: false, before});
    expect(await done).toMatchObject({allocated: 10});
    expect(provisioned.calls).toEqual(['get']);
  });

  test('that fails says why, and the ways out', async () => {
    const {done} = provision([{status: 'FAILED', statusReason: 'FUNCTION_ERROR_INIT_FAILURE'}]);
    await expect(done).rejects.toMatchObject({
      code: 'PROVISIONING_FAILED',
      exitCode: 4,
      message: expect.stringContaining('FUNCTION_ERROR_INIT_FAILURE'),
      suggestions: expect.arrayContaining([expect.stringContaining('unprovision checkout:live')]),
    });
  });

  test('that takes longer than 20 minutes goes on without us', async () => {
    const {done, clock} = provision([{allocated: 1}]);
    const startedMs = clock.now();
    await expect(done).rejects.toMatchObject({code: 'PROVISIONING_SLOW', exitCode: 7});
    expect(clock.now() - startedMs).toBe(20 * 60_000);
  });

  test('that somebody removes meanwhile is not waited for', async () => {
    await expect(provision([undefined]).done).rejects.toMatchObject({code: 'PROVISIONING_GONE'});
  });

  test('is removed, once', async () => {
    const removal = {kind: 'unprovision', ref, changed: true} as const;
    const deps = {provisioned: new ScriptedProvisioned([]), clock: new FakeClock(), events: new EventRecorder()};
    expect(await provisionConcurrency(deps, removal, {wait: false})).toBeUndefined();
    await provisionConcurrency(deps, {...removal, changed: false}, {wait: false});
    expect(deps.provisioned.calls).toEqual(['delete']);
  });
});

import {describe, expect, test} from 'vitest';
import {reserveConcurrency} from '../../../src/lib/execute/concurrency/concurrency.js';
import {observeConcurrency} from '../../../src/lib/observe/concurrency/concurrency.js';
import {planClear, planReserve} from '../../../src/lib/plan/concurrency/concurrency.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

async function reserve(concurrency: FakeConcurrency, wanted: number) {
  const planned = planReserve(await observeConcurrency({concurrency}, 'checkout'), wanted);
  if (!planned.ok) throw new Error(planned.refusals[0].message);
  await reserveConcurrency({concurrency, clock: aClock()}, planned.plan);
  return planned.plan;
}

function aClock(): SimulatedClock {
  return new SimulatedClock(Date.UTC(2026, 0, 1));
}

describe('reserved concurrency', () => {
  test('is set, read back and can be restored', async () => {
    const concurrency = new FakeConcurrency({reserved: {checkout: 20, search: 30}});
    expect(await reserve(concurrency, 50)).toMatchObject({
      reserved: 50,
      previous: 20,
      changed: true,
      unreservedAfter: 920,
      restoreCommand: 'lambda-release concurrency reserve checkout 20',
    });
    expect(await concurrency.getReserved('checkout')).toBe(50);
  });

  test('0 is not the same as none', async () => {
    const concurrency = new FakeConcurrency();
    expect(await reserve(concurrency, 0)).toMatchObject({
      reserved: 0,
      changed: true,
      restoreCommand: 'lambda-release concurrency clear checkout',
    });
    expect(await concurrency.getReserved('checkout')).toBe(0);
  });

  test('is cleared', async () => {
    const concurrency = new FakeConcurrency({reserved: {checkout: 20}});
    const plan = planClear(await observeConcurrency({concurrency}, 'checkout'));
    await reserveConcurrency({concurrency, clock: aClock()}, plan);
    expect(plan).toMatchObject({previous: 20, changed: true, unreservedAfter: 1_000});
    expect(concurrency.held('checkout')).toBeUndefined();
  });

  test('what is there already is not written again', async () => {
    const concurrency = new FakeConcurrency({reserved: {checkout: 20}});
    expect(await reserve(concurrency, 20)).toMatchObject({reserved: 20, changed: false});
    expect(concurrency.calls).not.toContain('putReserved');
  });

  test("AWS's refusal comes with the floor it named and what is left above it", async () => {
    const concurrency = new FakeConcurrency({limit: 100, floor: 40, reserved: {search: 30, checkout: 10}});
    await expect(reserve(concurrency, 50)).rejects.toMatchObject({
      code: 'UNRESERVED_FLOOR',
      message: expect.stringContaining('AWS keeps 40 unreserved in this account, and only 20 would be left'),
      suggestions: [expect.stringContaining('concurrency reserve checkout 30')],
      details: {floor: 40, most: 30},
    });
    expect(await concurrency.getReserved('checkout')).toBe(10);
  });

  test('an old value right after the write is read once more', async () => {
    const concurrency = new FakeConcurrency();
    const planned = planReserve(await observeConcurrency({concurrency}, 'checkout'), 5);
    if (!planned.ok) throw new Error('refused');
    concurrency.staleReads = 3;
    await reserveConcurrency({concurrency, clock: aClock()}, planned.plan);
    expect(concurrency.calls.slice(2)).toEqual(['putReserved', ...Array(4).fill('getReserved')]);
  });

  test('a value that stays another one is said', async () => {
    const concurrency = new FakeConcurrency();
    const planned = planReserve(await observeConcurrency({concurrency}, 'checkout'), 5);
    if (!planned.ok) throw new Error('refused');
    concurrency.staleReads = 99;
    const running = reserveConcurrency({concurrency, clock: aClock()}, planned.plan);
    await expect(running).rejects.toMatchObject({
      exitCode: 6,
      code: 'NOT_CONFIRMED',
      details: {wanted: 5, found: null},
    });
  });
});

describe('observing concurrency', () => {
  test('lists who holds what only when asked, largest first', async () => {
    const concurrency = new FakeConcurrency({reserved: {small: 1, large: 9, stopped: 0}});
    expect(await observeConcurrency({concurrency}, 'large')).toEqual({
      functionName: 'large',
      reserved: 9,
      account: {limit: 1_000, unreserved: 990},
    });
    const seen: number[] = [];
    const listed = await observeConcurrency({concurrency}, 'other', {
      listReservations: true,
      onProgress: (count) => seen.push(count),
    });
    expect(listed.reservations?.map(({functionName}) => functionName)).toEqual(['large', 'small', 'stopped']);
    expect(listed).not.toHaveProperty('reserved');
    expect(seen).toEqual([3]);
  });
});

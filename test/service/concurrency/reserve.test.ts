import {describe, expect, it} from 'vitest';
import {clearReservation, reserve} from '../../../src/lib/service/concurrency/reserve.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeHost} from '../../fakes/fake-host.js';
import {FakeTags} from '../../fakes/fake-tags.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

const {signal} = new AbortController();

function aPool({agrees = true, reserved = 50} = {}) {
  const clock = new SimulatedClock(Date.UTC(2026, 0, 1));
  return aSession({
    clock,
    functions: new FakeFunctions(clock, aFunction()),
    concurrency: new FakeConcurrency({reserved: {checkout: reserved}}),
    tags: new FakeTags(),
    host: new FakeHost({agrees}),
  });
}

describe('stopping a function', () => {
  it('is asked for twice, the second time by its name', async () => {
    const session = aPool();
    const report = await reserve(session, {functionName: 'checkout', wanted: 0}, {'dry-run': false}, signal);
    expect(session.host.heard).toEqual([
      expect.stringMatching(/^ask: Stop checkout\?/),
      expect.stringMatching(/^type checkout: /),
    ]);
    expect(report).toMatchObject({reserved: 0, dryRun: false});
    expect(await session.concurrency.getReserved('checkout')).toBe(0);
  });

  it.each([
    ['a no', {agrees: false}, false],
    ['a dry run', {}, true],
  ])('changes nothing: %s', async (_name, options, dryRun) => {
    const session = aPool(options);
    const wanted = {functionName: 'checkout', wanted: 0};
    await reserve(session, wanted, {'dry-run': dryRun}, signal).catch(() => undefined);
    expect(await session.concurrency.getReserved('checkout')).toBe(50);
  });

  it('asks nothing of a function that is stopped already', async () => {
    const session = aPool({reserved: 0, agrees: false});
    const report = await reserve(session, {functionName: 'checkout', wanted: 0}, {'dry-run': false}, signal);
    expect(report).toMatchObject({changed: false});
  });
});

it('a reservation goes back to the pool without a question', async () => {
  const session = aPool({agrees: false});
  await clearReservation(session, 'checkout', {'dry-run': false}, signal);
  expect(await session.concurrency.getReserved('checkout')).toBeUndefined();
});

import {expect, it} from 'vitest';
import {observeCapacity} from '../../../src/lib/observe/rollout/capacity.js';
import type {ProvisionedPort} from '../../../src/lib/ports/lambda/provisioned.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError} from '../../fakes/fake-functions.js';

const HELD = [{qualifier: '6', requested: 10, allocated: 10, status: 'READY'}];

function deps(list: () => Promise<typeof HELD>, reserved?: number) {
  const provisioned = {listProvisioned: list} as unknown as ProvisionedPort;
  return {
    provisioned,
    concurrency: new FakeConcurrency(reserved === undefined ? {} : {reserved: {checkout: reserved}}),
  };
}

it('is the reservation and who holds some of it', async () => {
  expect(
    await observeCapacity(
      deps(async () => HELD, 10),
      'checkout',
    ),
  ).toEqual({reserved: 10, provisioned: HELD});
});

it('asks for the pool of the account only where something is provisioned out of it', async () => {
  const none = deps(async () => []);
  expect(await observeCapacity(none, 'checkout')).toEqual({provisioned: []});
  expect(none.concurrency.calls).toEqual(['getReserved']);
  const held = deps(async () => HELD);
  expect(await observeCapacity(held, 'checkout')).toEqual({provisioned: HELD, unreserved: 1_000});
});

it('leaves out what may not be read, and throws what may be read in a moment', async () => {
  const denied = () => Promise.reject(awsError('ACCESS_DENIED'));
  expect(await observeCapacity(deps(denied, 10), 'checkout')).toEqual({reserved: 10, provisioned: []});
  const throttled = () => Promise.reject(awsError('THROTTLED'));
  await expect(observeCapacity(deps(throttled, 10), 'checkout')).rejects.toMatchObject({code: 'THROTTLED'});
});

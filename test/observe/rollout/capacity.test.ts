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

it('does not ask who holds some of a reservation that is not there', async () => {
  const never = () => Promise.reject(new Error('asked'));
  expect(await observeCapacity(deps(never), 'checkout')).toEqual({provisioned: []});
});

it('leaves out what may not be read, and throws what may be read in a moment', async () => {
  const denied = () => Promise.reject(awsError('ACCESS_DENIED'));
  expect(await observeCapacity(deps(denied, 10), 'checkout')).toEqual({reserved: 10, provisioned: []});
  const throttled = () => Promise.reject(awsError('THROTTLED'));
  await expect(observeCapacity(deps(throttled, 10), 'checkout')).rejects.toMatchObject({code: 'THROTTLED'});
});

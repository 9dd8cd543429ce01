import {expect, test} from 'vitest';
import {observeLeaseRole} from '../../../src/lib/observe/doctor/lease-role.js';
import {awsError} from '../../fakes/fake-functions.js';

const roles = (answer: () => unknown) => ({roles: {trustOf: async () => answer()}});
const failing = (error: unknown) =>
  roles(() => {
    throw error;
  });

test.each([
  ['a trust policy', roles(() => ({Statement: []})), {kind: 'seen', trust: {Statement: []}}],
  ['no such role', roles(() => undefined), {kind: 'absent'}],
  ['a denial', failing(awsError('ACCESS_DENIED')), {kind: 'unseen', why: 'iam:GetRole is denied'}],
  ['a network that is down', failing(awsError('NETWORK')), {kind: 'unseen', why: 'AWS said NETWORK.'}],
])('%s', async (_name, deps, seen) => {
  expect(await observeLeaseRole(deps, 'arn:aws:iam::123456789012:role/lease')).toEqual(seen);
});

test('a bug of ours is not hidden', async () => {
  await expect(observeLeaseRole(failing(new TypeError('x')), 'arn')).rejects.toThrow(TypeError);
});

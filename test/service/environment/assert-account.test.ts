import {expect, it} from 'vitest';
import {assertAccount} from '../../../src/lib/service/environment/assert-account.js';

const caller = {accountId: '111111111111', arn: 'arn:aws:iam::111111111111:user/anna', region: 'eu-west-1'};
const identity = {whoAmI: async () => caller};

it('nobody is asked who calls for an environment of no account', async () => {
  const silent = {whoAmI: () => Promise.reject(new Error('asked'))};
  expect(await assertAccount({environment: {name: 'staging', regions: []}}, silent)).toBeUndefined();
  expect(await assertAccount({}, silent)).toBeUndefined();
});

it('credentials of its account are let through', async () => {
  const environment = {name: 'staging', account: '111111111111', regions: []};
  expect(await assertAccount({environment}, identity)).toBe(caller);
});

it.each([
  [{profile: 'production'}, /Profile production is of the wrong account/],
  [{}, /Take credentials of account 222222222222/],
  [{absentProfile: 'production'}, /own profile, production, is not on this machine/],
])('credentials of another account are refused, %j', async (place, wayOut) => {
  const environment = {name: 'production', account: '222222222222', regions: []};
  await expect(assertAccount({...place, environment}, identity)).rejects.toMatchObject({
    code: 'ACCOUNT_MISMATCH',
    exitCode: 3,
    message: expect.stringMatching(/production is in account 222222222222.+ 111111111111 \(arn:/),
    suggestions: expect.arrayContaining([expect.stringMatching(wayOut)]),
  });
});

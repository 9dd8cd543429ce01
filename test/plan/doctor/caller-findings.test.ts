import {describe, expect, it} from 'vitest';
import {clockFindings, credentialFindings, permissionFindings} from '../../../src/lib/plan/doctor/caller-findings.js';

const CALLER = {
  arn: 'arn:aws:sts::123456789012:assumed-role/release/ci',
  accountId: '123456789012',
  region: 'eu-west-1',
};
const TIMES = {nowMs: 1_000_000, needsMs: 1_500_000};

describe('credentials', () => {
  it.each([
    [
      'a session that is handed over and too short',
      {kind: 'until', expiresMs: 1_600_000},
      'stop',
      'CREDENTIALS_TOO_SHORT',
    ],
    ['one that is long enough', {kind: 'until', expiresMs: 9_000_000}, 'ok', 'CREDENTIALS_LIFETIME'],
    ['one that the SDK renews', {kind: 'renewed', expiresMs: 1_600_000}, 'ok', 'CREDENTIALS_LIFETIME'],
    ['a key without an end', {kind: 'permanent'}, 'ok', 'CREDENTIALS_LIFETIME'],
    ['a session without a known end', {kind: 'unknown'}, 'ok', 'CREDENTIALS_LIFETIME'],
  ] as const)('%s', (_, lifetime, level, code) => {
    const [who, finding] = credentialFindings(CALLER, lifetime, TIMES);
    expect(who?.message).toContain('account 123456789012, region eu-west-1');
    expect(finding).toMatchObject({level, code});
    expect(finding?.suggestions.length ?? 0).toBe(level === 'stop' ? 1 : 0);
  });
});

it.each([
  [0, 'ok'],
  [-29_000, 'ok'],
  [45_000, 'warning'],
  [-299_000, 'warning'],
  [300_000, 'stop'],
  [-3_600_000, 'stop'],
])('a clock %i ms off is %s', (skewMs, level) => {
  expect(clockFindings(skewMs)).toMatchObject([{level}]);
});

it('says which way the clock is off', () => {
  expect(clockFindings(90_000)[0]?.message).toBe("This machine's clock is 1m30s behind AWS's.");
  expect(clockFindings(-90_000)[0]?.message).toBe("This machine's clock is 1m30s ahead of AWS's.");
});

it('names what is denied one by one, and what cannot be tried at once', () => {
  const check = {on: 'checkout:live', purpose: 'see what is there'};
  const found = permissionFindings([
    {...check, action: 'lambda:GetAlias', access: 'allowed'},
    {...check, action: 'lambda:GetFunction', access: 'denied'},
    {...check, action: 'lambda:UpdateAlias', access: 'untested'},
    {...check, action: 'lambda:UpdateAlias', on: 'refund:live', access: 'untested'},
  ]);
  expect(found.map(({level, message}) => [level, message])).toEqual([
    ['ok', '1 of 4 permissions were tried and are there.'],
    ['stop', 'lambda:GetFunction on checkout:live is denied; it is needed to see what is there.'],
    ['ok', 'No harmless call can tell about lambda:UpdateAlias.'],
  ]);
});

it('only warns of what a release goes without, and does not ask to compare it', () => {
  const check = {on: 'the account', purpose: 'show the pool', isOptional: true} as const;
  const found = permissionFindings([
    {...check, action: 'lambda:GetAccountSettings', access: 'denied'},
    {...check, action: 'lambda:DeleteFunction', access: 'untested'},
  ]);
  expect(found.map(({level, message}) => [level, message])).toEqual([
    ['ok', '0 of 1 permissions were tried and are there.'],
    ['warning', 'lambda:GetAccountSettings on the account is denied; it is needed to show the pool.'],
  ]);
});

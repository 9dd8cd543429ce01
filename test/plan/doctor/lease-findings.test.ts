import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {packageRoot} from '../../../src/lib/package-root.js';
import {leaseFindings} from '../../../src/lib/plan/doctor/lease-findings.js';

const CALLER = {arn: 'arn:aws:sts::123456789012:assumed-role/ci/job', accountId: '123456789012', region: 'eu-west-1'};
const ROLE = 'arn:aws:iam::123456789012:role/ops/lambda-release-lease';

const trusting = (Service: string) => ({
  Statement: [{Effect: 'Allow', Principal: {Service}, Action: 'sts:AssumeRole'}],
});

test.each([
  [
    'trusts Scheduler',
    {kind: 'seen', trust: trusting('scheduler.amazonaws.com')},
    'ok',
    'LEASE_ROLE',
    /which trusts Scheduler;/,
  ],
  [
    'trusts another service',
    {kind: 'seen', trust: trusting('lambda.amazonaws.com')},
    'stop',
    'LEASE_ROLE_UNTRUSTED',
    /does not let scheduler/,
  ],
  ['is not there', {kind: 'absent'}, 'stop', 'LEASE_ROLE_MISSING', /does not exist/],
  [
    'may not be looked at',
    {kind: 'unseen', why: 'iam:GetRole is denied'},
    'ok',
    'LEASE_ROLE',
    /could not be looked at \(iam:GetRole is denied\)/,
  ],
] as const)('a role that %s', (_name, observed, level, code, message) => {
  expect(leaseFindings(ROLE, CALLER, observed)).toMatchObject([{level, code, message: expect.stringMatching(message)}]);
});

test('a role of another account is no use, whatever it trusts', () => {
  const role = 'arn:aws:iam::210987654321:role/lease';
  expect(leaseFindings(role, CALLER, {kind: 'absent'})).toMatchObject([{code: 'LEASE_ROLE_ELSEWHERE'}]);
});

test('what mends a trust admits Scheduler, and is what the template says', async () => {
  const [finding] = leaseFindings(ROLE, CALLER, {kind: 'seen', trust: {}});
  const [, name, document = ''] =
    /--role-name (\S+) --policy-document '(.*)'$/.exec(finding?.suggestions[0] ?? '') ?? [];
  const trust = JSON.parse(document);
  const template = await readFile(path.join(packageRoot, 'templates/lease-role.yaml'), 'utf8');
  const filled = template
    .replaceAll(/!(Ref|Sub|GetAtt)/g, '')
    .replaceAll(/\$\{AWS::Partition\}/g, 'aws')
    .replaceAll(/(\$\{)?AWS::AccountId\}?/g, '"123456789012"')
    .replaceAll(':"123456789012":', ':123456789012:');

  expect(name).toBe('lambda-release-lease');
  expect(leaseFindings(ROLE, CALLER, {kind: 'seen', trust})).toMatchObject([{level: 'ok'}]);
  expect(trust).toEqual(parse(filled).Resources.LeaseRole.Properties.AssumeRolePolicyDocument);
});

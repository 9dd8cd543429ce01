import {expect, test} from 'vitest';
import {IamRoles} from '../../../src/lib/aws/iam/roles.js';
import {stubAws} from '../stub-aws.js';

const ROLE = 'arn:aws:iam::123456789012:role/ops/lease';
const XML = {'content-type': 'text/xml'};

test('a trust policy comes decoded, of the role by its name without its path', async () => {
  const trust = {Statement: [{Effect: 'Allow', Principal: {Service: 'scheduler.amazonaws.com'}}]};
  const document = encodeURIComponent(JSON.stringify(trust));
  const {clients, requests} = await stubAws(() => ({
    status: 200,
    headers: XML,
    body: `<GetRoleResponse><GetRoleResult><Role><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>`,
  }));
  expect(await new IamRoles(clients).trustOf(ROLE)).toEqual(trust);
  expect(String(requests[0]?.body)).toMatch(/&RoleName=lease$/);
});

test.each([
  [404, 'NoSuchEntity', undefined],
  [403, 'AccessDenied', 'ACCESS_DENIED'],
])('%i %s', async (status, name, code) => {
  const {clients} = await stubAws(() => ({
    status,
    headers: XML,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>no</Message></Error></ErrorResponse>`,
  }));
  const trust = new IamRoles(clients).trustOf(ROLE);
  if (code === undefined) expect(await trust).toBeUndefined();
  else await expect(trust).rejects.toMatchObject({code});
});

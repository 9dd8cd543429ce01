import {AssumeRoleCommand, GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {expect, test} from 'vitest';
import {Sessions} from '../../../src/lib/sandbox/credentials/sessions.js';
import {createSts} from '../../../src/lib/sandbox/sts/sts-service.js';
import {NOW_MS, StandingClock} from '../cloudwatch/metrics-fixture.js';
import {hostService} from '../service-host.js';

const ROLE = {RoleArn: 'arn:aws:iam::999988887777:role/ci/deploy', RoleSessionName: 'run-1'};

async function aClient() {
  const sessions = new Sessions(new StandingClock(NOW_MS));
  const host = await hostService(createSts({region: 'eu-west-1', accountId: '111122223333'}, sessions));
  const credentials = {accessKeyId: 'x', secretAccessKey: 'y'};
  const client = new STSClient({endpoint: host.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1});
  return {client, host, sessions, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

test('GetCallerIdentity tells the account; another action is refused by name', async () => {
  await using at = await aClient();
  expect(await at.client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:user/sandbox',
  });
  const response = await fetch(at.host.endpoint, {
    method: 'POST',
    body: new URLSearchParams({Action: 'DecodeMessage'}),
  });
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('<Code>InvalidAction</Code>'),
  ]);
});

test('a role is assumed under the name of a session, for an hour unless asked otherwise', async () => {
  await using at = await aClient();
  const first = await at.client.send(new AssumeRoleCommand(ROLE));
  expect(first.AssumedRoleUser?.Arn).toBe('arn:aws:sts::999988887777:assumed-role/deploy/run-1');
  expect(first.Credentials?.Expiration).toEqual(new Date(NOW_MS + 3_600_000));
  const second = await at.client.send(new AssumeRoleCommand({...ROLE, RoleSessionName: 'run-2', DurationSeconds: 900}));
  expect(second.Credentials?.Expiration).toEqual(new Date(NOW_MS + 900_000));
  const [id, other] = [first, second].map(({AssumedRoleUser}) => AssumedRoleUser?.AssumedRoleId?.split(':')[0]);
  expect([id, id]).toEqual([other, expect.stringMatching(/^AROA[A-Z2-7]{17}$/)]);
});

test.each([
  ['a short session name', {RoleSessionName: 'x'}, /'roleSessionName' failed to satisfy constraint/],
  ['a session name with a space', {RoleSessionName: 'run 1'}, /regular expression pattern/],
  ['less than 15 minutes', {DurationSeconds: 899}, /greater than or equal to 900/],
  ['more than 12 hours', {DurationSeconds: 43_201}, /less than or equal to 43200/],
  ['what is no role', {RoleArn: 'arn:aws:iam::999988887777:user/me'}, /is invalid/],
])('%s is refused', async (_, change, message) => {
  await using at = await aClient();
  const refused = at.client.send(new AssumeRoleCommand({...ROLE, ...change}));
  await expect(refused).rejects.toMatchObject({message: expect.stringMatching(message)});
});

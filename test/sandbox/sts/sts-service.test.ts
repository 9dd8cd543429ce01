import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
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

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
const claims = {iss: 'https://token.example.com', sub: 'repo:shop/checkout', aud: 'sts.amazonaws.com'};

test('a token of a provider assumes a role, and its claims are told', async () => {
  await using at = await aClient();
  const answer = await at.client.send(new AssumeRoleWithWebIdentityCommand({...ROLE, WebIdentityToken: jwt(claims)}));
  expect(answer).toMatchObject({
    SubjectFromWebIdentityToken: 'repo:shop/checkout',
    Audience: 'sts.amazonaws.com',
    Provider: 'token.example.com',
    AssumedRoleUser: {Arn: 'arn:aws:sts::999988887777:assumed-role/deploy/run-1'},
    Credentials: {Expiration: new Date(NOW_MS + 3_600_000)},
  });
});

test.each([
  ['no JWT', 'token', 'InvalidIdentityTokenException'],
  ['nobody', jwt({...claims, sub: undefined}), 'InvalidIdentityTokenException'],
  ['a token that has expired', jwt({...claims, exp: NOW_MS / 1000}), 'ExpiredTokenException'],
])('%s assumes none', async (_what, WebIdentityToken, name) => {
  await using at = await aClient();
  const command = new AssumeRoleWithWebIdentityCommand({...ROLE, WebIdentityToken});
  await expect(at.client.send(command)).rejects.toMatchObject({name});
});

test('a user has session tokens, a session has none, and keys tell whose they are', async () => {
  await using at = await aClient();
  const {Credentials} = await at.client.send(new GetSessionTokenCommand({}));
  expect(Credentials?.Expiration).toEqual(new Date(NOW_MS + 43_200_000));
  const {AccessKeyId = '', SecretAccessKey = '', SessionToken} = Credentials ?? {};
  const session = new STSClient({
    endpoint: at.host.endpoint,
    region: 'eu-west-1',
    credentials: {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken ?? ''},
    maxAttempts: 1,
  });
  await expect(session.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({name: 'AccessDenied'});
  const {Account} = await at.client.send(new GetAccessKeyInfoCommand({AccessKeyId}));
  expect(Account).toBe('111122223333');
});

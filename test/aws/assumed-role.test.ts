import {afterEach, expect, test, vi} from 'vitest';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {SdkCredentials} from '../../src/lib/aws/credentials.js';
import {StsIdentity} from '../../src/lib/aws/identity.js';
import {stubAws, stubEnvironment} from './stub-aws.js';

const ROLE = {arn: 'arn:aws:iam::222222222222:role/releaser', sessionName: 'lambda-release-anna'};
const NOW_MS = Date.UTC(2030, 0, 1, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

afterEach(() => {
  vi.useRealTimers();
});

function session(id: number, endMs: number): string {
  const end = new Date(endMs).toISOString();
  return `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${end}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}

const CALLER = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>222222222222</Account><Arn>arn:aws:sts::222222222222:assumed-role/releaser/x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const REFUSED = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>`;

/** An STS that gives sessions of an hour, the first `sessions` times, and clients that act as the role. */
async function stubSts(sessions = Number.POSITIVE_INFINITY) {
  vi.useFakeTimers({now: NOW_MS, toFake: ['Date']});
  let given = 0;
  const {requests} = await stubAws(({body}) => {
    const headers = {'content-type': 'text/xml'};
    if (!String(body).includes('Action=AssumeRole')) return {status: 200, headers, body: CALLER};
    given += 1;
    if (given > sessions) return {status: 403, headers, body: REFUSED};
    return {status: 200, headers, body: session(given, Date.now() + HOUR_MS)};
  });
  const clients = new AwsClients({region: 'eu-west-1', role: ROLE});
  const assumptions = () => requests.filter(({body}) => String(body).includes('Action=AssumeRole'));
  const keys = () => requests.map(({headers}) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]);
  return {clients, assumptions, keys};
}

test('every call is made as the role, in one session that says who', async () => {
  const {clients, assumptions, keys} = await stubSts();
  const lambda = await clients.lambda();
  await new StsIdentity(clients).whoAmI();
  await Promise.all([lambda.client.config.credentials(), (await clients.traffic()).client.config.credentials()]);
  expect(keys()).toEqual(['AKIAIOSFODNN7EXAMPLE', 'ASIA1']);
  const body = new URLSearchParams(String(assumptions()[0]?.body));
  expect([body.get('RoleArn'), body.get('RoleSessionName')]).toEqual([ROLE.arn, ROLE.sessionName]);
});

test('the next session is fetched in the last five minutes of the one before', async () => {
  const {clients, assumptions} = await stubSts();
  const keyAt = async (sinceMs: number) => {
    vi.setSystemTime(NOW_MS + sinceMs);
    return (await clients.credentials()).accessKeyId;
  };
  expect(await keyAt(0)).toBe('ASIA1');
  expect(await keyAt(HOUR_MS - 6 * MINUTE_MS)).toBe('ASIA1');
  expect(await keyAt(HOUR_MS - 4 * MINUTE_MS)).toBe('ASIA2');
  expect(assumptions()).toHaveLength(2);
});

test('a session that cannot be renewed is used until its last minute', async () => {
  const {clients} = await stubSts(1);
  await clients.credentials();
  vi.setSystemTime(NOW_MS + HOUR_MS - 2 * MINUTE_MS);
  expect((await clients.credentials()).accessKeyId).toBe('ASIA1');
  vi.setSystemTime(NOW_MS + HOUR_MS - MINUTE_MS / 2);
  await expect(clients.credentials()).rejects.toMatchObject({code: 'ACCESS_DENIED'});
});

test('a role that does not let the caller in is told by its name, with the two places to look at', async () => {
  const {clients} = await stubSts(0);
  await expect(new StsIdentity(clients).whoAmI()).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    exitCode: 4,
    message: expect.stringContaining(`sts:AssumeRole on role ${ROLE.arn}`),
    suggestions: expect.arrayContaining([expect.stringContaining('trust policy')]),
  });
});

const SESSION_END_MS = NOW_MS + HOUR_MS;

test.each([
  ['a key that lasts renews it', {}, {kind: 'renewed', expiresMs: SESSION_END_MS}],
  ['a session that nobody renews may end first', sourceUntil(-HOUR_MS / 2), {kind: 'until', expiresMs: SESSION_END_MS}],
  [
    'one that ends later renews it until then',
    sourceUntil(HOUR_MS),
    {kind: 'until', expiresMs: SESSION_END_MS + HOUR_MS},
  ],
  [
    'of one without an end only this session is sure',
    {AWS_SESSION_TOKEN: 't'},
    {kind: 'until', expiresMs: SESSION_END_MS},
  ],
])('how long a role lasts: %s', async (_what, source, expected) => {
  const {clients} = await stubSts();
  const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
  stubEnvironment({...source, AWS_ENDPOINT_URL: endpoint});
  expect(await new SdkCredentials(clients).lifetime()).toEqual(expected);
});

function sourceUntil(afterSessionMs: number): Record<string, string> {
  const end = new Date(SESSION_END_MS + afterSessionMs).toISOString();
  return {AWS_SESSION_TOKEN: 't', AWS_CREDENTIAL_EXPIRATION: end};
}

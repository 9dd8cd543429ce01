import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {describe, expect, test, vi} from 'vitest';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {StsIdentity} from '../../src/lib/aws/identity.js';
import {LambdaAliases} from '../../src/lib/aws/lambda/aliases.js';
import {LambdaConcurrency} from '../../src/lib/aws/lambda/concurrency.js';
import {LambdaFunctions} from '../../src/lib/aws/lambda/functions.js';
import {lambdaError, stubAws, stubEnvironment} from './stub-aws.js';

const run = promisify(execFile);
const REF = {functionName: 'checkout', alias: 'live'};
const HTML = {status: 200, headers: {'content-type': 'text/html'}, body: '<html>Welcome to nginx</html>'};
const CALLER =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ada</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

describe('the region', () => {
  test.each([
    ['the flag', {region: 'eu-west-1'}, {AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-2'}, 'eu-west-1'],
    ['AWS_REGION', {}, {AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-2'}, 'us-east-1'],
    ['AWS_DEFAULT_REGION', {}, {AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2'}, 'us-east-2'],
  ])('comes from %s', async (_name, options, environment, region) => {
    stubEnvironment(environment);
    expect(await new AwsClients(options).region()).toBe(region);
  });

  test('is asked for when nobody names one', async () => {
    stubEnvironment({});
    await expect(new AwsClients().region()).rejects.toMatchObject({
      code: 'REGION_MISSING',
      suggestions: [expect.stringContaining('--region')],
    });
  });
});

describe('who calls', () => {
  test('is asked once', async () => {
    const {clients, requests} = await stubAws(() => ({
      status: 200,
      headers: {'content-type': 'text/xml'},
      body: CALLER,
    }));
    const identity = new StsIdentity(clients);
    await identity.whoAmI();
    expect(await identity.whoAmI()).toEqual({
      accountId: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/ada',
      region: 'eu-west-1',
    });
    expect(requests).toHaveLength(1);
  });

  test('without credentials nobody does', async () => {
    const {clients, requests} = await stubAws(() => ({status: 200}));
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    await expect(new StsIdentity(clients).whoAmI()).rejects.toMatchObject({
      code: 'CREDENTIALS_MISSING',
      suggestions: [expect.stringContaining('aws sso login'), expect.anything()],
    });
    expect(requests).toEqual([]);
  });
});

describe('the connection', () => {
  test('says who calls', async () => {
    const {clients, requests} = await stubAws(() => ({status: 200, body: {}}));
    await new LambdaConcurrency(clients, clients).getReserved('checkout');
    expect(requests[0]?.headers['user-agent']).toContain('app/lambda-release');
  });

  test.each([
    ['on any Node', {}, '7'],
    ['with two kinds of credentials at once', {AWS_PROFILE: 'default'}, 'CREDENTIALS_MISSING'],
  ])('leaves the terminal alone %s', async (_name, environment, outcome) => {
    const body = {Name: 'live', AliasArn: 'arn:x', FunctionVersion: '7', RevisionId: 'rev-1'};
    await stubAws(() => ({status: 200, body}));
    const script = fileURLToPath(new URL('read-one-alias.ts', import.meta.url));
    const env = {...process.env, AWS_REGION: 'eu-west-1', NODE_OPTIONS: '', ...environment};
    const {stdout, stderr} = await run(process.execPath, ['--import', 'tsx', script], {env});
    expect({stdout, stderr}).toEqual({stdout: outcome, stderr: ''});
  });

  test('is tried three times, whatever the environment says', async () => {
    const {clients, requests} = await stubAws(() => lambdaError(500, 'ServiceException', 'no'));
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    await expect(new LambdaAliases(clients).getAlias(REF)).rejects.toMatchObject({
      code: 'AWS_INTERNAL',
      details: {attempts: 3, httpStatus: 500},
    });
    expect(requests).toHaveLength(3);
  });

  test('that breaks is a network error, after three attempts', async () => {
    const {clients, requests} = await stubAws(() => undefined);
    await expect(new LambdaAliases(clients).getAlias(REF)).rejects.toMatchObject({
      code: 'NETWORK',
      details: {networkCode: 'ECONNRESET', attempts: 3},
    });
    expect(requests).toHaveLength(3);
  });

  test('that never answers ends', async () => {
    const {clients} = await stubAws(() => 'hang', {
      region: 'eu-west-1',
      limits: {attemptMs: 40, callMs: 5000, idleMs: 5000},
    });
    await expect(new LambdaAliases(clients).getAlias(REF)).rejects.toMatchObject({
      code: 'TIMEOUT',
      details: {attempts: 3},
    });
  });

  test('is ended by a signal at once, and that is no AWS error', async () => {
    const {clients} = await stubAws(() => 'hang');
    const controller = new AbortController();
    const reading = new LambdaAliases(clients).getAlias(REF, controller.signal);
    controller.abort();
    await expect(reading).rejects.toMatchObject({name: 'AbortError'});
  });

  test('nobody listens at is named', async () => {
    stubEnvironment({AWS_ENDPOINT_URL: 'http://127.0.0.1:9'});
    const clients = new AwsClients({region: 'eu-west-1'});
    await expect(new LambdaAliases(clients).getAlias(REF)).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('127.0.0.1:9'),
    });
  });
});

describe('an endpoint that is not AWS', () => {
  test.each([
    ['Lambda reads', (clients: AwsClients) => new LambdaFunctions(clients, clients).getFunction('checkout')],
    ['Lambda writes', (clients: AwsClients) => new LambdaConcurrency(clients, clients).putReserved('checkout', 1)],
    ['STS', (clients: AwsClients) => new StsIdentity(clients).whoAmI()],
  ])('%s: a page of HTML', async (_name, call) => {
    const {clients} = await stubAws(() => HTML);
    await expect(call(clients)).rejects.toMatchObject({
      code: 'NOT_AN_AWS_ENDPOINT',
      suggestions: [expect.stringContaining('AWS_ENDPOINT_URL')],
    });
  });

  test.each([404, 403])('HTML with status %i', async (status) => {
    const {clients} = await stubAws(() => ({...HTML, status}));
    await expect(new LambdaAliases(clients).getAlias(REF)).rejects.toMatchObject({code: 'NOT_AN_AWS_ENDPOINT'});
  });

  test('an empty answer', async () => {
    const {clients} = await stubAws(() => ({status: 200, body: {}}));
    await expect(new LambdaFunctions(clients, clients).getFunction('checkout')).rejects.toMatchObject({
      code: 'NOT_AN_AWS_ENDPOINT',
    });
  });
});

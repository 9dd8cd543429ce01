import {describe, expect, test} from 'vitest';
import {bodyMs, ORDINARY, TRAFFIC} from '../../../src/lib/aws/http/limits.js';
import {LambdaAliases} from '../../../src/lib/aws/lambda/aliases.js';
import {LambdaConcurrency} from '../../../src/lib/aws/lambda/concurrency.js';
import {stubAws} from '../stub-aws.js';

const REF = {functionName: 'checkout', alias: 'live'};
const ALIAS = {status: 200, body: {Name: 'live', AliasArn: 'arn:x', FunctionVersion: '7', RevisionId: 'rev-1'}};
const region = 'eu-west-1';

describe('the time of one attempt', () => {
  test.each(['hang', 'trickle'] as const)(
    'ends it when the answer is a %s, and the next one may succeed',
    async (kind) => {
      const limits = {attemptMs: 80, callMs: 60_000, idleMs: 60_000};
      const {clients, requests} = await stubAws((_request, count) => (count === 1 ? kind : ALIAS), {region, limits});
      expect(await new LambdaAliases(clients).getAlias(REF)).toMatchObject({stable: '7'});
      expect(requests).toHaveLength(2);
    },
  );

  test('is not over while nothing but silence has lasted that long', async () => {
    const limits = {attemptMs: 60_000, callMs: 60_000, idleMs: 60};
    const {clients} = await stubAws(() => 'hang', {region, limits});
    await expect(new LambdaAliases(clients).getAlias(REF)).rejects.toMatchObject({code: 'TIMEOUT'});
  });

  test('grows with what is sent: fifty MiB may go over a slow line', () => {
    expect(bodyMs(0)).toBe(0);
    expect(bodyMs(70_000_000)).toBeGreaterThan(20 * 60_000);
  });

  test('is that of an answer only: a large body is not cut off by the limit of a small one', async () => {
    const limits = {attemptMs: 400, callMs: 60_000, idleMs: 60_000};
    const {clients, requests} = await stubAws(() => ({status: 200, body: {}}), {region, limits});
    const {client, sdk} = await clients.lambda();
    const ZipFile = Buffer.alloc(20 * 1024 * 1024);
    await client.send(new sdk.UpdateFunctionCodeCommand({FunctionName: 'checkout', ZipFile}));
    expect(requests).toHaveLength(1);
  });
});

describe('the time of a call', () => {
  test('is that of all its attempts together: none begins after it', async () => {
    const limits = {attemptMs: 60_000, callMs: 150, idleMs: 60_000};
    const {clients, requests} = await stubAws(() => 'trickle', {region, limits});
    await expect(new LambdaAliases(clients).getAlias(REF)).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('No answer to lambda:GetAlias on alias checkout:live in time'),
    });
    expect(requests).toHaveLength(1);
  });

  test('of an alias leaves time for another attempt within half a minute, and is shorter than any other', () => {
    expect(TRAFFIC.callMs).toBeLessThanOrEqual(30_000);
    expect(2 * TRAFFIC.attemptMs).toBeLessThan(TRAFFIC.callMs);
    expect(TRAFFIC.callMs).toBeLessThan(ORDINARY.callMs);
  });
});

describe('the way back', () => {
  test('waits behind no other request, however many hang', async () => {
    const isAlias = (path: string) => path.includes('/aliases/');
    const {clients, requests} = await stubAws(({path}) => (isAlias(path) ? ALIAS : 'hang'));
    const concurrency = new LambdaConcurrency(clients, clients);
    const end = new AbortController();
    // As many as the SDK opens connections, and some that wait for one.
    const hanging = Array.from({length: 60}, () => concurrency.getReserved('checkout', end.signal));
    const ended = Promise.allSettled(hanging);
    await expect.poll(() => requests.length, {timeout: 20_000}).toBe(50);
    const write = {...REF, stable: '7', description: '', revisionId: 'rev-1'};
    expect(await new LambdaAliases(clients).writeAlias(write)).toMatchObject({stable: '7'});
    end.abort();
    await ended;
  });
});

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {SdkCredentials} from '../../../src/lib/aws/credentials.js';
import {withinCredentialsLimit} from '../../../src/lib/aws/http/credentials-limit.js';
import {LambdaAliases} from '../../../src/lib/aws/lambda/aliases.js';
import {stubAws} from '../stub-aws.js';

const REF = {functionName: 'checkout', alias: 'live'};
const ALIAS = {status: 200, body: {Name: 'live', AliasArn: 'arn:x', FunctionVersion: '7', RevisionId: 'rev-1'}};
const LIMITS = {attemptMs: 60_000, callMs: 60_000, idleMs: 60_000};

/** Clients whose credentials come of a command; so long it may take. */
async function withProcess(command: string, credentialsMs: number) {
  const stub = await stubAws(() => ALIAS, {region: 'eu-west-1', limits: {...LIMITS, credentialsMs}});
  const folder = await mkdtemp(path.join(tmpdir(), 'lambda-release-credentials-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const file = path.join(folder, 'config');
  await writeFile(file, `[default]\ncredential_process = ${command}\n`);
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', file);
  return {...stub, folder};
}

describe('a credential_process', () => {
  test('that hangs ends the call before anything was sent, by its name and with a way out', async () => {
    const {clients, requests} = await withProcess('sleep 3', 50);
    const write = {...REF, stable: '7', description: '', revisionId: 'rev-1'};
    for (const call of [
      new LambdaAliases(clients).getAlias(REF),
      new LambdaAliases(clients).writeAlias(write),
      new LambdaAliases(clients).listAliases('checkout'),
    ]) {
      await expect(call).rejects.toMatchObject({
        code: 'CREDENTIALS_TIMEOUT',
        exitCode: 4,
        uncertain: false,
        traffic: 'untouched',
        message: expect.stringContaining('did not answer within 0.1 s. A credential_process'),
        suggestions: [expect.stringContaining('aws configure get credential_process'), expect.any(String)],
      });
    }
    expect(requests).toEqual([]);
  });

  test('that answers is no part of what the call itself may take', async () => {
    const printed = JSON.stringify({Version: 1, AccessKeyId: 'AKIA', SecretAccessKey: 'secret'});
    const {clients, folder} = await withProcess('sleep 3', 60_000);
    const file = path.join(folder, 'credentials.json');
    await writeFile(file, printed);
    await writeFile(path.join(folder, 'config'), `[default]\ncredential_process = cat ${file}\n`);
    expect(await new LambdaAliases(clients).getAlias(REF)).toMatchObject({stable: '7'});
    expect(await new SdkCredentials(clients).lifetime()).toEqual({kind: 'permanent'});
  });
});

test('the limit is over once the credentials are there: the work may take as long as it likes', async () => {
  const ended = withinCredentialsLimit(async (came) => {
    came();
    await new Promise((resolve) => setTimeout(resolve, 30));
    return 'done';
  }, 1);
  expect(await ended).toBe('done');
});

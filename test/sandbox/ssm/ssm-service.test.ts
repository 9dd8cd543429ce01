import {GetParameterCommand, GetParametersCommand, PutParameterCommand, SSMClient} from '@aws-sdk/client-ssm';
import {expect, onTestFinished, test} from 'vitest';
import {startSandbox} from '../../../src/lib/sandbox/start.js';

async function openSsm() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  return new SSMClient({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
    maxAttempts: 1,
  });
}

test('parameters come back by name, ARN and version; unknown ones are listed', async () => {
  const ssm = await openSsm();
  const put = {Name: '/checkout/token', Type: 'SecureString'} as const;
  expect(await ssm.send(new PutParameterCommand({...put, Value: 'one'}))).toMatchObject({Version: 1});
  await expect(ssm.send(new PutParameterCommand({...put, Value: 'two'}))).rejects.toMatchObject({
    name: 'ParameterAlreadyExists',
  });
  await ssm.send(new PutParameterCommand({...put, Value: 'two', Overwrite: true}));
  const Names = ['/checkout/token', '/checkout/token:1', '/nobody'];
  const found = await ssm.send(new GetParametersCommand({Names, WithDecryption: true}));
  expect(found.Parameters).toMatchObject([
    {Name: '/checkout/token', Value: 'two', Version: 2, ARN: expect.stringMatching(/:parameter\/checkout\/token$/)},
    {Name: '/checkout/token', Value: 'one', Selector: ':1'},
  ]);
  expect(found.InvalidParameters).toEqual(['/nobody']);
  const byArn = [found.Parameters?.[0]?.ARN ?? ''];
  const again = await ssm.send(new GetParametersCommand({Names: byArn, WithDecryption: true}));
  expect(again.Parameters).toMatchObject([{Value: 'two'}]);
});

test('a SecureString is not readable without decryption, and eleven names are too many', async () => {
  const ssm = await openSsm();
  await ssm.send(new PutParameterCommand({Name: 'token', Value: 'secret', Type: 'SecureString'}));
  const {Parameters: found} = await ssm.send(new GetParametersCommand({Names: ['token']}));
  expect(found?.[0]?.Value).not.toContain('secret');
  const Names = Array.from({length: 11}, (_, index) => `p${index}`);
  await expect(ssm.send(new GetParametersCommand({Names}))).rejects.toMatchObject({name: 'ValidationException'});
});

test('one parameter is answered alone, and not found by name', async () => {
  const ssm = await openSsm();
  await ssm.send(new PutParameterCommand({Name: 'token', Value: 'v', Type: 'String'}));
  expect(await ssm.send(new GetParameterCommand({Name: 'token'}))).toMatchObject({Parameter: {Value: 'v', Version: 1}});
  await expect(ssm.send(new GetParameterCommand({Name: '/nobody'}))).rejects.toMatchObject({name: 'ParameterNotFound'});
});

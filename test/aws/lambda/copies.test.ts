import {CreateFunctionCommand, GetFunctionCommand} from '@aws-sdk/client-lambda';
import {expect, it, onTestFinished} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaCopies} from '../../../src/lib/aws/lambda/copies.js';
import {sandboxEnvironment} from '../../../src/lib/demo/sandbox-environment.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {sdkOn} from '../../commands/published-function.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {stubEnvironment} from '../stub-aws.js';

it('deletes copies, and never a function of another name', async () => {
  const sandbox = await startSandbox({updateDelayMs: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment(sandboxEnvironment(sandbox));
  const client = sdkOn(sandbox);
  const ZipFile = await zipOf({'index.mjs': 'export const handler = async () => 1;'});
  for (const FunctionName of ['checkout', 'lambda-release-tune-checkout']) {
    const Role = 'arn:aws:iam::000000000000:role/any';
    const code = {Runtime: 'nodejs22.x' as const, Handler: 'index.handler', Code: {ZipFile}};
    await client.send(new CreateFunctionCommand({FunctionName, Role, ...code}));
  }
  sandbox.settle();
  const copies = new LambdaCopies(new AwsClients({}));
  expect(await copies.deleteCopy('lambda-release-tune-checkout')).toBe(true);
  expect(await copies.deleteCopy('lambda-release-tune-checkout')).toBe(false);
  await expect(copies.deleteCopy('checkout')).rejects.toThrow('no copy');
  await client.send(new GetFunctionCommand({FunctionName: 'checkout'}));
});

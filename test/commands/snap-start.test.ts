import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {expect, it} from 'vitest';
import ConcurrencyProvision from '../../src/commands/concurrency/provision.js';
import Deploy from '../../src/commands/deploy.js';
import Publish from '../../src/commands/publish.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {zipOf} from '../sandbox/zip-of.js';
import {openSandbox} from './on-sandbox.js';

const isWrite = ({operation}: {operation: string}) => /^(Update|Put|Publish)/.test(operation);

it('a function with SnapStart is released, and what does not go with that is refused before anything is sent', async () => {
  const sandbox = await openSandbox();
  const lambda = new LambdaClient({});
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'checkout',
      Role: 'arn:aws:iam::000000000000:role/any',
      Runtime: 'python3.13',
      Handler: 'app.handler',
      Code: {ZipFile: await zipOf({'app.py': 'def handler(event, context):\n    return "old"\n'})},
      SnapStart: {ApplyOn: 'PublishedVersions'},
    }),
  );
  sandbox.settle();
  const source = tempFolder();
  await writeFile(path.join(source, 'app.py'), 'def handler(event, context):\n    return "new"\n');
  const before = sandbox.calls().filter(isWrite).length;
  const file = path.join(tempFolder(), 'release.yml');
  for (const setting of ['runtime: python3.11', 'ephemeralStorage: 1024']) {
    await writeFile(file, `functions:\n  checkout:\n    source: ${source}\n    ${setting}\n`);
    const refused = await runCommand(Publish, ['checkout', '--config', file]);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('checkout has SnapStart, which AWS does not offer with');
    expect(refused.stderr).toContain('--snap-start ApplyOn=None');
  }
  expect(sandbox.calls().filter(isWrite)).toHaveLength(before);

  const released = await runCommand(Deploy, ['checkout:live', '--source', source, '--create', '--yes']);
  expect(released.stderr).not.toMatch(/^(Error|✖)/m);
  expect(released.exitCode).toBe(0);
  // The version keeps what it was published with, whatever the function is set to since.
  await lambda.send(new UpdateFunctionConfigurationCommand({FunctionName: 'checkout', SnapStart: {ApplyOn: 'None'}}));
  const version = await lambda.send(new GetFunctionConfigurationCommand({FunctionName: 'checkout', Qualifier: '1'}));
  expect(version).toMatchObject({State: 'Active', SnapStart: {OptimizationStatus: 'On'}});
  const provisioned = await runCommand(ConcurrencyProvision, ['checkout:live', '3', '--json']);
  expect(provisioned.exitCode).toBe(3);
  expect(JSON.parse(provisioned.stdout).error).toMatchObject({code: 'SNAP_START_CONFLICT'});
  expect(sandbox.calls().map(({operation}) => operation)).not.toContain('PutProvisionedConcurrencyConfig');
});

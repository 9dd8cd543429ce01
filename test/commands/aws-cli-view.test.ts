import {execFile, spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';
import ConcurrencyProvision from '../../src/commands/concurrency/provision.js';
import ConcurrencyShow from '../../src/commands/concurrency/show.js';
import Deploy from '../../src/commands/deploy.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {GOOD, openSandboxWithCheckout} from './on-sandbox.js';

const installed = spawnSync('aws', ['--version']).status === 0;

it.skipIf(!installed)('the AWS CLI, where installed, sees what the release file says', async () => {
  const sandbox = await openSandboxWithCheckout();
  const folder = tempFolder();
  const config = path.join(folder, 'release.yml');
  await writeFile(
    config,
    `functions:
  checkout:
    source: ${GOOD}
    memory: 256
    environment: {LOG_LEVEL: info}
    logging: {format: JSON}
    tags: {team: payments}
    reservedConcurrency: 50
    asyncInvoke: {retries: 1, onFailure: "arn:aws:sqs:us-east-1:000000000000:failed"}
`,
  );
  const aws = async (...words: string[]) => {
    const env = {...process.env, AWS_PAGER: ''};
    const {stdout} = await promisify(execFile)('aws', ['lambda', ...words, '--output', 'json'], {env, cwd: folder});
    return JSON.parse(stdout || '{}');
  };
  const released = await runCommand(Deploy, ['--config', config, '--steps', 'all-at-once', '--watch', '0s', '--yes']);
  expect(released).toMatchObject({exitCode: 0});
  expect(await runCommand(ConcurrencyProvision, ['checkout:live', '4'])).toMatchObject({exitCode: 0});

  const onAlias = ['--function-name', 'checkout', '--qualifier', 'live'];
  const arn = `arn:aws:lambda:${sandbox.region}:${sandbox.accountId}:function:checkout`;
  const [configuration, concurrency, events, provisioned, tags] = await Promise.all([
    aws('get-function-configuration', ...onAlias),
    aws('get-function-concurrency', '--function-name', 'checkout'),
    aws('get-function-event-invoke-config', ...onAlias),
    aws('get-provisioned-concurrency-config', ...onAlias),
    aws('list-tags', '--resource', arn),
  ]);
  expect(configuration).toMatchObject({
    Version: '2',
    MemorySize: 256,
    Environment: {Variables: {LOG_LEVEL: 'info'}},
    LoggingConfig: {LogFormat: 'JSON'},
  });
  expect(events).toMatchObject({
    MaximumRetryAttempts: 1,
    DestinationConfig: {OnFailure: {Destination: expect.stringContaining('failed')}},
  });
  expect(provisioned).toMatchObject({RequestedProvisionedConcurrentExecutions: 4, Status: 'READY'});
  expect(tags).toEqual({Tags: {team: 'payments'}});
  const ours = JSON.parse((await runCommand(ConcurrencyShow, ['checkout', '--json'])).stdout).result;
  expect(concurrency).toEqual({ReservedConcurrentExecutions: ours.reserved});
});

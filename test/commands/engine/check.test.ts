import {GetAliasCommand, LambdaClient} from '@aws-sdk/client-lambda';
import {ListSchedulesCommand, SchedulerClient} from '@aws-sdk/client-scheduler';
import {expect, it} from 'vitest';
import EngineCheck from '../../../src/commands/engine/check.js';
import Publish from '../../../src/commands/publish.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';

const LEASE = ['--lease', 'arn:aws:iam::000000000000:role/lease'];

it('lets a lease run at an alias that nobody calls, and leaves all as it was', async () => {
  await openSandboxWithCheckout();
  const few = await runCommand(EngineCheck, ['checkout:scratch', ...LEASE, '--yes', '--json']);
  expect(JSON.parse(few.stdout).error).toMatchObject({code: 'VERSIONS_MISSING', exitCode: 3});
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  expect((await runCommand(EngineCheck, ['checkout:scratch', ...LEASE])).exitCode).toBe(2);
  expect((await runCommand(EngineCheck, ['checkout:scratch', '--yes'])).exitCode).toBe(2);
  const {exitCode, stdout} = await runCommand(EngineCheck, ['checkout:scratch', ...LEASE, '--yes']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^AWS gives traffic back by a lease: checkout:scratch was on stable again \d+ s after/);
  const alias = await new LambdaClient({}).send(new GetAliasCommand({FunctionName: 'checkout', Name: 'scratch'}));
  expect(alias).toMatchObject({FunctionVersion: '1', Description: ''});
  expect(alias.RoutingConfig?.AdditionalVersionWeights).toBeUndefined();
  expect((await new SchedulerClient({}).send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
});

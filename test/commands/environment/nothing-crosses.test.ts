import {appendFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import Publish from '../../../src/commands/publish.js';
import Rollback from '../../../src/commands/rollback.js';
import RolloutPromote from '../../../src/commands/rollout/promote.js';
import RolloutResume from '../../../src/commands/rollout/resume.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import Status from '../../../src/commands/status.js';
import TrainAbort from '../../../src/commands/train/abort.js';
import type {Sandbox} from '../../../src/lib/sandbox/start.js';
import {type CommandClass, runCommand} from '../../cli/run-command.js';
import {openTwoAccounts} from './two-accounts.js';

function operationsOf(sandbox: Sandbox): readonly string[] {
  return sandbox.calls().map(({service, operation}) => `${service}:${operation}`);
}

async function ok(command: CommandClass, ...argv: string[]): Promise<{stdout: string; stderr: string}> {
  const outcome = await runCommand(command, argv);
  if (outcome.exitCode !== 0) throw new Error(outcome.stderr);
  return outcome;
}

const deployTo = (environment: string) => ok(Deploy, '--create', '--yes', '--environment', environment);

it('one file is released to two accounts and three environments, each under its own name and settings', async () => {
  const {staging, production} = await openTwoAccounts();
  const {stderr} = await deployTo('staging');
  expect(stderr).toContain('In staging: account 111111111111, region eu-west-1, profile staging.');
  expect(operationsOf(production)).toEqual([]);
  await deployTo('preview');
  const before = operationsOf(staging).length;
  expect((await deployTo('production')).stderr).toMatch(
    /In production: account 222222222222, region eu-west-1, as arn:aws:sts::222222222222:assumed-role\/releaser\/lambda-release-/,
  );
  expect(operationsOf(staging)).toHaveLength(before);
  const names = async (...argv: string[]) => {
    const {stdout} = await ok(Status, '--json', ...argv);
    return JSON.parse(stdout).result.functions.map((each: {functionName: string}) => each.functionName);
  };
  expect(await names('--environment', 'staging')).toEqual(['checkout-staging']);
  expect(await names('--environment', 'preview')).toEqual(['checkout-preview']);
  expect(await names('--environment', 'production')).toEqual(['checkout-production']);
  const {stdout} = await ok(Rollback, 'checkout:live', '--to', '1', '--dry-run', '--environment', 'production');
  expect(stdout).toContain('checkout-production:live');
  // In the file one function needs no name, and it is called by its key there.
  await ok(Rollback, 'checkout:live', '--to', '1', '--yes', '--environment', 'production');
  await ok(Rollback, '--to', '1', '--yes', '--environment', 'production');
});

it('credentials of another account are refused before anything is read with them', async () => {
  const {staging, production} = await openTwoAccounts();
  for (const [command, ...argv] of [
    [Deploy, '--create', '--yes'],
    [Status, 'checkout:live'],
    [Rollback, 'checkout:live', '--yes'],
  ] as const) {
    const {exitCode, stderr} = await runCommand(command, [...argv, '--environment', 'mistaken']);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('Profile staging is of the wrong account')]);
  }
  expect(new Set(operationsOf(staging))).toEqual(new Set(['sts:GetCallerIdentity']));
  expect(operationsOf(production)).toEqual([]);
});

it('what moves forward names an environment, and what goes back says where it goes', async () => {
  const {staging, production} = await openTwoAccounts();
  await deployTo('staging');
  const before = operationsOf(staging).length;
  for (const [command, ...argv] of [
    [Deploy, '--yes'],
    [Publish],
    [RolloutStart, 'checkout-staging:live', '1', '--yes'],
    [RolloutResume, 'checkout-staging:live', '--yes'],
    [RolloutPromote, 'checkout-staging:live', '--yes'],
    [Status],
  ] as const) {
    const {exitCode, stderr} = await runCommand(command, argv);
    expect([command.id, exitCode, stderr]).toEqual([
      command.id,
      2,
      expect.stringContaining('none is named: staging, preview, production, mistaken'),
    ]);
  }
  expect(operationsOf(staging)).toHaveLength(before);
  const here = ['--profile', 'staging', '--region', 'eu-west-1'];
  for (const [command, ...argv] of [
    [Status, 'checkout-staging:live'],
    [Rollback, 'checkout-staging:live', '--to', '1', '--yes'],
  ] as const) {
    const {stderr} = await ok(command, ...argv, ...here);
    expect(stderr).toContain('Going on without the file, in account 111111111111, region eu-west-1.');
  }
  expect(operationsOf(production)).toEqual([]);
});

it('one command goes to two accounts at two addresses, each with its own credentials, and to none when one is wrong', async () => {
  const {folder, staging, production} = await openTwoAccounts();
  appendFileSync(path.join(folder, 'release.yml'), 'train: {waves: [100%], bake: 0s}\n');
  const wrong = await runCommand(Deploy, ['--create', '--yes', '--environment', 'staging,mistaken']);
  expect(wrong).toMatchObject({exitCode: 3, stderr: expect.stringContaining('mistaken is in account 222222222222')});
  expect(new Set(operationsOf(staging))).toEqual(new Set(['sts:GetCallerIdentity']));

  const {stderr} = await deployTo('staging,production');
  expect(stderr).toContain('In staging: account 111111111111, region eu-west-1, profile staging.');
  expect(stderr).toMatch(/In production: account 222222222222, region eu-west-1, as arn:aws:sts::222222222222:/);
  appendFileSync(path.join(folder, 'dist', 'index.mjs'), '// 2\n');
  const {stdout} = await ok(Deploy, '--yes', '--environment', 'staging,production', '--json');
  const {result} = JSON.parse(stdout);
  const [one, other] = result.functions;
  expect(one).toMatchObject({functionName: 'checkout-staging', environment: 'staging', version: '2'});
  expect(other).toMatchObject({functionName: 'checkout-production', environment: 'production', version: '2'});
  expect(other.codeSha256).toBe(one.codeSha256);
  const back = await ok(TrainAbort, '--environment', 'staging,production');
  expect(back.stdout).toContain('taken back: staging/checkout-staging:live, production/checkout-production:live');
  const uploads = (sandbox: Sandbox) => operationsOf(sandbox).filter((each) => each === 'lambda:UpdateFunctionCode');
  expect([uploads(staging), uploads(production)].map(({length}) => length)).toEqual([1, 1]);
});

import path from 'node:path';
import {expect, it, vi} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import Package from '../../../src/commands/package.js';
import {runCommand} from '../../cli/run-command.js';
import {openTwoAccounts} from './two-accounts.js';

it('one bundle is made without an environment and goes through all of them', async () => {
  const {folder, staging, production} = await openTwoAccounts();
  const bundle = path.join(folder, 'release.zip');
  const packed = await runCommand(Package, ['--bundle', bundle, '--json']);
  expect(JSON.parse(packed.stdout).result.bundle.functions).toEqual(['checkout']);
  expect([...staging.calls(), ...production.calls()]).toEqual([]);
  // The bundle brings the file along.
  vi.stubEnv('LAMBDA_RELEASE_CONFIG', undefined);
  const digests = [];
  for (const environment of ['staging', 'production']) {
    const argv = ['--bundle', bundle, '--create', '--yes', '--environment', environment, '--json'];
    const {stdout, stderr, exitCode} = await runCommand(Deploy, argv);
    if (exitCode !== 0) throw new Error(stderr);
    const [released] = JSON.parse(stdout).result.functions;
    expect(released).toMatchObject({functionName: `checkout-${environment}`});
    digests.push(released.codeSha256);
  }
  expect(new Set(digests).size).toBe(1);
  const unnamed = await runCommand(Deploy, ['--bundle', bundle, '--yes']);
  expect([unnamed.exitCode, unnamed.stderr]).toEqual([2, expect.stringContaining('none is named: staging')]);
});

import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, it, vi} from 'vitest';
import Abort from '../../src/commands/rollout/abort.js';
import Resume from '../../src/commands/rollout/resume.js';
import Start from '../../src/commands/rollout/start.js';
import Status from '../../src/commands/status.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {openSandbox} from './on-sandbox.js';
import {createAlias, publishVersions, sdkOn} from './published-function.js';

const NAME = 'checkout:live';
const ROLE = 'arn:aws:iam::000000000000:role/lease';

async function staged(text = '') {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 2);
  await createAlias(client, {name: 'live', version: '1', text});
  const folder = tempFolder();
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  const lease = `rollout: {lease: {role: '${ROLE}', length: 1d}}`;
  await writeFile(path.join(folder, 'release.yml'), `functions: {checkout: {source: dist}}\n${lease}\n`);
  return {sandbox};
}

it('status says until when a lease runs, and says nothing of one when there is none', async () => {
  const {sandbox} = await staged();
  const leaseEnd = async () => {
    const {stdout} = await runCommand(Status, [NAME, '--json']);
    return JSON.parse(stdout).result.functions[0].aliases[0].leaseEndMs;
  };
  expect(await leaseEnd()).toBeUndefined();
  const start = [NAME, '2', '--steps', '10%:8h', '--detach', '--yes'];
  expect(await runCommand(Start, start)).toMatchObject({exitCode: 0});
  const endMs = await leaseEnd();
  expect(endMs).toBeGreaterThan(sandbox.clock.now());
  const until = `leased until ${new Date(endMs).toISOString().slice(0, 16)}Z`;
  expect((await runCommand(Status, [NAME])).stdout).toContain(until);
  expect((await runCommand(Status, [])).stdout).toContain(until);
  // Who may not look has none to show.
  const denied = {status: 403, code: 'AccessDeniedException', message: 'No.', count: 9};
  sandbox.addFault({service: 'scheduler', kind: 'error', ...denied});
  expect(await leaseEnd()).toBeUndefined();
  sandbox.clearFaults();
  expect(await runCommand(Abort, [NAME])).toMatchObject({exitCode: 0});
  expect(await leaseEnd()).toBeUndefined();
});

it('a tick of an alias that its lease has taken back says so and ends with 5, until something else is done with it', async () => {
  await staged('Mine. [lease of k3x9a0 took back 2]');
  const named = await runCommand(Resume, [NAME, '--once', '--json']);
  expect(named.exitCode).toBe(5);
  expect(JSON.parse(named.stdout).error).toMatchObject({
    ...{code: 'ROLLED_BACK_LEASE', traffic: 'restored'},
    message: expect.stringContaining('The lease of checkout:live ran out'),
    details: {ticks: [{did: 'rolledBack', rolloutId: 'k3x9a0', stable: '1', candidate: '2'}]},
  });
  // A cron over everything says it, and is not red until the next release.
  const all = await runCommand(Resume, ['--once', '--all']);
  expect([all.exitCode, all.stdout]).toEqual([0, expect.stringContaining('The lease of checkout:live ran out')]);
  const start = [NAME, '2', '--steps', '10%:8h', '--detach', '--yes'];
  expect(await runCommand(Start, start)).toMatchObject({exitCode: 0});
  expect(await runCommand(Abort, [NAME])).toMatchObject({exitCode: 0});
  const later = await runCommand(Resume, [NAME, '--once']);
  expect([later.exitCode, later.stdout]).toEqual([0, expect.stringContaining('is in no rollout')]);
});

import {expect, it, vi} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import SandboxTraffic from '../../src/commands/sandbox/traffic.js';
import {runCommand} from '../cli/run-command.js';
import {CREATE, GOOD, openSandbox} from './on-sandbox.js';

it('calls the function in the account and region of whoever asks, as every other command does', async () => {
  await openSandbox();
  vi.stubEnv('AWS_REGION', 'eu-north-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', '222222222222');
  const deployed = await runCommand(Deploy, ['checkout:live', '--source', GOOD, ...CREATE, '--yes']);
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const {stdout, exitCode} = await runCommand(SandboxTraffic, [
    'checkout:live',
    '--rps',
    '50',
    '--requests',
    '10',
    '--json',
  ]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).result).toMatchObject({sent: 10, lost: 0, versions: {1: {served: 10, failed: 0}}});
});

it('says while it runs that calls are lost, and why', async () => {
  await openSandbox();
  const {stdout, stderr} = await runCommand(SandboxTraffic, ['chekout:live', '--rps', '50', '--requests', '3']);
  expect(stderr).toMatch(/3 sent, 0 served, 0 failed, 3 lost \(HTTP 404 .*Function not found: .*chekout:live/);
  expect(stdout).toMatch(/Lost +3, the last one: HTTP 404/);
});

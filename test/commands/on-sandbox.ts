import path from 'node:path';
import {onTestFinished} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {runCommand} from '../cli/run-command.js';

export const GOOD = path.join(packageRoot, 'templates', 'function');
export const FAILING = path.join(packageRoot, 'templates', 'function-failing');
export const CREATE = [
  ...['--create', '--role', 'arn:aws:iam::000000000000:role/any', '--runtime', 'nodejs22.x'],
  ...['--handler', 'index.handler'],
];

/** A sandbox that updates at once, and this process's environment pointed at it for the length of a test. */
export async function openSandbox({speed = 60}: {readonly speed?: number} = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({speed, updateDelayMs: 0, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment(sandboxEnvironment(sandbox));
  return sandbox;
}

/** The same with a function `checkout` whose alias `live` is on version 1. */
export async function openSandboxWithCheckout(): Promise<Sandbox> {
  const sandbox = await openSandbox();
  const {exitCode, stderr} = await runCommand(Deploy, ['checkout:live', '--source', GOOD, ...CREATE, '--yes']);
  if (exitCode !== 0) throw new Error(stderr);
  return sandbox;
}

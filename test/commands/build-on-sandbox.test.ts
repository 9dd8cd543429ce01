import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Invoke from '../../src/commands/invoke.js';
import Package from '../../src/commands/package.js';
import Publish from '../../src/commands/publish.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {CREATE, openSandbox} from './on-sandbox.js';

const MAKES = "mkdir -p dist && cp index.mjs dist/ && echo 'made by hand'";

function aProject(build: string): string {
  const folder = tempFolder();
  writeFileSync(path.join(folder, 'index.mjs'), "export const handler = async () => 'built here';\n");
  const settings = JSON.stringify({source: 'dist', build});
  const config = path.join(folder, 'release.yml');
  writeFileSync(config, `functions:\n  checkout: ${settings}\nrollout: {steps: all-at-once, watch: 0s}\n`);
  return config;
}

it('a function is built before it is packaged, and never when its code is named or said to be there', async () => {
  await openSandbox();
  const config = aProject(MAKES);
  const early = await runCommand(Publish, ['--config', config, '--skip-build', ...CREATE]);
  expect(early.exitCode).toBe(2);
  expect(early.stderr).toContain('There is no folder');

  const deployed = await runCommand(Deploy, ['--config', config, ...CREATE, '--yes']);
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  expect(deployed.stderr).toMatch(/checkout: building, mkdir -p dist.*\n.*made by hand\n.*checkout: built in \d+/);
  expect((await runCommand(Invoke, ['checkout:live', '--json'])).stdout).toContain('built here');

  const named = await runCommand(Publish, ['checkout', '--config', config, '--source', path.join(config, '../dist')]);
  expect(named.stderr).not.toContain('building');
});

it('what can only be packaged once it is built is checked after that', async () => {
  const config = aProject(MAKES);
  const out = path.join(tempFolder(), 'checkout.zip');
  const packed = await runCommand(Package, ['--config', config, '--out', out, '--json']);
  expect(packed.exitCode, packed.stderr).toBe(0);
  expect(JSON.parse(packed.stdout).result.packages).toMatchObject([{name: 'checkout', files: 1, file: out}]);
});

it('a build that fails ends it before anything is sent', async () => {
  const sandbox = await openSandbox();
  const config = aProject('echo it is broken >&2; exit 9');
  const {exitCode, stderr} = await runCommand(Deploy, ['--config', config, ...CREATE, '--yes']);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('ended with 9');
  expect(stderr).toContain('it is broken');
  expect(sandbox.calls()).toEqual([]);
});

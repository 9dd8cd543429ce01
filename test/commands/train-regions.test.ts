import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Status from '../../src/commands/status.js';
import TrainAbort from '../../src/commands/train/abort.js';
import TrainStatus from '../../src/commands/train/status.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {openSandbox} from './on-sandbox.js';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];

/** Two functions, one behind the other, in three regions of one environment. */
function aRelease(train: string) {
  const folder = tempFolder();
  const config = path.join(folder, 'release.yml');
  const role = 'arn:aws:iam::000000000000:role/any';
  const settings = (more = '') => `{source: dist, runtime: nodejs22.x, handler: index.handler, role: "${role}"${more}}`;
  const lines = [
    `functions: {cart: ${settings(', after: [stock]')}, stock: ${settings()}}`,
    'rollout: {alias: live, steps: "5%:2m", watch: 0s}',
    `environments: {production: {regions: [${REGIONS.join(', ')}]}}`,
    train,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const source = (version: number) => {
    mkdirSync(path.join(folder, 'dist'), {recursive: true});
    writeFileSync(path.join(folder, 'dist', 'index.mjs'), `export const handler = async () => ${version};`);
  };
  return {config, source};
}

it('goes through the regions of an environment, one after the other, and back through all of them', async () => {
  const sandbox = await openSandbox({speed: 240});
  const {config, source} = aRelease('train: {waves: [1, 100%], bake: 0s}');
  const run = (command: Parameters<typeof runCommand>[0], ...words: string[]) =>
    runCommand(command, ['--config', config, '--environment', 'production', ...words]);
  source(1);
  const created = await run(Deploy, '--create', '--yes');
  expect(created.exitCode, created.stderr).toBe(0);
  expect(created.stderr).toContain('In production: regions eu-west-1, us-east-1, ap-southeast-2.');
  source(2);
  sandbox.settle();

  const planned = await run(Deploy, '--dry-run');
  expect(planned.stdout).toMatch(
    / {2}Wave 1 +eu-west-1\/stock:live\n {2}Wave 2 +eu-west-1\/cart:live, us-east-1\/stock:live, ap-southeast-2\/stock:live\n {2}Wave 3 +us-east-1\/cart:live, ap-southeast-2\/cart:live\n/,
  );
  const deployed = await run(Deploy, '--yes', '--on-inconclusive', 'promote', '--json');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const {result} = JSON.parse(deployed.stdout);
  expect(result.functions.map(({region}: {region: string}) => region).toSorted()).toEqual(
    REGIONS.flatMap((region) => [region, region]).toSorted(),
  );
  const {trainId} = result.train;
  const status = await run(TrainStatus);
  expect(status.stdout).toContain(`Train ${trainId}: 6 aliases`);
  for (const region of REGIONS)
    expect(status.stdout).toMatch(new RegExp(`^${region}/cart:live .* released .* 2 over 1$`, 'm'));

  const single = await run(Status);
  expect(single).toMatchObject({exitCode: 2, stderr: expect.stringContaining('--region eu-west-1')});

  const aborted = await run(TrainAbort, '--region', 'us-east-1');
  expect(aborted.stdout).toContain('taken back: cart:live, stock:live');
  const rest = await run(TrainAbort);
  expect(rest.stdout.split(', ')).toHaveLength(4);
  expect((await run(TrainStatus)).exitCode).toBe(3);
});

it('cannot be detached', async () => {
  await openSandbox();
  const {config, source} = aRelease('train: {}');
  source(1);
  const refused = await runCommand(Deploy, ['--config', config, '--environment', 'production', '--detach', '--yes']);
  expect(refused).toMatchObject({exitCode: 2, stderr: expect.stringContaining('A train cannot be detached')});
});

it('is refused through several regions where nothing says that it is a train', async () => {
  await openSandbox();
  const {config, source} = aRelease('');
  source(1);
  const refused = await runCommand(Deploy, ['--config', config, '--environment', 'production', '--yes']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('--region eu-west-1 or --region us-east-1');
});

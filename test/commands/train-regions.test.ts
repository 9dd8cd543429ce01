import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {PutParameterCommand, SSMClient} from '@aws-sdk/client-ssm';
import {expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Status from '../../src/commands/status.js';
import TrainAbort from '../../src/commands/train/abort.js';
import TrainPromote from '../../src/commands/train/promote.js';
import TrainResume from '../../src/commands/train/resume.js';
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

it('is stopped by what blocks any of its regions, whoever goes on with it, and says how to go against that', async () => {
  const sandbox = await openSandbox({speed: 240});
  const {config, source} = aRelease('train: {waves: [1, 100%], bake: 0s}\nblockers: {parameter: /lambda-release/stop}');
  const run = (command: Parameters<typeof runCommand>[0], ...words: string[]) =>
    runCommand(command, ['--config', config, '--environment', 'production', '--yes', ...words]);
  source(1);
  expect((await run(Deploy, '--create')).exitCode).toBe(0);
  source(2);
  sandbox.settle();
  expect((await run(Deploy, '--on-inconclusive', 'promote')).exitCode).toBe(0);

  const ssm = new SSMClient({region: 'ap-southeast-2'});
  await ssm.send(new PutParameterCommand({Name: '/lambda-release/stop', Type: 'String', Value: 'incident 4711'}));
  for (const command of [Deploy, TrainResume, TrainPromote]) {
    const {exitCode, stderr} = await run(command);
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('ap-southeast-2: Nothing leaves: /lambda-release/stop says "incident 4711".');
    expect(stderr).toMatch(/: aws ssm put-parameter --name \S+ .* --value off --region ap-southeast-2$/m);
  }
  const named = await run(Deploy, 'cart');
  expect(named.stderr).toMatch(/: lambda-release deploy .*\bcart\b.* --override "REASON"$/m);
});

it('cannot be detached', async () => {
  await openSandbox();
  const {config, source} = aRelease('train: {}');
  source(1);
  const refused = await runCommand(Deploy, ['--config', config, '--environment', 'production', '--detach', '--yes']);
  expect(refused).toMatchObject({exitCode: 2, stderr: expect.stringContaining('A train cannot be detached')});
});

it('goes through all regions as a train also where nothing says that it is one', async () => {
  await openSandbox();
  const {config, source} = aRelease('');
  source(1);
  const planned = await runCommand(Deploy, [
    '--config',
    config,
    '--environment',
    'production',
    '--create',
    '--dry-run',
  ]);
  expect(planned.exitCode, planned.stderr).toBe(0);
  expect(planned.stdout).toMatch(/^Train [0-9a-z]{6}: \d aliases in \d waves\n {2}Wave 1 +eu-west-1\//);
});

import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it, vi} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Status from '../../src/commands/status.js';
import TrainAbort from '../../src/commands/train/abort.js';
import TrainStatus from '../../src/commands/train/status.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {openSandbox} from './on-sandbox.js';

const [EUROPE, AMERICA] = ['111111111111', '222222222222'];

/** Two functions, one behind the other, in two accounts, each by keys of its own. */
function aRelease(train = 'train: {waves: [1, 100%], bake: 0s}') {
  const folder = tempFolder();
  const config = path.join(folder, 'release.yml');
  const role = 'arn:aws:iam::000000000000:role/any';
  const settings = (name: string, more = '') =>
    `{name: "${name}-\${environment}", source: dist, runtime: nodejs22.x, handler: index.handler, role: "${role}"${more}}`;
  const lines = [
    `functions: {cart: ${settings('cart', ', after: [stock]')}, stock: ${settings('stock')}}`,
    'rollout: {alias: live, steps: "5%:2m", watch: 0s}',
    train,
    'environments:',
    `  eu: {account: "${EUROPE}", profile: europe, region: eu-west-1}`,
    `  us: {account: "${AMERICA}", profile: america, regions: [us-east-1, us-west-2]}`,
    `  wrong: {account: "${AMERICA}", profile: europe, region: eu-west-1}`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const awsConfig = path.join(folder, 'aws-config');
  const profile = (name: string, id = '') =>
    `[profile ${name}]\naws_access_key_id = ${id}\naws_secret_access_key = any\n`;
  writeFileSync(awsConfig, [profile('europe', EUROPE), profile('america', AMERICA)].join('\n'));
  vi.stubEnv('AWS_CONFIG_FILE', awsConfig);
  const source = (version: number) => {
    mkdirSync(path.join(folder, 'dist'), {recursive: true});
    writeFileSync(path.join(folder, 'dist', 'index.mjs'), `export const handler = async () => ${version};`);
  };
  return {config, source, folder};
}

it('goes through the accounts of several environments, one after the other, and back through all of them', async () => {
  const sandbox = await openSandbox({speed: 240});
  const {config, source} = aRelease();
  const run = (command: Parameters<typeof runCommand>[0], ...words: string[]) =>
    runCommand(command, ['--config', config, '--environment', 'eu,us', ...words]);
  source(1);
  const created = await run(Deploy, '--create', '--yes');
  expect(created.exitCode, created.stderr).toBe(0);
  expect(created.stderr).toContain(`In eu: account ${EUROPE}, region eu-west-1, profile europe.`);
  expect(created.stderr).toContain(`In us: account ${AMERICA}, regions us-east-1, us-west-2, profile america.`);
  source(2);
  sandbox.settle();

  const planned = await run(Deploy, '--dry-run');
  expect(planned.stdout).toMatch(
    / {2}Wave 1 +eu\/stock-eu:live\n {2}Wave 2 +eu\/cart-eu:live, us\/us-east-1\/stock-us:live, us\/us-west-2\/stock-us:live\n/,
  );
  const deployed = await run(Deploy, '--yes', '--on-inconclusive', 'promote', '--json');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const {result} = JSON.parse(deployed.stdout);
  const {trainId} = result.train;
  expect(result.functions).toHaveLength(6);
  expect(result.functions).toContainEqual(
    expect.objectContaining({functionName: 'cart-us', environment: 'us', region: 'us-west-2', version: '2'}),
  );
  const digests = result.functions.map(({codeSha256}: {codeSha256: string}) => codeSha256);
  expect(new Set(digests).size).toBe(1);

  const status = await run(TrainStatus);
  expect(status.stdout).toContain(`Train ${trainId}: 6 aliases`);
  expect(status.stdout).toMatch(/^eu\/cart-eu:live .* released .* 2 over 1$/m);
  expect(status.stdout).toMatch(/^us\/us-west-2\/cart-us:live .* released .* 2 over 1$/m);
  const named = await run(TrainStatus, 'cart:live');
  expect(named.stdout).toContain(`Train ${trainId}: 3 aliases`);

  const alone = await runCommand(TrainAbort, ['--config', config, '--environment', 'us', '--region', 'us-east-1']);
  expect(alone.stdout).toContain('taken back: cart-us:live, stock-us:live');
  const rest = await run(TrainAbort);
  expect(rest.stdout).toContain('eu/cart-eu:live, eu/stock-eu:live, us/us-west-2/cart-us:live');
  expect((await run(TrainStatus)).exitCode).toBe(3);
});

it('is nothing for a command that works in one environment', async () => {
  await openSandbox();
  const {config} = aRelease();
  const refused = await runCommand(Status, ['--config', config, '--environment', 'eu,us']);
  expect(refused).toMatchObject({exitCode: 2, stderr: expect.stringContaining('--environment eu or --environment us')});
});

it('is refused before anything is written anywhere when one of the accounts is another one', async () => {
  const sandbox = await openSandbox();
  const {config, source} = aRelease();
  source(1);
  const words = ['--config', config, '--environment', 'eu,wrong', '--create', '--yes'];
  const {exitCode, stderr} = await runCommand(Deploy, words);
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`wrong is in account ${AMERICA}, and these credentials are of account ${EUROPE}`);
  expect(stderr).toContain('Or go on without it: --environment eu');
  expect(new Set(sandbox.calls().map(({operation}) => operation))).toEqual(new Set(['GetCallerIdentity']));
});

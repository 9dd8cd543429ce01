import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {PutParameterCommand, SSMClient} from '@aws-sdk/client-ssm';
import {expect, it, vi} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Status from '../../src/commands/status.js';
import TrainAbort from '../../src/commands/train/abort.js';
import TrainResume from '../../src/commands/train/resume.js';
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

/** Both are there in their first version in all three places, and are to be released in their second. */
async function aReleasedTrain(train?: string) {
  const sandbox = await openSandbox({speed: 240});
  const {config, source} = aRelease(train);
  const run = (command: Parameters<typeof runCommand>[0], ...words: string[]) =>
    runCommand(command, ['--config', config, '--environment', 'eu,us', ...words]);
  source(1);
  const created = await run(Deploy, '--create', '--yes');
  expect(created.exitCode, created.stderr).toBe(0);
  source(2);
  sandbox.settle();
  return {sandbox, run, created, config};
}

it('goes through the accounts of several environments, one after the other, and back through all of them', async () => {
  const {run, created, config} = await aReleasedTrain();
  expect(created.stderr).toContain(`In eu: account ${EUROPE}, region eu-west-1, profile europe.`);
  expect(created.stderr).toContain(`In us: account ${AMERICA}, regions us-east-1, us-west-2, profile america.`);
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
  expect(deployed.stderr.split('\n').filter((line) => line.includes(': packaged '))).toHaveLength(1);

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
  const gone = await run(TrainStatus);
  expect(gone.exitCode).toBe(3);
  expect(gone.stderr).toMatch(/: lambda-release status --config \S+ --all-environments$/m);
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

it('holds the accounts where nothing is wrong when an alias of another one falls, and goes on in all of them', async () => {
  const {sandbox, run} = await aReleasedTrain('train: {waves: [100%], bake: 0s}');
  const load = (accountId: string, region: string, functionName: string, errorRate: number) =>
    sandbox.setLoad({accountId, region, functionName, alias: 'live', perMinute: 6000, versions: {2: {errorRate}}});
  load(EUROPE, 'eu-west-1', 'stock-eu', 0);
  load(AMERICA, 'us-east-1', 'stock-us', 0.5);
  load(AMERICA, 'us-west-2', 'stock-us', 0);
  const fell = await run(Deploy, '--yes', '--steps', '5%:60m', '--json');
  expect(fell.exitCode, fell.stderr).toBe(5);
  const {error} = JSON.parse(fell.stdout);
  expect(error.code).toBe('TRAIN_HELD');
  const cars = new Map(error.details.cars.map((car: {name: string}) => [car.name, car]));
  expect(cars.get('us/us-east-1/stock-us:live')).toMatchObject({
    ...{serves: 'old', fell: true, environment: 'us', region: 'us-east-1'},
  });
  expect(cars.get('eu/stock-eu:live')).toMatchObject({serves: 'both', environment: 'eu'});
  expect(cars.get('us/us-west-2/stock-us:live')).toMatchObject({serves: 'both'});
  expect(error.suggestions).toContainEqual(
    expect.stringMatching(/lambda-release train abort --environment eu,us --train \S+ --config /),
  );
  const resumed = await run(TrainResume, '--yes', '--dry-run');
  expect(resumed.stderr).toContain('us/us-east-1/stock-us:live fell before');
  expect(resumed.stdout).toMatch(
    /^ +Stop it with +lambda-release rollout abort .* stock-us:live .*--environment us --region us-west-2$/m,
  );
  const aborted = await run(TrainAbort);
  expect(aborted.stdout).toContain('taken back: eu/stock-eu:live, us/us-west-2/stock-us:live');
});

it('is stopped by the freeze or the blocker of any of its environments, and says which and how to go against it', async () => {
  const sandbox = await openSandbox({speed: 240});
  const {config, source} = aRelease('train: {waves: [1, 100%], bake: 0s}\nblockers: {parameter: /lambda-release/stop}');
  const run = (command: Parameters<typeof runCommand>[0], ...words: string[]) =>
    runCommand(command, ['--config', config, '--environment', 'eu,us', '--yes', ...words]);
  source(1);
  expect((await run(Deploy, '--create')).exitCode).toBe(0);
  source(2);
  sandbox.settle();
  const credentials = {accessKeyId: AMERICA, secretAccessKey: 'any'};
  const ssm = new SSMClient({region: 'us-west-2', credentials});
  await ssm.send(new PutParameterCommand({Name: '/lambda-release/stop', Type: 'String', Value: 'incident 4711'}));
  const refused = await run(Deploy, 'cart');
  expect(refused.exitCode, refused.stderr).toBe(3);
  expect(refused.stderr).toContain('us/us-west-2: Nothing leaves: /lambda-release/stop says "incident 4711".');
  expect(refused.stderr).toMatch(/: aws ssm put-parameter .* --value off --region us-west-2 --profile america$/m);
  expect(refused.stderr).toMatch(
    /: lambda-release deploy --config \S+ --environment eu,us --yes cart --override "REASON"$/m,
  );
});

it('is refused where its environments say differently what it has once', async () => {
  await openSandbox();
  for (const [setting, over] of [
    ['train', 'train: {bake: 5m}'],
    ['rollout.analysis', 'rollout: {analysis: {alpha: 0.1%}}'],
    ['build', 'functions: {cart: {build: make us}}'],
  ]) {
    const {config, source} = aRelease();
    source(1);
    const more = `  other: {account: "${AMERICA}", profile: america, region: us-east-1, ${over}}\n`;
    const base =
      setting === 'build'
        ? readFileSync(config, 'utf8').replace('source: dist', 'build: make, source: dist')
        : readFileSync(config, 'utf8');
    writeFileSync(config, `${base}${more}`);
    const words = ['--config', config, '--environment', 'eu,other', '--create', '--yes'];
    const {exitCode, stderr} = await runCommand(Deploy, words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${setting} is not the same in eu and other`)]);
  }
});

it('takes back what can be reached when an account cannot, and says what could not', async () => {
  const {sandbox, run} = await aReleasedTrain('train: {waves: [100%], bake: 0s}');
  expect((await run(Deploy, '--yes', '--steps', 'all-at-once')).exitCode).toBe(0);
  const refusal = {status: 403, code: 'AccessDeniedException', message: 'not here'};
  sandbox.addFault({kind: 'error', service: 'lambda', operation: 'GetAlias', ...refusal});
  const {exitCode, stdout, stderr} = await run(TrainAbort, '--json');
  expect(exitCode, stderr).toBe(7);
  const {error} = JSON.parse(stdout);
  expect(error.details.moved).toHaveLength(5);
  expect(error.details.failed).toHaveLength(1);
  const [{name}] = error.details.failed;
  expect(error.details.moved).not.toContain(name);
  expect((await run(TrainAbort)).stdout).toContain(`taken back: ${name}`);
});

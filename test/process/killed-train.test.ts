import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Stage} from './stage.js';

const ACCOUNTS = {eu: '111111111111', us: '222222222222'};

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

it('a train through two accounts whose process is killed is seen in both, and gone on with to its end', async () => {
  const config = path.join(stage.folder, 'aws-config');
  const profiles = Object.entries(ACCOUNTS).map(
    ([name, id]) => `[profile ${name}]\naws_access_key_id = ${id}\naws_secret_access_key = any\n`,
  );
  await writeFile(config, profiles.join('\n'));
  const environments = Object.entries(ACCOUNTS).map(
    ([name, id]) => `  ${name}: {account: "${id}", profile: ${name}, region: eu-west-1}`,
  );
  const role = 'arn:aws:iam::000000000000:role/any';
  const file = [
    `functions: {stock: {source: dist, runtime: nodejs22.x, handler: index.handler, role: "${role}"}}`,
    'rollout: {alias: live, steps: "5%:2m", watch: 0s, onInconclusive: promote}',
    'train: {waves: [1, 100%], bake: 0s}',
    'environments:',
    ...environments,
  ];
  await writeFile(path.join(stage.folder, 'release.yml'), `${file.join('\n')}\n`);
  const source = async (version: number) => {
    await mkdir(path.join(stage.folder, 'dist'), {recursive: true});
    await writeFile(path.join(stage.folder, 'dist', 'index.mjs'), `export const handler = async () => ${version};`);
  };
  const keys = {AWS_CONFIG_FILE: config, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined};
  // Where both are, as a pipeline says it.
  const variables = {...keys, LAMBDA_RELEASE_ENVIRONMENT: 'eu,us'};
  await source(1);
  const created = await stage.run(['deploy', '--create', '--yes'], variables);
  expect(created.exitCode, created.stderr).toBe(0);

  await source(2);
  const deploy = stage.start(['deploy', '--yes'], variables);
  await deploy.said('us stock:live: version 2 gets 5%');
  deploy.process.kill('SIGKILL');
  await deploy.ended;
  const status = await stage.run(['train', 'status', '--json'], variables);
  const {cars} = JSON.parse(status.stdout).result;
  expect(cars).toMatchObject([
    {environment: 'eu', state: 'released'},
    {environment: 'us', state: 'underWay', wave: 2},
  ]);
  const resumed = await stage.run(['train', 'resume', '--yes'], variables);
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resumed.stdout).toContain('all of it serves the new version: eu/stock:live, us/stock:live');
});

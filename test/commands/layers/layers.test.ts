import path from 'node:path';
import {CloudWatchLogsClient, FilterLogEventsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {expect, it, onTestFinished} from 'vitest';
import LayersList from '../../../src/commands/layers/list.js';
import LayersPrune from '../../../src/commands/layers/prune.js';
import LayersPublish from '../../../src/commands/layers/publish.js';
import Publish from '../../../src/commands/publish.js';
import {runCommand} from '../../cli/run-command.js';
import {anNpmProject, installed} from '../../package/layer/an-npm-project.js';
import {writeTree} from '../../package/temp-folder.js';
import {CREATE, openSandbox} from '../on-sandbox.js';

const NAME = 'checkout-dependencies';

/** A function whose layer has had three versions; the function uses the second one in version 1 and $LATEST. */
async function openSandboxWithLayers() {
  const sandbox = await openSandbox();
  const source = anNpmProject();
  const publishLayer = () => runCommand(LayersPublish, [source, '--name', NAME, '--json']);
  const spoil = (text: string) => writeTree(source, installed('node_modules/words', '2.0.0', {'more.js': text}));
  await publishLayer();
  spoil('two');
  const {exitCode, stderr} = await runCommand(Publish, [
    ...['checkout', '--source', source, '--layer', 'dependencies'],
    ...CREATE,
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  spoil('three');
  await publishLayer();
  return {sandbox, source};
}

async function versionsOf(name: string): Promise<number[]> {
  const {stdout} = await runCommand(LayersList, [name, '--json']);
  return JSON.parse(stdout).result.layers.map(({version}: {version: number}) => version);
}

it('publishes a layer once, and says which version it is', async () => {
  await openSandbox();
  const source = anNpmProject();
  const planned = await runCommand(LayersPublish, [source, '--name', 'words', '--dry-run', '--json']);
  expect(JSON.parse(planned.stdout).result).toMatchObject({
    dryRun: true,
    plan: {layerName: 'words', action: 'publish'},
  });
  const argv = [source, '--name', 'words', '--include', 'greeting'];
  const first = await runCommand(LayersPublish, [...argv, '--json']);
  expect(JSON.parse(first.stdout).result).toMatchObject({
    layer: {layerName: 'words', changed: true, uploaded: 'inline'},
    packages: [{name: 'greeting'}, {name: 'words'}],
  });
  const again = await runCommand(LayersPublish, argv);
  expect(again.stdout).toMatch(/^words:1, .*, AWS had it already\n.*:layer:words:1\n$/);
});

it('lists layers, and what uses each version of one', async () => {
  await openSandboxWithLayers();
  const all = await runCommand(LayersList, []);
  expect(all.stdout).toMatch(/checkout-dependencies +3 +\d{4}-\d\d-\d\d .*2 packages/);
  const one = await runCommand(LayersList, [NAME, '--json']);
  expect(JSON.parse(one.stdout).result).toMatchObject({
    layerName: NAME,
    layers: [
      {version: 3, usedBy: []},
      {version: 2, usedBy: ['checkout:$LATEST', 'checkout:1']},
      {version: 1, usedBy: []},
    ],
  });
  expect((await runCommand(LayersList, ['nobody'])).stdout).toContain('nobody has no versions.');
});

it('prunes what nothing uses, and keeps the newest', async () => {
  await openSandboxWithLayers();
  const planned = await runCommand(LayersPrune, [NAME, '--dry-run', '--json']);
  expect(JSON.parse(planned.stdout).result).toMatchObject({
    dryRun: true,
    removed: [1],
    kept: [
      {version: 3, reason: 'newest'},
      {version: 2, reason: 'used', usedBy: ['checkout:$LATEST', 'checkout:1']},
    ],
  });
  expect(await versionsOf(NAME)).toEqual([3, 2, 1]);
  const pruned = await runCommand(LayersPrune, [NAME, '--yes']);
  expect(pruned.exitCode).toBe(0);
  expect(pruned.stdout).toContain(`${NAME}: 1 version (1) deleted, 2 kept.`);
  expect(pruned.stderr).toMatch(/1 +delete +used by nothing/);
  expect(await versionsOf(NAME)).toEqual([3, 2]);
  const idle = await runCommand(LayersPrune, [NAME, '--json']);
  expect(JSON.parse(idle.stdout).result).toMatchObject({changed: false, removed: []});
});

it('deletes nothing where nobody can be asked', async () => {
  await openSandboxWithLayers();
  const {exitCode, stderr} = await runCommand(LayersPrune, [NAME]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--yes');
  expect(await versionsOf(NAME)).toEqual([3, 2, 1]);
});

it.each([
  ['a layer that is not there', () => runCommand(LayersPrune, ['nobody', '--json']), 3, 'LAYER_NOT_FOUND'],
  ['neither a folder nor a function', () => runCommand(LayersPublish, ['nobody', '--json']), 2, 'SOURCE_MISSING'],
  [
    'a name that AWS does not take',
    () => runCommand(LayersPublish, [anNpmProject(), '--name', 'a b', '--json']),
    2,
    'LAYER_NAME_INVALID',
  ],
])('%s is refused with a way out', async (_what, run, exitCode, code) => {
  await openSandbox();
  const outcome = await run();
  expect(outcome.exitCode).toBe(exitCode);
  const {error} = JSON.parse(outcome.stdout);
  expect(error.code).toBe(code);
  expect(error.suggestions.length).toBeGreaterThan(0);
});

it('takes the layer of a function of the release file', async () => {
  await openSandbox();
  const source = anNpmProject({
    'release.yml': 'functions: {checkout: {source: ., layer: {name: shared, include: [greeting]}}}',
  });
  const config = path.join(source, 'release.yml');
  const {stdout} = await runCommand(LayersPublish, ['checkout', '--config', config, '--json']);
  expect(JSON.parse(stdout).result.layer).toMatchObject({layerName: 'shared', changed: true});
});

it('what is published and deleted is kept in the record, in a stream of the project and one of the layer', async () => {
  const {source} = await openSandboxWithLayers();
  const record = ['--record', '/lambda-release'];
  writeTree(source, installed('node_modules/words', '2.0.0', {'more.js': 'four'}));
  const published = await runCommand(LayersPublish, [source, '--name', NAME, ...record]);
  expect(published.exitCode, published.stderr).toBe(0);
  expect(await runCommand(LayersPrune, [NAME, '--yes', ...record])).toMatchObject({exitCode: 0});
  const logs = new CloudWatchLogsClient({});
  onTestFinished(() => logs.destroy());
  const {events = []} = await logs.send(new FilterLogEventsCommand({logGroupName: '/lambda-release'}));
  const kept = events.map(({message = '', logStreamName}) => ({...JSON.parse(message), logStreamName}));
  expect(kept.find(({type}) => type === 'layer.published')).toMatchObject({
    ...{layer: `${NAME}:4`, logStreamName: path.basename(source)},
    origin: {command: expect.stringMatching(/^layers/), by: expect.stringMatching(/^arn:/)},
  });
  const deleted = kept.filter(({type}) => type === 'layer.deleted');
  expect(deleted.map(({version, logStreamName}) => [version, logStreamName])).toEqual([
    [1, NAME],
    [3, NAME],
  ]);
});

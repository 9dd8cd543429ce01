import {execFile, spawnSync} from 'node:child_process';
import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import Invoke from '../../../src/commands/invoke.js';
import Package from '../../../src/commands/package.js';
import Publish from '../../../src/commands/publish.js';
import {runCommand} from '../../cli/run-command.js';
import {anNpmProject} from '../../package/layer/an-npm-project.js';
import {CREATE, openSandbox} from '../on-sandbox.js';

const WRITES = /^(Publish|Update|Create|Put|Delete)/;

async function publish(...argv: string[]) {
  const {stdout, stderr, exitCode} = await runCommand(Publish, ['checkout', ...argv, '--json']);
  if (exitCode !== 0) throw new Error(`${exitCode}: ${stdout}${stderr}`);
  return JSON.parse(stdout).result;
}

it('a function whose dependencies are in a layer runs, and a changed handler uploads the handler alone', async () => {
  const sandbox = await openSandbox();
  const source = anNpmProject();
  const argv = ['--source', source, '--layer', 'dependencies'];

  const first = await publish(...argv, ...CREATE);
  const {layer} = first.functions[0];
  expect(layer).toMatchObject({layerName: 'checkout-dependencies', changed: true, uploaded: 'inline'});
  const answer = await runCommand(Invoke, ['checkout:1', '--json']);
  expect(answer.stdout).toContain('greeting@1.0.0');

  const planned = await publish(...argv, '--dry-run');
  expect(planned.plans[0]).toMatchObject({action: 'nothing', layer: {action: 'reuse', arn: layer.arn}});
  expect((await publish(...argv)).functions[0]).toMatchObject({version: '1', changed: false});

  writeFileSync(path.join(source, 'index.js'), "exports.handler = async () => require('greeting').concat('!');\n");
  const before = sandbox.calls().length;
  const second = await publish(...argv);
  expect(second.functions[0]).toMatchObject({
    version: '2',
    changedFields: ['code'],
    layer: {changed: false, arn: layer.arn},
  });
  const writes = sandbox
    .calls()
    .slice(before)
    .map(({operation}) => operation);
  expect(writes.filter((operation) => WRITES.test(operation))).toEqual(['UpdateFunctionCode', 'PublishVersion']);
  const again = await runCommand(Invoke, ['checkout:2', '--json']);
  expect(again.stdout).toContain('greeting@1.0.0!');
});

it('carries layers in a bundle, and functions of one release share one', async () => {
  await openSandbox();
  const source = anNpmProject();
  const config = path.join(source, 'release.yml');
  const bundle = path.join(source, '..', `${path.basename(source)}.zip`);
  const shared = 'layer: {name: shared, include: [greeting]}';
  const functions = ['checkout', 'refund'].map((name) => `  ${name}: {source: ., ${shared}}`);
  writeFileSync(config, `functions:\n${functions.join('\n')}\nrollout: {steps: all-at-once, watch: 0s}\n`);
  writeFileSync(path.join(source, '.lambdaignore'), 'release.yml\n');
  const packed = await runCommand(Package, ['--config', config, '--bundle', bundle, '--json']);
  expect(packed.exitCode).toBe(0);
  const deployed = await runCommand(Deploy, [
    '--config',
    config,
    '--bundle',
    bundle,
    '--dry-run',
    '--create',
    '--json',
  ]);
  expect(deployed.exitCode).toBe(3);
  for (const name of ['checkout', 'refund']) {
    const {exitCode, stdout} = await runCommand(Publish, [name, '--bundle', bundle, ...CREATE, '--json']);
    expect(exitCode).toBe(0);
    const [result] = JSON.parse(stdout).result.functions;
    expect(result.layer).toMatchObject({layerName: 'shared', changed: name === 'checkout'});
    expect(result.layer.arn).toMatch(/:layer:shared:1$/);
  }
  expect((await runCommand(Invoke, ['refund:1'])).stdout).toContain('greeting@1.0.0');
});

it('shows the layer before a release, and writes it beside the package', async () => {
  await openSandbox();
  const source = anNpmProject();
  const out = path.join(source, '..', `${path.basename(source)}-out.zip`);
  const packed = await runCommand(Package, [source, '--layer', 'dependencies', '--out', out, '--quiet']);
  expect(packed.exitCode).toBe(0);
  expect(packed.stdout).toContain('is layer');
  expect(existsSync(out.replace('.zip', '.layer.zip'))).toBe(true);
  await publish('--source', source, ...CREATE);
  const shown = await runCommand(Deploy, [
    'checkout:live',
    '--source',
    source,
    '--layer',
    'dependencies',
    '--create',
    '--dry-run',
  ]);
  expect(shown.exitCode).toBe(0);
  expect(shown.stdout).toMatch(/Layer +checkout-dependencies, a new version of/);
  expect(shown.stdout).toMatch(/layers +.*checkout-dependencies:\(new\)/);
});

const hasAwsCli = spawnSync('aws', ['--version']).status === 0;

it.skipIf(!hasAwsCli)('the AWS CLI sees the layer and what it holds', async () => {
  await openSandbox();
  const [result] = (await publish('--source', anNpmProject(), '--layer', 'dependencies', ...CREATE)).functions;
  const line = ['lambda', 'get-layer-version', '--layer-name', 'checkout-dependencies', '--version-number', '1'];
  const {stdout} = await promisify(execFile)('aws', [...line, '--output', 'json'], {
    env: {...process.env, AWS_PAGER: ''},
    timeout: 20_000,
  });
  const {Content: content, Description: description} = JSON.parse(stdout);
  expect(content.CodeSha256).toBe(result.layer.codeSha256);
  const {contentDigest, codeSha256} = result.layer;
  expect(description).toBe(`2 packages content:${contentDigest}.${codeSha256.slice(0, 8)}`);
});

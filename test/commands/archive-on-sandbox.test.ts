import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3';
import {expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Invoke from '../../src/commands/invoke.js';
import Package from '../../src/commands/package.js';
import Publish from '../../src/commands/publish.js';
import {sha256Base64} from '../../src/lib/package/sha256.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {zipOf} from '../sandbox/zip-of.js';
import {CREATE, openSandbox} from './on-sandbox.js';

const saying = (word: string) => zipOf({'index.mjs': `export const handler = async () => '${word}';\n`});

it('a zip that was built elsewhere is released as it is, and not again while it is the same', async () => {
  await openSandbox();
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'build'));
  const config = path.join(folder, 'release.yml');
  writeFileSync(config, 'functions:\n  checkout: {source: build/app.zip}\nrollout: {steps: all-at-once, watch: 0s}\n');
  const bytes = await saying('built elsewhere');
  writeFileSync(path.join(folder, 'build/app.zip'), bytes);

  const deployed = await runCommand(Deploy, ['--config', config, ...CREATE, '--yes', '--json']);
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const [released] = JSON.parse(deployed.stdout).result.functions;
  expect(released).toMatchObject({version: '1', codeSha256: sha256Base64(bytes)});
  expect((await runCommand(Invoke, ['checkout:live', '--json'])).stdout).toContain('built elsewhere');

  const again = await runCommand(Publish, ['--config', config, '--json']);
  expect(JSON.parse(again.stdout).result.functions).toMatchObject([{version: '1', changed: false}]);

  const bundle = path.join(folder, 'release.zip');
  const packed = await runCommand(Package, ['--config', config, '--bundle', bundle, '--json']);
  expect(JSON.parse(packed.stdout).result.packages).toMatchObject([{codeSha256: sha256Base64(bytes)}]);
  const fromBundle = await runCommand(Publish, ['--bundle', bundle, '--json']);
  expect(JSON.parse(fromBundle.stdout).result.functions).toMatchObject([{version: '1', changed: false}]);
});

it('a zip in S3 is looked at, and Lambda takes the version of it that was', async () => {
  const sandbox = await openSandbox();
  const [bytes, newer] = [await saying('from S3'), await saying('newer')];
  const s3 = new S3Client({endpoint: sandbox.endpoint, region: sandbox.region, forcePathStyle: true});
  await s3.send(new CreateBucketCommand({Bucket: 'builds'}));
  await s3.send(new PutBucketVersioningCommand({Bucket: 'builds', VersioningConfiguration: {Status: 'Enabled'}}));
  const {VersionId} = await s3.send(new PutObjectCommand({Bucket: 'builds', Key: 'app.zip', Body: bytes}));
  await s3.send(new PutObjectCommand({Bucket: 'builds', Key: 'app.zip', Body: newer}));

  const pinned = `s3://builds/app.zip?versionId=${VersionId}`;
  const planned = await runCommand(Publish, ['checkout', '--source', pinned, ...CREATE, '--dry-run']);
  expect(planned.stdout, planned.stderr).toContain(`taken from ${pinned}`);
  const published = await runCommand(Publish, ['checkout', '--source', pinned, ...CREATE, '--json']);
  expect(JSON.parse(published.stdout).result.functions).toMatchObject([{codeSha256: sha256Base64(bytes)}]);
  expect((await runCommand(Invoke, ['checkout:1', '--json'])).stdout).toContain('from S3');

  const next = await runCommand(Publish, ['checkout', '--source', 's3://builds/app.zip', '--json']);
  expect(JSON.parse(next.stdout).result.functions).toMatchObject([{version: '2', codeSha256: sha256Base64(newer)}]);
  const again = await runCommand(Publish, ['checkout', '--source', 's3://builds/app.zip', '--json']);
  expect(JSON.parse(again.stdout).result.functions).toMatchObject([{version: '2', changed: false}]);
  const puts = sandbox.calls().filter(({operation}) => operation === 'PutObject');
  expect(puts).toHaveLength(2);

  await s3.send(new PutObjectCommand({Bucket: 'builds', Key: 'without-ending', Body: bytes}));
  const out = path.join(tempFolder(), 'copy.zip');
  const packed = await runCommand(Package, ['s3://builds/without-ending', '--out', out, '--json']);
  expect(packed.exitCode, packed.stderr).toBe(0);
  expect(JSON.parse(packed.stdout).result.packages).toMatchObject([{codeSha256: sha256Base64(bytes)}]);

  const absent = await runCommand(Publish, ['checkout', '--source', 's3://builds/other.zip']);
  expect(absent.exitCode).toBe(4);
  expect(absent.stderr).toContain('There is no object s3://builds/other.zip');
});

it('a layer of its dependencies cannot be taken out of it', async () => {
  await openSandbox();
  const file = path.join(tempFolder(), 'app.jar');
  writeFileSync(file, await saying('whole'));
  const {exitCode, stderr} = await runCommand(Publish, [
    'checkout',
    '--source',
    file,
    '--layer',
    'dependencies',
    ...CREATE,
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('it is released as it was built');
});

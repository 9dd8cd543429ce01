import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Doctor from '../../src/commands/doctor.js';
import History from '../../src/commands/history.js';
import Invoke from '../../src/commands/invoke.js';
import Package from '../../src/commands/package.js';
import Publish from '../../src/commands/publish.js';
import VersionsDiff from '../../src/commands/versions/diff.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {ImagePusher} from '../sandbox/ecr/push-image.js';
import {CREATE, GOOD, openSandbox, openSandboxWithCheckout} from './on-sandbox.js';

const CREATED = ['--create', '--role', 'arn:aws:iam::000000000000:role/any'];
const COMMIT = '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d';

const saying = (word: string) => ({
  'var/task/index.mjs': `export const handler = async () => '${word} ' + process.env.FROM_IMAGE;\nexport const other = async () => 'other';\n`,
});

describe('an image', () => {
  it('is released by the digest that its tag stands for, and not again while that is the same', async () => {
    const pusher = new ImagePusher(await openSandbox());
    const labels = {'org.opencontainers.image.revision': COMMIT};
    const first = await pusher.push({files: saying('first'), labels, tag: 'stable'});
    const config = path.join(tempFolder(), 'release.yml');
    const release = `functions:\n  checkout: {image: '${pusher.uri('stable')}'}\nrollout: {steps: all-at-once, watch: 0s}\n`;
    writeFileSync(config, release);

    const planned = await runCommand(Publish, ['--config', config, ...CREATED, '--dry-run']);
    expect(planned.stdout, planned.stderr).toContain(pusher.uri(first));
    expect(planned.stdout + planned.stderr).not.toContain('X-Amz-Signature');
    const deployed = await runCommand(Deploy, ['--config', config, ...CREATED, '--yes', '--json']);
    expect(deployed.exitCode, deployed.stderr).toBe(0);
    expect(JSON.parse(deployed.stdout).result.functions).toMatchObject([
      {version: '1', image: pusher.uri(first), codeSha256: first.slice('sha256:'.length)},
    ]);
    expect((await runCommand(Invoke, ['checkout:live', '--json'])).stdout).toContain('first yes');

    const again = await runCommand(Publish, ['--config', config, '--json']);
    expect(JSON.parse(again.stdout).result.functions).toMatchObject([
      {version: '1', changed: false, image: pusher.uri(first)},
    ]);

    // The tag moves on: what is released is what it stands for now.
    const second = await pusher.push({files: saying('second'), tag: 'stable'});
    const next = await runCommand(Deploy, ['--config', config, '--yes', '--json']);
    expect(next.exitCode, next.stderr).toBe(0);
    expect((await runCommand(Invoke, ['checkout:live', '--json'])).stdout).toContain('second yes');
    const diff = JSON.parse((await runCommand(VersionsDiff, ['checkout', '1', '2', '--json'])).stdout).result;
    expect(JSON.stringify(diff)).toContain(second);
    expect(JSON.stringify(diff)).toContain(first);
    expect((await runCommand(History, ['checkout'])).stdout).toContain(COMMIT.slice(0, 7));

    // Back to the first, by its digest.
    const back = await runCommand(Publish, ['checkout', '--image', pusher.uri(first), '--json']);
    expect(JSON.parse(back.stdout).result.functions, back.stderr).toMatchObject([{version: '3', changed: true}]);
    expect((await runCommand(Invoke, ['checkout:3', '--json'])).stdout).toContain('first yes');
  });

  it('may be an index: the image for the architecture of the function is taken out of it', async () => {
    const pusher = new ImagePusher(await openSandbox());
    const amd64 = await pusher.push({files: saying('amd64')});
    const arm64 = await pusher.push({files: saying('arm64'), architecture: 'arm64'});
    await pusher.pushIndex({amd64, arm64, unknown: amd64}, 'both');
    await pusher.pushIndex({amd64}, 'one');
    const published = await runCommand(Publish, [
      ...['checkout', '--image', pusher.uri('both'), '--architecture', 'arm64', ...CREATED, '--json'],
    ]);
    expect(JSON.parse(published.stdout).result.functions).toMatchObject([{image: pusher.uri(arm64)}]);
    const lacking = await runCommand(Publish, ['checkout', '--image', pusher.uri('one'), '--json']);
    expect(lacking.exitCode).toBe(3);
    expect(JSON.parse(lacking.stdout).error).toMatchObject({code: 'IMAGE_ARCHITECTURE', details: {found: ['x86_64']}});
  });

  it('runs another command of itself when its configuration says so', async () => {
    const pusher = new ImagePusher(await openSandbox());
    await pusher.push({files: saying('first'), tag: '1'});
    const config = path.join(tempFolder(), 'release.yml');
    const release = (more: string) =>
      writeFileSync(config, `functions:\n  checkout: {image: '${pusher.uri('1')}'${more}}\n`);
    release('');
    await runCommand(Publish, ['--config', config, ...CREATED]);
    release(', imageConfig: {command: [index.other]}');
    const changed = await runCommand(Publish, ['--config', config, '--json']);
    expect(JSON.parse(changed.stdout).result.functions).toMatchObject([{version: '2', changedFields: ['imageConfig']}]);
    expect((await runCommand(Invoke, ['checkout:2', '--json'])).stdout).toContain('other');
    release(', imageConfig: {}');
    const back = await runCommand(Publish, ['--config', config, '--json']);
    expect(JSON.parse(back.stdout).result.functions).toMatchObject([{version: '3', changedFields: ['imageConfig']}]);
  });
});

it('doctor tries what can be tried of its repository, and its policy names the rest', async () => {
  const sandbox = await openSandbox();
  const pusher = new ImagePusher(sandbox);
  await pusher.push({files: saying('first'), tag: '1'});
  const config = path.join(tempFolder(), 'release.yml');
  writeFileSync(config, `functions:\n  checkout: {image: '${pusher.uri('1')}'}\n`);
  sandbox.addFault({
    ...{kind: 'error', service: 'ecr', operation: 'BatchGetImage'},
    ...{status: 400, code: 'AccessDeniedException', message: 'is not authorized to perform: ecr:BatchGetImage'},
  });
  const {stdout} = await runCommand(Doctor, ['--config', config, '--json']);
  const {findings} = JSON.parse(stdout).error.details as {findings: {level: string; message: string}[]};
  expect(findings.filter(({message}) => message.includes('ecr:BatchGetImage'))).toMatchObject([{level: 'stop'}]);
  const untold = findings.find(({message}) => message.startsWith('No harmless call'))?.message;
  for (const action of ['ecr:GetDownloadUrlForLayer', 'ecr:GetRepositoryPolicy', 'ecr:SetRepositoryPolicy']) {
    expect(untold).toContain(action);
  }
  const policy = await runCommand(Doctor, ['--config', config, '--policy']);
  expect(policy.stdout).toContain('arn:aws:ecr:us-east-1:000000000000:repository/checkout');
});

describe('is refused by name', () => {
  it.each([
    ['handler', ['--handler', 'index.handler'], 'CODE_SETTINGS'],
    ['runtime', ['--runtime', 'nodejs22.x'], 'CODE_SETTINGS'],
    ['layer', ['--layer', 'dependencies'], 'CODE_SETTINGS'],
    ['source', ['--source', GOOD], 'SOURCE_AMBIGUOUS'],
  ])('%s beside an image', async (_, flags, code) => {
    const pusher = new ImagePusher(await openSandbox());
    const {exitCode, stdout} = await runCommand(Publish, ['checkout', '--image', pusher.uri('1'), ...flags, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe(code);
  });

  it.each([
    ['another registry', 'public.ecr.aws/lambda/nodejs:22', 2, 'FLAG_INVALID'],
    ['another region', '000000000000.dkr.ecr.ap-south-1.amazonaws.com/checkout:1', 3, 'IMAGE_IN_OTHER_REGION'],
    ['a tag that is not there', '000000000000.dkr.ecr.us-east-1.amazonaws.com/checkout:none', 3, 'IMAGE_NOT_FOUND'],
    ['a repository that is not there', '000000000000.dkr.ecr.us-east-1.amazonaws.com/other:1', 3, 'IMAGE_NOT_FOUND'],
  ])('an image of %s', async (_, image, exit, code) => {
    await new ImagePusher(await openSandbox()).push({files: saying('first'), tag: '1'});
    const {exitCode, stdout} = await runCommand(Publish, ['checkout', '--image', image, ...CREATED, '--json']);
    expect(JSON.parse(stdout).error.code).toBe(code);
    expect(exitCode).toBe(exit);
  });

  it('an image for a function of zip packages, and the other way round', async () => {
    const pusher = new ImagePusher(await openSandboxWithCheckout());
    await pusher.push({files: saying('first'), tag: '1'});
    const image = pusher.uri('1');
    const toImage = await runCommand(Publish, ['checkout', '--image', image, '--json']);
    expect(JSON.parse(toImage.stdout).error.code).toBe('PACKAGE_TYPE');
    await runCommand(Publish, ['other', '--image', image, ...CREATED]);
    const toZip = await runCommand(Publish, ['other', '--source', GOOD, ...CREATE, '--json']);
    expect(JSON.parse(toZip.stdout).error.code).toBe('PACKAGE_TYPE');
  });

  it('packaging a function that is released as an image', async () => {
    const config = path.join(tempFolder(), 'release.yml');
    writeFileSync(
      config,
      "functions:\n  checkout: {image: '000000000000.dkr.ecr.us-east-1.amazonaws.com/checkout:1'}\n",
    );
    const {exitCode, stdout} = await runCommand(Package, ['--config', config, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe('IMAGE_NOT_PACKAGED');
  });
});

import {readFileSync} from 'node:fs';
import {request} from 'node:http';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {GetAliasCommand, type LambdaClient, UpdateFunctionCodeCommand} from '@aws-sdk/client-lambda';
import {describe, expect, it, vi} from 'vitest';
import PreviewCreate from '../../../src/commands/preview/create.js';
import PreviewList from '../../../src/commands/preview/list.js';
import PreviewPrune from '../../../src/commands/preview/prune.js';
import VersionsPrune from '../../../src/commands/versions/prune.js';
import {runCommand} from '../../cli/run-command.js';
import {tempFolder} from '../../package/temp-folder.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {openSandbox} from '../on-sandbox.js';
import {createAlias, publishVersions, SECRET, sdkOn} from '../published-function.js';

async function openWithVersions() {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 3);
  await createAlias(client, {name: 'live', version: '1'});
  return {sandbox, client};
}

/** What the address answers to a request without a signature; the name in it does not resolve everywhere. */
async function answerOf(url: string): Promise<{status: number | undefined; body: string}> {
  const {host, port} = new URL(url);
  const sent = request({host: '127.0.0.1', port, headers: {host}}).end();
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) =>
    sent.once('response', resolve).once('error', reject),
  );
  return {status: response.statusCode, body: await text(response)};
}

function aliasOf(client: LambdaClient, Name: string) {
  return client.send(new GetAliasCommand({FunctionName: 'checkout', Name}));
}

describe('preview', () => {
  it('tells a pipeline where the version answers', async () => {
    await openWithVersions();
    const folder = tempFolder();
    const files = {summary: path.join(folder, 'summary.md'), outputs: path.join(folder, 'outputs')};
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    vi.stubEnv('GITHUB_STEP_SUMMARY', files.summary);
    vi.stubEnv('GITHUB_OUTPUT', files.outputs);
    const {stdout, exitCode} = await runCommand(PreviewCreate, [
      'checkout',
      'pr-7',
      '--version',
      '2',
      '--yes',
      '--json',
    ]);
    expect(exitCode).toBe(0);
    const {url} = JSON.parse(stdout).result;
    expect(readFileSync(files.summary, 'utf8')).toMatch(
      /^### ✅ checkout:preview-pr-7: version 2 answers at https?:.*, until 20/,
    );
    expect(readFileSync(files.outputs, 'utf8')).toContain(`outcome=previewed\n`);
    expect(readFileSync(files.outputs, 'utf8')).toContain(`url=${url}\n`);
  });

  it('makes an address that answers, lists it, moves it and takes it away', async () => {
    const {client} = await openWithVersions();
    const open = ['checkout', 'feature/cart', '--public', '--yes', '--json'];
    const first = await runCommand(PreviewCreate, [...open, '--version', '2']);
    expect(first.exitCode, first.stderr).toBe(0);
    const {result} = JSON.parse(first.stdout);
    expect(result).toMatchObject({alias: 'preview-feature-cart', version: '2', authType: 'NONE', dryRun: false});
    expect(await answerOf(result.url)).toEqual({status: 200, body: '2'});

    const second = JSON.parse((await runCommand(PreviewCreate, [...open, '--version', '3'])).stdout).result;
    expect(second.url).toBe(result.url);
    expect(await answerOf(result.url)).toEqual({status: 200, body: '3'});
    const listed = await runCommand(PreviewList, ['checkout', '--json']);
    expect(JSON.parse(listed.stdout).result.previews).toMatchObject([
      {alias: 'preview-feature-cart', version: '3', url: result.url, expired: false},
    ]);
    expect(await aliasOf(client, 'live')).toMatchObject({FunctionVersion: '1'});

    expect((await runCommand(PreviewPrune, ['checkout', '--yes'])).stdout).toContain('1 preview kept');
    const pruned = await runCommand(PreviewPrune, ['checkout', 'feature/cart', '--yes']);
    expect(pruned).toMatchObject({exitCode: 0, stdout: expect.stringContaining('preview-feature-cart')});
    await expect(aliasOf(client, 'preview-feature-cart')).rejects.toMatchObject({name: 'ResourceNotFoundException'});
    expect((await runCommand(PreviewPrune, ['checkout', 'feature/cart', '--yes'])).exitCode).toBe(0);
    expect(first.stdout + first.stderr + listed.stdout + pruned.stdout).not.toContain(SECRET);
  });

  it('lets in who signs alone, unless it is told otherwise, and does not change that', async () => {
    await openWithVersions();
    const {stdout} = await runCommand(PreviewCreate, ['checkout', 'pr-12', '--version', '2', '--json']);
    const {result} = JSON.parse(stdout);
    expect(result.authType).toBe('AWS_IAM');
    expect(await answerOf(result.url)).toMatchObject({status: 403});
    const again = await runCommand(PreviewCreate, ['checkout', 'pr-12', '--version', '2', '--public', '--yes']);
    expect(again).toMatchObject({exitCode: 3, stderr: expect.stringContaining('preview prune checkout preview-pr-12')});
    expect(await answerOf(result.url)).toMatchObject({status: 403});
  });

  it('prunes what has expired, and keeps its version until then', async () => {
    await openWithVersions();
    await runCommand(PreviewCreate, ['checkout', 'old', '--version', '2', '--expires', '0s']);
    const kept = await runCommand(VersionsPrune, ['checkout', '--keep', '0', '--grace', '0s', '--dry-run', '--json']);
    expect(JSON.parse(kept.stdout).result.removed).toEqual([]);
    const dry = await runCommand(PreviewPrune, ['checkout', '--dry-run', '--json']);
    expect(JSON.parse(dry.stdout).result).toMatchObject({dryRun: true, removed: [{alias: 'preview-old'}]});
    const pruned = await runCommand(PreviewPrune, ['checkout', '--yes', '--json']);
    expect(JSON.parse(pruned.stdout).result).toMatchObject({dryRun: false, removed: [{alias: 'preview-old'}], kept: 0});
  });

  it('asks before it opens to everybody, and makes nothing where nobody can be asked', async () => {
    const {client} = await openWithVersions();
    const {exitCode} = await runCommand(PreviewCreate, ['checkout', 'pr-12', '--version', '2', '--public', '--json']);
    expect(exitCode).toBe(2);
    await expect(aliasOf(client, 'preview-pr-12')).rejects.toMatchObject({name: 'ResourceNotFoundException'});
  });

  it.each([
    ['a version that is not there', ['checkout', 'pr-12', '--version', '9'], 3],
    ['an alias of another hand', ['checkout', 'taken', '--version', '2'], 3],
    ['a name without letters', ['checkout', '///', '--version', '2'], 2],
    ['an unpublished version', ['checkout', 'pr-12', '--version', '$LATEST'], 2],
  ])('refuses %s', async (_, argv, expected) => {
    const {client} = await openWithVersions();
    await createAlias(client, {name: 'preview-taken', version: '1'});
    const {exitCode, stderr} = await runCommand(PreviewCreate, argv);
    expect(exitCode, stderr).toBe(expected);
    expect(await aliasOf(client, 'preview-taken')).toMatchObject({FunctionVersion: '1'});
    expect((await runCommand(PreviewPrune, ['checkout', 'taken', '--yes'])).exitCode).toBe(3);
  });

  it('makes nothing of a version that fails its smoke test', async () => {
    const {sandbox, client} = await openWithVersions();
    const ZipFile = await zipOf({'index.mjs': 'export const handler = async () => { throw new Error("no"); };'});
    await client.send(new UpdateFunctionCodeCommand({FunctionName: 'checkout', ZipFile, Publish: true}));
    sandbox.settle();
    const argv = ['checkout', 'pr-12', '--smoke', 'package.json'];
    const {exitCode, stderr} = await runCommand(PreviewCreate, [...argv, '--version', '4']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('Smoke test package.json failed');
    await expect(aliasOf(client, 'preview-pr-12')).rejects.toMatchObject({name: 'ResourceNotFoundException'});
    const good = await runCommand(PreviewCreate, [...argv, '--version', '3', '--json']);
    expect(JSON.parse(good.stdout).result).toMatchObject({smokeTests: 1, version: '3'});
  });
});

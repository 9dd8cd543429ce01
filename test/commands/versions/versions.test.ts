import {execFile, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {GetFunctionCommand, PutProvisionedConcurrencyConfigCommand} from '@aws-sdk/client-lambda';
import {describe, expect, it, onTestFinished} from 'vitest';
import History from '../../../src/commands/history.js';
import Rollback from '../../../src/commands/rollback.js';
import VersionsDiff from '../../../src/commands/versions/diff.js';
import VersionsList from '../../../src/commands/versions/list.js';
import VersionsPrune from '../../../src/commands/versions/prune.js';
import {runCommand} from '../../cli/run-command.js';
import {openSandbox} from '../on-sandbox.js';
import {commitOf, createAlias, publishVersions, SECRET, sdkOn} from '../published-function.js';

const installed = spawnSync('aws', ['--version']).status === 0;

async function openWithVersions(count: number) {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, count);
  return {sandbox, client};
}

async function listed(): Promise<string[]> {
  const {stdout} = await runCommand(VersionsList, ['checkout', '--json']);
  return JSON.parse(stdout).result.versions.map(({version}: {version: string}) => version);
}

describe('versions list', () => {
  it('shows newest first what each is made of and what uses it', async () => {
    const {client} = await openWithVersions(3);
    await createAlias(client, {name: 'live', version: '2', weights: {3: 0.1}, text: 'callers [was 1]'});
    const {stdout, exitCode} = await runCommand(VersionsList, ['checkout', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result.versions).toMatchObject([
      {version: '3', commit: commitOf(3), message: 'Change number 3', uses: [{kind: 'weight', alias: 'live'}]},
      {version: '2', uses: [{kind: 'alias', alias: 'live'}]},
      {version: '1', uses: [{kind: 'previous', alias: 'live'}]},
    ]);
    const text = (await runCommand(VersionsList, ['checkout'])).stdout;
    expect(text).toMatch(/^ +2 .* serves live +Change number 2$/m);
    expect(stdout + text).not.toContain(SECRET);
  });

  it('ends with 3 and a way out for a function that is not there', async () => {
    await openSandbox();
    const {exitCode, stderr} = await runCommand(VersionsList, ['refunds']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Try this:');
  });
});

describe('versions diff', () => {
  it('shows settings and files, names of variables and no values', async () => {
    await openWithVersions(3);
    const {stdout, stderr, exitCode} = await runCommand(VersionsDiff, ['checkout', '2', '3', '--json']);
    expect(exitCode).toBe(0);
    const {result} = JSON.parse(stdout);
    expect(result).toMatchObject({identical: false, from: '2', to: '3'});
    expect(result.changes).toContainEqual({field: 'memory', from: '130', to: '131'});
    expect(result.changes).toContainEqual({
      field: 'environment',
      added: ['ONLY_IN_3'],
      changed: ['TOKEN'],
      removed: ['ONLY_IN_2'],
    });
    expect(result.files).toEqual({added: ['only-in-3.txt'], changed: ['index.mjs'], removed: ['only-in-2.txt']});
    const text = await runCommand(VersionsDiff, ['checkout', '2', '3']);
    expect(text.stdout).toMatch(/memory +130 → 131\n/);
    expect(text.stdout).toContain('  ~ index.mjs\n');
    for (const output of [stdout, stderr, text.stdout, text.stderr]) {
      expect(output).not.toContain(SECRET);
      expect(output).not.toContain('/_sandbox/code/');
    }
  });

  it('ends with 9 for --exit-code when they differ, with 0 when they do not, with 3 when one is not there', async () => {
    await openWithVersions(2);
    const differ = await runCommand(VersionsDiff, ['checkout', '1', '2', '--exit-code', '--no-files']);
    expect(differ).toMatchObject({exitCode: 9});
    expect(differ.stdout).not.toContain('index.mjs');
    const same = await runCommand(VersionsDiff, ['checkout', '2', '2', '--exit-code']);
    expect(same).toMatchObject({exitCode: 0, stdout: 'checkout 2 → 2: the same code and the same configuration.\n'});
    expect(await runCommand(VersionsDiff, ['checkout', '2', '7', '--exit-code'])).toMatchObject({
      exitCode: 3,
      stdout: '',
    });
  });

  it('goes on without files when a package cannot be downloaded', async () => {
    const {sandbox} = await openWithVersions(2);
    sandbox.addFault({
      kind: 'error',
      service: 'lambda',
      operation: 'GetFunction',
      status: 403,
      code: 'AccessDeniedException',
      message: 'no',
      nth: 3,
    });
    const {stdout, exitCode} = await runCommand(VersionsDiff, ['checkout', '1', '2', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({filesMissing: expect.stringContaining('GetFunction')});
  });

  it.each([
    [['checkout', '1', '9'], 3, 'VERSION_NOT_FOUND'],
    [['checkout', '1', 'live'], 2, 'USAGE'],
  ])('refuses %j with exit %d', async (argv, exitCode) => {
    await openWithVersions(1);
    expect(await runCommand(VersionsDiff, argv)).toMatchObject({exitCode, stdout: ''});
  });
});

describe('versions prune', () => {
  const all = ['--keep', '0', '--grace', '0s'];

  it('keeps what aliases, notes and provisioned concurrency need, the newest and the reserve', async () => {
    const {sandbox, client} = await openWithVersions(9);
    await createAlias(client, {name: 'live', version: '6', weights: {8: 0.05}, text: '[was 4]'});
    await createAlias(client, {name: 'beta', version: '2'});
    // As a lease leaves it that has run.
    await createAlias(client, {name: 'leased', version: '2', weights: {5: 0}});
    await client.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: 'checkout',
        Qualifier: '3',
        ProvisionedConcurrentExecutions: 1,
      }),
    );
    const argv = ['checkout', '--keep', '1', '--grace', '0s', '--yes', '--json'];
    const folder = mkdtempSync(path.join(tmpdir(), 'prune-'));
    onTestFinished(() => rmSync(folder, {recursive: true}));
    const journal = path.join(folder, 'journal');
    const {stdout, stderr, exitCode} = await runCommand(VersionsPrune, [...argv, '--journal', journal]);
    expect(exitCode).toBe(0);
    const evidence = readFileSync(journal, 'utf8');
    expect(evidence).toContain('deleted version 7 (2 of 2)');
    expect(stdout + stderr + evidence).not.toContain(SECRET);
    const {result} = JSON.parse(stdout);
    expect(result).toMatchObject({changed: true, dryRun: false});
    expect(result.removed.map(({version}: {version: string}) => version)).toEqual(['1', '7']);
    const {reasons} = result.kept.find(({version}: {version: string}) => version === '5');
    expect(reasons).toEqual([{kind: 'unweighted', alias: 'leased'}]);
    expect(result.freedBytes).toBeGreaterThan(0);
    expect(result.storage.limitBytes).toBe(300 * 1024 ** 3);
    expect(await listed()).toEqual(['9', '8', '6', '5', '4', '3', '2']);
    const deletions = sandbox.calls().filter(({operation}) => operation === 'DeleteFunction');
    expect(deletions).toHaveLength(2);
    await expect(client.send(new GetFunctionCommand({FunctionName: 'checkout'}))).resolves.toBeDefined();
  });

  it.skipIf(!installed)('leaves what the AWS CLI, where installed, lists as well', async () => {
    const {sandbox, client} = await openWithVersions(4);
    await createAlias(client, {name: 'live', version: '2'});
    const pruned = await runCommand(VersionsPrune, ['checkout', ...all, '--yes']);
    expect(pruned.stdout).toContain('checkout: 2 versions deleted, 2 kept.');
    expect(pruned.stdout).toMatch(/Freed .* in this region before\.\n$/);
    const query = ['--query', 'Versions[].Version', '--output', 'json'];
    const argv = ['lambda', 'list-versions-by-function', '--function-name', 'checkout', ...query];
    const {stdout} = await promisify(execFile)('aws', argv, {env: {...process.env, AWS_REGION: sandbox.region}});
    expect(JSON.parse(stdout)).toEqual(['$LATEST', ...(await listed()).toReversed()]);
  });

  it('deletes nothing with --dry-run, nor where nobody can be asked', async () => {
    const {sandbox} = await openWithVersions(3);
    const dry = await runCommand(VersionsPrune, ['checkout', ...all, '--dry-run']);
    expect(dry.stdout).toMatch(/2 versions would be deleted, 1 kept/);
    // Two counts that need not agree, so each says whose it is.
    expect(dry.stdout).toMatch(/Frees packages of \d+ B zipped; by AWS's own count, the account stores \d+/);
    const asked = await runCommand(VersionsPrune, ['checkout', ...all]);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('--yes');
    expect(asked.stderr).toMatch(/delete +\d{4}-/);
    expect(sandbox.calls().map(({operation}) => operation)).not.toContain('DeleteFunction');
  });

  it('keeps everything within the grace period, which is a week', async () => {
    await openWithVersions(8);
    const {stdout, exitCode} = await runCommand(VersionsPrune, ['checkout', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('checkout: nothing to delete, 8 versions kept.\n');
  });

  it('reports what could not be deleted and ends with 4', async () => {
    const {sandbox} = await openWithVersions(3);
    sandbox.addFault({
      kind: 'error',
      service: 'lambda',
      operation: 'DeleteFunction',
      status: 403,
      code: 'AccessDeniedException',
      message: 'not authorized to perform: lambda:DeleteFunction',
      count: 0,
    });
    const {stdout, exitCode} = await runCommand(VersionsPrune, ['checkout', ...all, '--yes', '--json']);
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'PRUNE_INCOMPLETE',
      details: {deleted: [], failed: [{version: '1', code: 'ACCESS_DENIED'}], left: ['2']},
    });
    expect(await listed()).toEqual(['3', '2', '1']);
  });
});

describe('history', () => {
  it('tells commit, changes and verdicts, newest first', async () => {
    const {client} = await openWithVersions(4);
    await createAlias(client, {name: 'live', version: '3', text: 'callers [was 1]'});
    const {stdout, exitCode} = await runCommand(History, ['checkout:live', '--json']);
    expect(exitCode).toBe(0);
    const {releases} = JSON.parse(stdout).result;
    expect(releases).toMatchObject([
      {version: '4', verdicts: [{alias: 'live', verdict: 'not kept'}]},
      {version: '3', commit: commitOf(3), verdicts: [{alias: 'live', verdict: 'serving'}]},
      {version: '2', verdicts: [{alias: 'live', verdict: 'not kept'}]},
      {version: '1', verdicts: [{alias: 'live', verdict: 'kept'}]},
    ]);
    expect(releases[0].changes).toContainEqual({field: 'memory', from: '131', to: '132'});
    expect(releases[3]).not.toHaveProperty('changes');
    expect(stdout).not.toContain(SECRET);
  });

  it('is cut by --limit and says how many are older', async () => {
    await openWithVersions(3);
    const {stdout} = await runCommand(History, ['checkout', '--limit', '1']);
    expect(stdout).toMatch(/^Version 3 {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}Change number 3\n/);
    expect(stdout).toMatch(/environment +added ONLY_IN_3; changed TOKEN; removed ONLY_IN_2\n/);
    expect(stdout).toContain('2 older; see them with --limit 3');
    expect(stdout).not.toContain(SECRET);
  });

  it.each([
    ['checkout:beta', 3],
    ['checkout:2', 2],
  ])('refuses %s with exit %d and a way out', async (name, exitCode) => {
    await openWithVersions(1);
    const outcome = await runCommand(History, [name]);
    expect(outcome).toMatchObject({exitCode, stdout: ''});
    expect(outcome.stderr).toContain('lambda-release');
  });
});

describe('rollback --to a commit', () => {
  it('goes to the newest version that was made from it', async () => {
    const {client} = await openWithVersions(3);
    await createAlias(client, {name: 'live', version: '3'});
    const argv = ['checkout:live', '--to', commitOf(2).slice(0, 7), '--yes', '--json'];
    const {stdout, exitCode} = await runCommand(Rollback, argv);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({changed: true, after: {stable: '2'}});
  });

  it.each([
    ['fffffff', 3],
    ['latest', 2],
  ])('ends for %s with exit %d', async (to, exitCode) => {
    const {client} = await openWithVersions(1);
    await createAlias(client, {name: 'live', version: '1'});
    expect(await runCommand(Rollback, ['checkout:live', '--to', to, '--yes'])).toMatchObject({exitCode, stdout: ''});
  });
});

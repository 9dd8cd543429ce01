import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {CreateFunctionCommand, GetFunctionCommand} from '@aws-sdk/client-lambda';
import {describe, expect, it, onTestFinished} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Tune from '../../src/commands/tune.js';
import {copyDescription} from '../../src/lib/model/tune/copy.js';
import type {Sandbox} from '../../src/lib/sandbox/start.js';
import {runCommand} from '../cli/run-command.js';
import {zipOf} from '../sandbox/zip-of.js';
import {CREATE, openSandbox} from './on-sandbox.js';
import {sdkOn} from './published-function.js';

/** Needs 256 MB, and knows only events with an order. */
const HANDLER = `export const handler = async ({order}) => {
  if (order === undefined) throw new Error('no order');
  if (Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE) < 256) throw new Error('out of room');
  return order;
};`;
const FAST = ['--calls', '5', '--parallel', '2', '--yes'];

async function openWithFunction(): Promise<Sandbox> {
  const sandbox = await openSandbox();
  const folder = aFolder();
  writeFileSync(path.join(folder, 'index.mjs'), HANDLER);
  const argv = ['checkout:live', '--source', folder, ...CREATE, '--memory', '512', '--yes'];
  const {exitCode, stderr} = await runCommand(Deploy, argv);
  if (exitCode !== 0) throw new Error(stderr);
  return sandbox;
}

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tune-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  return folder;
}

const writesOf = (sandbox: Sandbox) =>
  sandbox.calls().filter(({operation}) => /Create|Update|Publish|Delete/.test(operation ?? ''));

/** What the function would tell of any write to it. */
async function latestOf(sandbox: Sandbox) {
  const {Configuration} = await sdkOn(sandbox).send(new GetFunctionCommand({FunctionName: 'checkout'}));
  return Configuration;
}

describe('tune', () => {
  it('measures each size of a version on a copy, draws it, and writes nothing to the function', async () => {
    const sandbox = await openWithFunction();
    const before = await latestOf(sandbox);
    const html = path.join(aFolder(), 'tune.html');
    const argv = ['checkout:live', '--memory', '128,256,1024', '--payload', '{"order":1}', '--html', html, ...FAST];
    const {stdout, exitCode, stderr} = await runCommand(Tune, [...argv, '--json']);
    expect(exitCode, stderr).toBe(0);
    const {sizes, choices, memoryMb, version} = JSON.parse(stdout).result;
    expect({memoryMb, version}).toEqual({memoryMb: 512, version: '1'});
    expect(sizes).toMatchObject([
      {kind: 'failed', memoryMb: 128, reason: expect.stringContaining('out of room')},
      {kind: 'measured', memoryMb: 256, calls: expect.any(Number), usd: expect.any(Number)},
      {kind: 'measured', memoryMb: 1024},
    ]);
    expect([256, 1024]).toContain(choices.cheapest);
    expect(readFileSync(html, 'utf8')).toMatch(/checkout:1.*<svg class="chart wide"/s);
    expect(await latestOf(sandbox)).toEqual(before);
    expect(writesOf(sandbox).at(-1)).toMatchObject({operation: 'DeleteFunction', status: 204});
    const {stdout: again} = await runCommand(Tune, ['checkout', '--clean']);
    expect(again).toContain('There is no lambda-release-tune-checkout');
  });

  it('says what it would do, and does nothing, in a dry run', async () => {
    const sandbox = await openWithFunction();
    const before = writesOf(sandbox).length;
    const {stdout, exitCode} = await runCommand(Tune, ['checkout', '--memory', '256,512', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /checkout:1 would be tried with 2 sizes.*256, 512 MB; now 512.*120 at the most.*at most \$/s,
    );
    expect(writesOf(sandbox)).toHaveLength(before);
  });

  it('ends with 8 when the function fails with every size, and leaves no copy and no page', async () => {
    const sandbox = await openWithFunction();
    const html = path.join(aFolder(), 'tune.html');
    const {stderr, exitCode} = await runCommand(Tune, ['checkout:1', '--memory', '256', '--html', html, ...FAST]);
    expect(exitCode).toBe(8);
    expect(stderr).toMatch(/fails with every size.*no order/s);
    expect(existsSync(html)).toBe(false);
    expect(writesOf(sandbox).at(-1)).toMatchObject({operation: 'DeleteFunction'});
  });

  it('refuses beside the copy of another run, and takes it away when asked to', async () => {
    const sandbox = await openWithFunction();
    await sdkOn(sandbox).send(
      new CreateFunctionCommand({
        ...{FunctionName: 'lambda-release-tune-checkout', Description: copyDescription('checkout', 'killed')},
        ...{Role: 'arn:aws:iam::000000000000:role/any', Runtime: 'nodejs22.x', Handler: 'index.handler'},
        Code: {ZipFile: await zipOf({'index.mjs': HANDLER})},
      }),
    );
    const refused = await runCommand(Tune, ['checkout', ...FAST]);
    expect(refused).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('lambda-release tune checkout --clean'),
    });
    const cleaned = await runCommand(Tune, ['checkout', '--clean', '--yes']);
    expect(cleaned).toMatchObject({exitCode: 0, stdout: 'lambda-release-tune-checkout was deleted.\n'});
  });

  it.each([
    [['nothing'], 3, 'nothing does not exist'],
    [['checkout:9'], 3, 'checkout:9 does not exist'],
    [['checkout:$LATEST'], 2, 'wants a published version'],
    [['checkout', '--memory', '64'], 2, '128 to 10240 MB'],
    [['checkout', '--html', 'tune.txt'], 2, 'does not end in .html'],
    [['checkout', '--payload', 'order'], 2, 'it is no JSON'],
  ])('refuses %j before anything is made', async (argv, code, text) => {
    const sandbox = await openWithFunction();
    const before = writesOf(sandbox).length;
    const {exitCode, stderr} = await runCommand(Tune, [...argv, '--yes']);
    expect(stderr).toContain(text);
    expect(exitCode).toBe(code);
    expect(writesOf(sandbox)).toHaveLength(before);
  });
});

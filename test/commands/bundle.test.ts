import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Package from '../../src/commands/package.js';
import Publish from '../../src/commands/publish.js';
import {runCommand} from '../cli/run-command.js';
import {CREATE, FAILING, GOOD, openSandbox} from './on-sandbox.js';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bundle-command-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  return folder;
}

it('carries a release from the job that builds to the job that releases, byte for byte', async () => {
  await openSandbox();
  const folder = await aFolder();
  const config = path.join(folder, 'release.yml');
  const bundle = path.join(folder, 'release.zip');
  const functions = `functions:\n  checkout: {source: ${GOOD}, memory: 256}\n  refund: {source: ${FAILING}}\n`;
  await writeFile(config, `${functions}rollout: {alias: prod, steps: all-at-once, watch: 0s}\n`);

  const packed = await runCommand(Package, ['--config', config, '--bundle', bundle, '--json']);
  expect(packed.exitCode).toBe(0);
  const made = JSON.parse(packed.stdout).result;
  expect(made.bundle).toMatchObject({file: bundle, functions: ['checkout', 'refund']});
  await rm(config);

  const pinned = ['--bundle', bundle, '--bundle-sha256', made.bundle.sha256];
  for (const name of ['checkout', 'refund']) {
    const created = await runCommand(Publish, [name, ...pinned, ...CREATE, '--json']);
    expect(created.exitCode).toBe(0);
  }
  const deployed = await runCommand(Deploy, [...pinned, '--create', '--yes', '--json']);
  expect(deployed.exitCode).toBe(0);
  const released = JSON.parse(deployed.stdout).result.functions;
  expect(released).toMatchObject([
    {functionName: 'checkout', alias: 'prod', version: '1', codeSha256: made.packages[0].codeSha256},
    {functionName: 'refund', alias: 'prod', version: '1', codeSha256: made.packages[1].codeSha256},
  ]);
});

it('looks for events and runs commands in the folder it is in', async () => {
  const sandbox = await openSandbox();
  const folder = await aFolder();
  const config = path.join(folder, 'release.yml');
  const bundle = path.join(folder, 'release.zip');
  const smoke = '[{event: event.json, expect: {command: test -f event.json}}]';
  await writeFile(config, `functions: {checkout: {source: ${GOOD}}}\nrollout: {smoke: ${smoke}}\n`);
  expect((await runCommand(Package, ['--config', config, '--bundle', bundle])).exitCode).toBe(0);
  await rm(config);

  const release = ['checkout:live', '--bundle', bundle, ...CREATE, '--yes'];
  const lacking = await runCommand(Deploy, release);
  expect(lacking.exitCode).toBe(2);
  expect(lacking.stderr).toContain(path.join(folder, 'event.json'));
  expect(sandbox.calls()).toEqual([]);

  await writeFile(path.join(folder, 'event.json'), '{}');
  expect((await runCommand(Publish, ['checkout', '--bundle', bundle, ...CREATE])).exitCode).toBe(0);
  expect((await runCommand(Deploy, release)).exitCode).toBe(0);
});

it('is refused before anything is sent when it was tampered with, or is another one', async () => {
  const sandbox = await openSandbox();
  const folder = await aFolder();
  const bundle = path.join(folder, 'release.zip');
  await runCommand(Package, [GOOD, '--bundle', bundle]);
  const other = await runCommand(Deploy, [
    'function:live',
    '--bundle',
    bundle,
    '--bundle-sha256',
    '0'.repeat(64),
    '--yes',
  ]);
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain('SHA-256');

  const bytes = await readFile(bundle);
  const at = bytes.indexOf('functions/function.zip') + 60;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  await writeFile(bundle, bytes);
  const tampered = await runCommand(Deploy, ['function:live', '--bundle', bundle, '--yes', '--json']);
  expect(tampered.exitCode).toBe(2);
  expect(JSON.parse(tampered.stdout).error).toMatchObject({code: 'BUNDLE_REFUSED', traffic: 'untouched'});
  expect(sandbox.calls()).toEqual([]);
});

it('does not mix with --source or --layer, and names a function it does not hold', async () => {
  await openSandbox();
  const bundle = path.join(await aFolder(), 'release.zip');
  await runCommand(Package, [GOOD, '--bundle', bundle]);
  const mixed = await runCommand(Publish, ['function', '--bundle', bundle, '--source', GOOD]);
  expect(mixed.exitCode).toBe(2);
  const layered = await runCommand(Publish, ['function', '--bundle', bundle, '--layer', 'dependencies']);
  expect(layered.exitCode).toBe(2);
  expect(layered.stderr).toContain('--layer and --bundle');
  const missing = await runCommand(Publish, ['checkout', '--bundle', bundle]);
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain('It holds function.');
});

it('is refused where the function runs on another architecture than its binaries', async () => {
  const sandbox = await openSandbox();
  const created = ['checkout', '--source', GOOD, ...CREATE, '--architecture', 'arm64'];
  expect((await runCommand(Publish, created)).exitCode).toBe(0);
  const folder = await aFolder();
  const bundle = path.join(folder, 'release.zip');
  const source = path.join(folder, 'checkout');
  const native = path.join(source, 'node_modules', 'bcrypt', 'bcrypt.node');
  await mkdir(path.dirname(native), {recursive: true});
  await writeFile(native, elfForX86());
  await writeFile(path.join(source, 'index.mjs'), 'export const handler = async () => 1;');
  expect((await runCommand(Package, [source, '--bundle', bundle])).exitCode).toBe(0);
  const before = sandbox.calls().length;
  const refused = await runCommand(Publish, ['checkout', '--bundle', bundle, '--json']);
  expect(refused.exitCode).toBe(3);
  expect(JSON.parse(refused.stdout).error).toMatchObject({
    code: 'NATIVE_MISMATCH',
    message: expect.stringContaining('node_modules/bcrypt/bcrypt.node of bcrypt (ELF, x86_64)'),
    details: {architecture: 'arm64'},
  });
  const sent = sandbox.calls().slice(before);
  expect(sent.filter(({operation}) => operation === 'UpdateFunctionCode')).toEqual([]);
  expect(sent.length).toBeGreaterThan(0);
});

/** The header of a shared object for Linux on x86_64, and nothing after it. */
function elfForX86(): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt8(2, 4);
  header.writeUInt8(1, 5);
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(62, 18);
  return header;
}

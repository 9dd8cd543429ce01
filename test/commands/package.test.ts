import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import Package from '../../src/commands/package.js';
import {runCommand} from '../cli/run-command.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'package-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

/** A source folder with two files and a secret. */
function aSource(name: string): string {
  const source = path.join(folder, name);
  mkdirSync(path.join(source, 'lib'), {recursive: true});
  writeFileSync(path.join(source, 'index.js'), 'export const handler = async () => 1;\n');
  writeFileSync(path.join(source, 'lib/answer.js'), 'export const answer = 42;\n');
  writeFileSync(path.join(source, '.env'), 'TOKEN=hunter2\n');
  return source;
}

async function packageJson(...argv: string[]) {
  const {stdout, exitCode} = await runCommand(Package, [...argv, '--json', '--quiet']);
  return {exitCode, document: JSON.parse(stdout)};
}

describe('package', () => {
  it('writes the same bytes for the same files, and codeSha256 is the hash of the file', async () => {
    const first = path.join(folder, 'first.zip');
    const second = path.join(folder, 'second.zip');
    const one = await packageJson(aSource('one'), '--out', first);
    const copy = aSource('two');
    utimesSync(path.join(copy, 'index.js'), 0, 0);
    const two = await packageJson(copy, '--out', second);
    expect(one.exitCode).toBe(0);
    const [{codeSha256, contentDigest}] = one.document.result.packages;
    expect(two.document.result.packages[0]).toMatchObject({codeSha256, contentDigest});
    expect(createHash('sha256').update(readFileSync(first)).digest('base64')).toBe(
      one.document.result.packages[0].codeSha256,
    );
    expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
    expect(one.document.result.packages[0]).toMatchObject({file: first, files: 2, leftOut: ['.env']});
    expect(one.document.result.packages[0]).not.toHaveProperty('zip');
  });

  it('tells people what was left out', async () => {
    const {stdout} = await runCommand(Package, [aSource('one'), '--out', path.join(folder, 'f.zip'), '--quiet']);
    expect(stdout).toMatch(/Left out +\.env/);
    expect(stdout).not.toContain('hunter2');
  });

  it('writes nothing with --dry-run', async () => {
    const out = path.join(folder, 'f.zip');
    const {exitCode, document} = await packageJson(aSource('one'), '--out', out, '--dry-run');
    expect(exitCode).toBe(0);
    expect(document.result.packages[0]).not.toHaveProperty('file');
    expect(existsSync(out)).toBe(false);
  });

  it('packs every function of a release file into a folder', async () => {
    aSource('one');
    aSource('two');
    const config = path.join(folder, 'release.yml');
    writeFileSync(config, 'functions:\n  checkout: {source: one}\n  cart: {source: two}\n');
    const {document} = await packageJson('--config', config, '--out', folder);
    expect(document.result.packages.map((entry: {file: string}) => entry.file)).toEqual([
      path.join(folder, 'checkout.zip'),
      path.join(folder, 'cart.zip'),
    ]);
  });

  it.each([
    ['a missing folder', () => [path.join(folder, 'missing')]],
    ['an empty folder', () => [mkdtempSync(path.join(folder, 'empty-'))]],
    ['a zip inside its own source', () => [aSource('one'), '--out', path.join(folder, 'one', 'f.zip')]],
    ['two packages for one file', () => [aSource('one'), aSource('two'), '--out', path.join(folder, 'f.zip')]],
    ['a level that is none', () => [aSource('one'), '--level', '10']],
  ])('exits 2 with a way out for %s', async (_, argv) => {
    const {exitCode, document} = await packageJson(...argv());
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ok: false, error: {exitCode: 2, traffic: 'untouched'}});
    expect(document.error.suggestions.length).toBeGreaterThan(0);
  });

  it('makes the folder that --out names, with those above it', async () => {
    const out = `${path.join(folder, 'build', 'zips')}/`;
    const {exitCode, document} = await packageJson(aSource('one'), '--out', out);
    expect([exitCode, document.result.packages[0].file]).toEqual([0, path.join(out, 'one.zip')]);
    expect(existsSync(document.result.packages[0].file)).toBe(true);
  });

  it('does not write the package and its picture to one file', async () => {
    const file = path.join(folder, 'one.zip');
    const {exitCode, document} = await packageJson(aSource('one'), '--out', file, '--treemap', file);
    expect([exitCode, document.error.code]).toEqual([2, 'OUT_AMBIGUOUS']);
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['file/f.zip', 'OUT_FOLDER_NOT_FOUND'],
    ['file/', 'OUT_NOT_WRITABLE'],
    ['missing/f.zip', 'OUT_FOLDER_NOT_FOUND'],
  ])('says which folder there is not for --out %s', async (out, code) => {
    writeFileSync(path.join(folder, 'file'), '');
    const {exitCode, document} = await packageJson(
      aSource('one'),
      '--out',
      path.join(folder, out.slice(0, -1)) + out.at(-1),
    );
    expect([exitCode, document.error.code]).toEqual([2, code]);
    expect(document.error.message).toContain(path.join(folder, out.split('/')[0] ?? ''));
  });

  it('stops at what looks like a credential, and names it without showing it', async () => {
    const source = aSource('one');
    const token = ['npm', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
    writeFileSync(path.join(source, 'settings.js'), `\nexport const token = '${token}';\n`);
    const out = path.join(folder, 'f.zip');

    const refused = await packageJson(source, '--out', out);
    expect(refused.exitCode).toBe(3);
    expect(refused.document.error).toMatchObject({
      code: 'SECRET_IN_PACKAGE',
      details: {secrets: [{path: 'settings.js', line: 2, kind: 'npm token'}]},
    });
    expect(JSON.stringify(refused.document)).not.toContain(token);
    expect(existsSync(out)).toBe(false);

    expect((await packageJson(source, '--out', out, '--allow-secret', 'settings.js')).exitCode).toBe(0);
    const config = path.join(folder, 'release.yml');
    writeFileSync(config, 'functions:\n  checkout: {source: one, allowSecrets: [settings.js]}\n');
    expect((await packageJson('--config', config, '--out', out)).exitCode).toBe(0);
  });

  it('refuses a module that is compiled for another architecture, by flag and by release file', async () => {
    const source = aSource('one');
    const header = Buffer.alloc(64);
    header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    header.writeUInt16LE(62, 18);
    writeFileSync(path.join(source, 'addon.node'), header);
    const config = path.join(folder, 'release.yml');
    writeFileSync(config, 'functions:\n  checkout: {source: one, architecture: arm64}\n');

    expect((await packageJson(source, '--dry-run', '--architecture', 'x86_64')).exitCode).toBe(0);
    for (const argv of [
      [source, '--dry-run', '--architecture', 'arm64'],
      ['--config', config, '--dry-run'],
    ]) {
      const {exitCode, document} = await packageJson(...argv);
      expect(exitCode).toBe(3);
      expect(document.error).toMatchObject({code: 'NATIVE_MISMATCH', details: {architecture: 'arm64'}});
    }
  });

  it('tells what weighs what, as a table, as JSON and as a page', async () => {
    const source = aSource('one');
    const page = path.join(folder, 'sizes.html');

    const {stdout} = await runCommand(Package, [source, '--dry-run', '--analyze', '--treemap', page, '--quiet']);
    expect(stdout).toMatch(/What weighs what +Unzipped +Share +Zipped +Files\n +one\/ +64 B +100% .* 2\n/);
    expect(readFileSync(page, 'utf8')).toContain('"name":"one"');
    const {document} = await packageJson(source, '--dry-run', '--analyze');
    expect(document.result.packages[0].tree).toMatchObject({name: 'one', files: 2, unzippedBytes: 64});
    expect(document.result.packages[0]).not.toHaveProperty('contents');
  });

  it('refuses to draw into the folder it packs', async () => {
    const source = aSource('one');
    const {exitCode} = await packageJson(source, '--dry-run', '--treemap', path.join(source, 'sizes.html'));
    expect(exitCode).toBe(2);
  });
});

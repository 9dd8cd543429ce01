import {execFileSync} from 'node:child_process';
import {lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {writeZip} from '../../../src/lib/package/zip/write-zip.js';
import {unzip} from '../../../src/lib/sandbox/runtime/unzip.js';
import {tempFolder, writeTree} from '../temp-folder.js';
import {readZip, ZIP_CHECKERS} from '../zip/read-zip.js';

const hasUnzip = ZIP_CHECKERS.some(({name, isInstalled}) => name.startsWith('Info-ZIP') && isInstalled);
const hasPython = ZIP_CHECKERS.some(({name, isInstalled}) => name.startsWith('Python') && isInstalled);
const PYTHON_LINKS = [
  'import json, stat, sys, zipfile',
  'archive = zipfile.ZipFile(sys.argv[1])',
  'infos = [info for info in archive.infolist() if stat.S_ISLNK(info.external_attr >> 16)]',
  'print(json.dumps({info.filename: [archive.read(info).decode(), info.external_attr >> 16] for info in infos}))',
].join('\n');

/** A source with a library under three names, as linkers and npm make them. */
function aLinkedTree(): string {
  const source = writeTree(tempFolder(), {
    'lib/libz.so.1.3': 'library',
    'node_modules/tool/cli.js': '#!/usr/bin/env node\n',
    'packages/é/index.js': 'x',
  });
  mkdirSync(path.join(source, 'node_modules/.bin'));
  symlinkSync('libz.so.1.3', path.join(source, 'lib/libz.so.1'));
  symlinkSync('libz.so.1', path.join(source, 'lib/libz.so'));
  symlinkSync('../tool/cli.js', path.join(source, 'node_modules/.bin/tool'));
  symlinkSync('../packages/é', path.join(source, 'node_modules/é'));
  return source;
}

const LINKS = {
  'lib/libz.so': 'libz.so.1',
  'lib/libz.so.1': 'libz.so.1.3',
  'node_modules/.bin/tool': '../tool/cli.js',
  'node_modules/é': '../packages/é',
};

async function zipOf(source: string): Promise<Buffer> {
  return Buffer.from((await writeZip(collectFiles(source, {links: 'keep'}).files)).zip);
}

test('links inside the folder are entries of their own in a function package, mode 0120777', async () => {
  const entries = readZip(await zipOf(aLinkedTree())).filter(({mode}) => mode === 0o120_777);

  expect(Object.fromEntries(entries.map(({name, content}) => [name, content.toString()]))).toEqual(LINKS);
});

test('the sandbox restores them', async () => {
  const folder = path.join(tempFolder(), 'task');
  mkdirSync(folder);
  await unzip(await zipOf(aLinkedTree()), folder);

  for (const [name, target] of Object.entries(LINKS)) expect(readlinkSync(path.join(folder, name))).toBe(target);
  expect(readFileSync(path.join(folder, 'node_modules/é/index.js'), 'utf8')).toBe('x');
});

test.skipIf(!hasUnzip)(`Info-ZIP restores them${hasUnzip ? '' : ' (not installed)'}`, async () => {
  const folder = tempFolder();
  writeFileSync(path.join(folder, 'f.zip'), await zipOf(aLinkedTree()));
  execFileSync('unzip', ['-qq', 'f.zip', '-d', 'out'], {cwd: folder, env: {...process.env, LC_ALL: 'C.UTF-8'}});

  expect(readlinkSync(path.join(folder, 'out/lib/libz.so'))).toBe('libz.so.1');
  expect(readFileSync(path.join(folder, 'out/lib/libz.so'), 'utf8')).toBe('library');
});

test.skipIf(!hasPython)(`Python's zipfile sees them${hasPython ? '' : ' (not installed)'}`, async () => {
  const file = path.join(tempFolder(), 'f.zip');
  writeFileSync(file, await zipOf(aLinkedTree()));

  const seen = JSON.parse(execFileSync('python3', ['-c', PYTHON_LINKS, file], {encoding: 'utf8'}));
  expect(seen).toEqual(Object.fromEntries(Object.entries(LINKS).map(([name, text]) => [name, [text, 0o120_777]])));
});

test('an absolute link, and one that leaves the folder and comes back, are the same from any checkout', () => {
  const source = writeTree(path.join(tempFolder(), 'checkout'), {'lib/a.js': 'x', 'deep/er/b.js': 'x'});
  symlinkSync(path.join(source, 'lib/a.js'), path.join(source, 'deep/er/absolute'));
  symlinkSync('../checkout/lib', path.join(source, 'around'));

  const links = collectFiles(source, {links: 'keep'}).files.flatMap(({zipPath, link}) =>
    link ? [[zipPath, link]] : [],
  );
  expect(links).toEqual([
    ['around', 'lib'],
    ['deep/er/absolute', '../../lib/a.js'],
  ]);
});

test.each([
  ['LINK_LEADS_OUTSIDE', '../..', 'outside the source folder'],
  ['LINK_LEADS_OUTSIDE', '/etc/hostname', 'outside the source folder'],
  ['LINK_LOOP', '..', 'a folder it is in itself'],
  ['LINK_LOOP', 'link', 'leads back to itself'],
  ['LINK_BROKEN', 'gone', 'does not exist'],
])('%s: a kept link to %s is refused by name', (code, target, words) => {
  const source = writeTree(tempFolder(), {'d/index.js': 'x'});
  const link = path.join(source, 'd/link');
  symlinkSync(target, link);

  expect(() => collectFiles(source, {links: 'keep'})).toThrow(
    expect.objectContaining({code, details: {path: link}, message: expect.stringContaining(words)}),
  );
});

test("pnpm's linked node_modules work when links are kept", async () => {
  const source = writeTree(tempFolder(), {'node_modules/.pnpm/a@1/node_modules/a/index.js': 'x'});
  symlinkSync('.pnpm/a@1/node_modules/a', path.join(source, 'node_modules/a'));

  const entries = readZip(await zipOf(source)).map(({name, mode}) => [name, mode]);
  expect(entries).toContainEqual(['node_modules/a', 0o120_777]);
});

test('a kept link does not name what is left out', () => {
  const source = writeTree(tempFolder(), {'index.js': 'x', '.env': 'SECRET=1'});
  symlinkSync('.env', path.join(source, 'settings'));

  const {files, leftOut} = collectFiles(source, {links: 'keep'});
  expect(files.map(({zipPath}) => zipPath)).toEqual(['index.js']);
  expect(leftOut).toEqual(['.env', 'settings']);
});

test('any links between the files of a tree come back', async () => {
  const place = fc.constantFrom('', 'd/', 'd/e/', 'f/');
  const links = fc.uniqueArray(fc.record({from: place, to: place}), {
    maxLength: 5,
    selector: ({from, to}) => from + to,
  });
  await fc.assert(
    fc.asyncProperty(links, async (wanted) => {
      const base = tempFolder();
      const source = writeTree(path.join(base, 'source'), {'x.js': '1', 'd/x.js': '2', 'd/e/x.js': '3', 'f/x.js': '4'});
      wanted.forEach(({from, to}, index) => {
        const text = path.relative(path.join(source, from), path.join(source, to, 'x.js'));
        symlinkSync(text, path.join(source, `${from}link${index}`));
      });
      const folder = path.join(base, 'out');
      mkdirSync(folder);
      await unzip(await zipOf(source), folder);
      wanted.forEach(({from, to}, index) => {
        const link = path.join(folder, `${from}link${index}`);
        expect(lstatSync(link).isSymbolicLink()).toBe(true);
        expect(readFileSync(link, 'utf8')).toBe(readFileSync(path.join(source, to, 'x.js'), 'utf8'));
      });
    }),
    {numRuns: 25},
  );
});

test('a link to what is there in Lambda alone is kept when it is asked for by name', () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x'});
  symlinkSync('/opt/fonts', path.join(folder, 'fonts'));
  expect(() => collectFiles(folder, {links: 'keep'})).toThrow(
    expect.objectContaining({suggestions: expect.arrayContaining([expect.stringContaining('--keep-link')])}),
  );
  const {files} = collectFiles(folder, {links: 'keep', keptLinks: ['fonts']});
  expect(files).toContainEqual(expect.objectContaining({zipPath: 'fonts', link: '/opt/fonts', bytes: 10}));
});

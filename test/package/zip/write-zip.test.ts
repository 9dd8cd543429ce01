import {appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {JobPool} from '../../../src/lib/package/zip/job-pool.js';
import {writeZip} from '../../../src/lib/package/zip/write-zip.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';
import {incompressible} from './incompressible.js';
import {complaintOf, readZip, ZIP_CHECKERS} from './read-zip.js';

function pool(threads: number): JobPool {
  const started = new JobPool(threads);
  onTestFinished(() => started.close());
  return started;
}

// Fixed first letters keep a file from having the name of a folder, and the default rules from matching.
const fileName = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...'aZ0 .-_\\\'"*?[]!#'), fc.constantFrom('é', '漢', '😀', '\u{ff5e}')),
    maxLength: 40,
  })
  .map((text) => `f${text}`);
const folderName = fc.constantFrom('d', 'd e', 'dé', 'd😀', `d${'x'.repeat(200)}`);
const content = fc.oneof(
  fc.constant(new Uint8Array(0)),
  fc.uint8Array({maxLength: 300}),
  fc
    .tuple(fc.string({minLength: 1, maxLength: 20}), fc.nat(2000))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
);
const tree = fc
  .dictionary(
    fc.tuple(fc.array(folderName, {maxLength: 3}), fileName).map(([folders, file]) => [...folders, file].join('/')),
    fc.record({content, mode: fc.constantFrom(0o644, 0o755)}),
    {minKeys: 1, maxKeys: 12},
  )
  .map((files): Tree => files);

test('any tree comes back from its zip: names, contents and modes, with the shared header fields', async () => {
  const base = tempFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(tree, fc.constantFrom(0, 1, 6, 9), async (files, level) => {
      const folder = writeTree(path.join(base, String(run++)), files);
      const collected = collectFiles(folder);
      const {zip, entries: written} = await writeZip(collected.files, {level});

      const entries = readZip(zip);
      const read = Object.fromEntries(entries.map(({name, content: bytes, mode}) => [name, {content: bytes, mode}]));
      const wanted = Object.entries(files).map(([name, file]) => {
        const {content: bytes, mode} = file as {content: Uint8Array; mode: number};
        return [name, {content: Buffer.from(bytes), mode: 0o100_000 | mode}];
      });
      expect(read).toEqual(Object.fromEntries(wanted));
      expect(entries.map(({name}) => name)).toEqual(collected.files.map(({zipPath}) => zipPath));
      for (const entry of entries) expect(entry).toMatchObject({flags: 0x0800, dosTime: 0x0021_0000, madeBy: 3});
      for (const [index, file] of collected.files.entries())
        expect(written.zippedBytes[index]).toBeLessThanOrEqual(file.bytes);
    }),
    {numRuns: 20},
  );
});

for (const {name, isInstalled, check} of ZIP_CHECKERS) {
  test.skipIf(!isInstalled)(`${name}${isInstalled ? '' : ' (not installed)'} accepts any zip`, async () => {
    const base = tempFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const folder = writeTree(path.join(base, String(run++)), files);
        const file = `${folder}.zip`;
        writeFileSync(file, (await writeZip(collectFiles(folder).files)).zip);
        expect(complaintOf(check(file))).toBe('');
      }),
      {numRuns: 6},
    );
  });
}

describe('more entries than 16 bits count', () => {
  let folder = '';
  let zip: Uint8Array = new Uint8Array();
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'lambda-release-many-'));
    const absolutePath = path.join(writeTree(folder, {'tree/a.js': 'x'}), 'tree/a.js');
    const files = Array.from({length: 65_600}, (_, index) => ({
      zipPath: `${String(index).padStart(5, '0')}.js`,
      absolutePath,
      bytes: 1,
      mode: 0o644 as const,
    }));
    ({zip} = await writeZip(files));
    writeFileSync(path.join(folder, 'many.zip'), zip);
  });
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  test('come back from the zip', () => {
    expect(readZip(zip)).toHaveLength(65_600);
  });

  for (const {name, isInstalled, check} of ZIP_CHECKERS) {
    test.skipIf(!isInstalled)(`are accepted by ${name}${isInstalled ? '' : ' (not installed)'}`, () => {
      expect(complaintOf(check(path.join(folder, 'many.zip')))).toBe('');
    });
  }
});

test('large files are deflated in slices to the same bytes on any number of threads, and read back whole', async () => {
  const text = Buffer.from(Array.from({length: 200_000}, (_, line) => `line ${line * 7919}\n`).join(''));
  const folder = writeTree(tempFolder(), {
    'large.js': text,
    'noise.bin': incompressible(2_500_000),
    'noise-of-one-slice.bin': incompressible(70_000),
    'slice.bin': text.subarray(0, 1_048_576),
    'slice-and-one.bin': text.subarray(0, 1_048_577),
    ...Object.fromEntries(Array.from({length: 700}, (_, index) => [`small/${index}.js`, `export default ${index};\n`])),
  });
  const {files} = collectFiles(folder);

  const {zip} = await writeZip(files, {pool: pool(1)});
  const others = await Promise.all([writeZip(files), writeZip(files, {pool: pool(3)})]);

  for (const other of others) expect(Buffer.compare(zip, other.zip)).toBe(0);
  const read = readZip(zip);
  const methods = Object.fromEntries(read.map(({name, method}) => [name, method]));
  expect(methods).toMatchObject({
    'large.js': 8,
    'noise.bin': 0,
    'noise-of-one-slice.bin': 0,
    'slice.bin': 8,
    'slice-and-one.bin': 8,
  });
  const contents = new Map(read.map(({name, content: bytes}) => [name, bytes]));
  expect(contents.get('large.js')?.equals(text)).toBe(true);
  expect(contents.get('noise.bin')?.equals(incompressible(2_500_000))).toBe(true);
  expect(contents.get('slice-and-one.bin')?.equals(text.subarray(0, 1_048_577))).toBe(true);
});

test('a small package is the same on a thread and without', async () => {
  const {files} = collectFiles(writeTree(tempFolder(), {'index.js': 'export const handler = () => 1;\n', 'b.js': ''}));

  const [alone, onThread] = await Promise.all([writeZip(files), writeZip(files, {pool: pool(1)})]);

  expect(Buffer.compare(alone.zip, onThread.zip)).toBe(0);
});

test.each([
  ['grew', (file: string) => appendFileSync(file, 'more')],
  ['shrank', (file: string) => writeFileSync(file, '')],
  ['vanished', (file: string) => rmSync(file)],
])('a file that %s since the walk stops the packaging, with and without threads', async (_what, change) => {
  const folder = writeTree(tempFolder(), {'index.js': 'x', 'late.js': 'before'});
  const {files} = collectFiles(folder);
  change(path.join(folder, 'late.js'));

  const changed = {code: 'SOURCE_CHANGED', exitCode: 2, details: {path: path.join(folder, 'late.js')}};
  await expect(writeZip(files)).rejects.toMatchObject(changed);
  await expect(writeZip(files, {pool: pool(1)})).rejects.toMatchObject(changed);
});

test('a file that cannot be read is named with the reason', async () => {
  const folder = tempFolder();
  const absolutePath = path.join(folder, 'file.js');
  mkdirSync(absolutePath);

  await expect(writeZip([{zipPath: 'file.js', absolutePath, bytes: 5, mode: 0o644}])).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
    message: `${absolutePath} cannot be read: it is a folder.`,
  });
});

test('an abort stops the packaging with its reason', async () => {
  const {files} = collectFiles(writeTree(tempFolder(), {'index.js': 'x'}));
  const reason = new Error('stop');

  await expect(writeZip(files, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
  await expect(writeZip(files, {signal: AbortSignal.abort(reason), pool: pool(1)})).rejects.toBe(reason);
});

test.each([-1, 10, 1.5, Number.NaN])('%d is not a compression level', async (level) => {
  await expect(writeZip([], {level})).rejects.toMatchObject({code: 'LEVEL_INVALID', exitCode: 2});
});

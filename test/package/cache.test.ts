import {execFileSync} from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cacheFolder} from '../../src/lib/package/cache-folder.js';
import type {PackCache, Survey} from '../../src/lib/package/pack-files.js';
import {type PackedFolder, packFolder} from '../../src/lib/package/pack-folder.js';
import {PackStore} from '../../src/lib/package/pack-store.js';
import {tempFolder, writeTree} from './temp-folder.js';
import {incompressible} from './zip/incompressible.js';

const TREE = {
  'index.js': 'export const handler = 1;\n'.repeat(20),
  'lib/large.js': 'const line = 1; // and more of it\n'.repeat(40_000),
  'lib/noise.bin': incompressible(3000),
  'bin/run': {content: '#!/bin/sh\n', mode: 0o755},
  empty: '',
};

/** Something to find out: how many files there are. */
const COUNT: Survey<number> = {
  key: 'count',
  begin:
    ({length}) =>
    () =>
      length,
};

/** A cache in a folder of its own, an hour ahead of the files, so that no file is too young to be told by its times. */
function aCache(folder = tempFolder(), aheadMs = 3_600_000): PackCache {
  return {store: new PackStore(folder), now: () => Date.now() + aheadMs};
}

function pack(sourceDir: string, cache?: PackCache, level?: number): Promise<PackedFolder<number>> {
  return packFolder({sourceDir, cache, level, survey: COUNT});
}

function onlyPack(folder: string): string {
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return path.join(folder, name);
}

test('nothing changed: the zip of the last run, without reading a file again', async () => {
  const source = writeTree(tempFolder(), TREE);
  symlinkSync('lib/large.js', path.join(source, 'start.js'));
  const cache = aCache();

  const plain = await pack(source);
  const cold = await pack(source, cache);
  const warm = await pack(source, cache);

  expect([plain.reused, cold.reused, warm.reused]).toEqual([0, 0, 6]);
  for (const packed of [cold, warm]) {
    expect(Buffer.compare(packed.zip, plain.zip)).toBe(0);
    expect(packed).toMatchObject({zipSha256: plain.zipSha256, leftOut: []});
    expect(packed.entries.zippedBytes).toEqual(plain.entries.zippedBytes);
  }
});

test.each<[string, number, (source: string) => void]>([
  ['a changed file', 4, (source) => appendFileSync(path.join(source, 'index.js'), '//')],
  ['a changed large file', 4, (source) => appendFileSync(path.join(source, 'lib/large.js'), '//')],
  ['a new file', 5, (source) => writeFileSync(path.join(source, 'a-new.js'), 'new')],
  ['a removed file', 4, (source) => rmSync(path.join(source, 'index.js'))],
  ['a renamed folder', 5, (source) => renameSync(path.join(source, 'lib'), path.join(source, 'zlib'))],
  ['another mode', 5, (source) => chmodSync(path.join(source, 'index.js'), 0o755)],
  ['other times', 5, (source) => utimesSync(path.join(source, 'index.js'), 1, 1)],
  [
    'a file replaced by a link',
    4,
    (source) => {
      rmSync(path.join(source, 'index.js'));
      symlinkSync('bin/run', path.join(source, 'index.js'));
    },
  ],
  ['a rule', 4, (source) => writeFileSync(path.join(source, '.lambdaignore'), '*.bin\n')],
])('%s costs that file alone, and the bytes are those of a run without a cache', async (_, reused, change) => {
  const source = writeTree(tempFolder(), TREE);
  const cache = aCache();
  await pack(source, cache);
  change(source);

  const again = await pack(source, cache);

  expect(Buffer.compare(again.zip, (await pack(source)).zip)).toBe(0);
  // A large file that lies elsewhere under another name is known by content as long as its own name is the same.
  expect(again.reused).toBe(reused);
});

test('a renamed file and another checkout are known by content', async () => {
  const source = writeTree(tempFolder(), TREE);
  const cache = aCache();
  await pack(source, cache);
  const copy = path.join(tempFolder(), 'copy');
  cpSync(source, copy, {recursive: true});

  const other = await pack(copy, cache);

  expect(other.reused).toBe(5);
  expect(other.zipSha256).toBe((await pack(source)).zipSha256);
});

test('a file as young as the run before is read: it may have changed within a tick of the clock', async () => {
  const source = writeTree(tempFolder(), TREE);
  const young = aCache(tempFolder(), 0);
  await pack(source, young);
  const {mtimeMs} = statSync(path.join(source, 'index.js'));
  // Same size, same inode, and the times set back as far as a program can.
  writeFileSync(path.join(source, 'index.js'), 'EXPORT const handler = 1;\n'.repeat(20));
  utimesSync(path.join(source, 'index.js'), mtimeMs / 1000, mtimeMs / 1000);

  const again = await pack(source, young);

  expect(Buffer.compare(again.zip, (await pack(source)).zip)).toBe(0);
});

test('a pack that is damaged anywhere is thrown away silently and made anew', async () => {
  const source = writeTree(tempFolder(), TREE);
  const folder = tempFolder();
  const wanted = (await pack(source)).zipSha256;
  await pack(source, aCache(folder));
  const file = onlyPack(folder);
  const {length} = readFileSync(file);

  for (const at of [0, 9, 20, 40, 70, 97, 200, Math.floor(length / 2), length - 1]) {
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at);
    writeFileSync(file, bytes);

    expect((await pack(source, aCache(folder))).zipSha256).toBe(wanted);
    expect((await pack(source, aCache(folder))).reused).toBe(5);
  }
  for (const bytes of [0, 50, 96, length - 100]) {
    truncateSync(file, bytes);
    expect(await pack(source, aCache(folder))).toMatchObject({zipSha256: wanted, reused: 0});
  }
});

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n';

test.each<[string, (source: string) => void]>([
  ['a file in a folder that had none', (source) => writeFileSync(path.join(source, 'none/new.js'), 'new')],
  ['a folder', (source) => mkdirSync(path.join(source, 'more'))],
  ['a key that became certificates', (source) => writeFileSync(path.join(source, 'out.pem'), CERTIFICATE)],
  ['certificates that became a key', (source) => writeFileSync(path.join(source, 'in.pem'), KEY)],
  [
    'a key that became certificates, in capitals',
    (source) => writeFileSync(path.join(source, 'OUT2.PEM'), CERTIFICATE),
  ],
  ['certificates that became a key, in capitals', (source) => writeFileSync(path.join(source, 'IN2.PEM'), KEY)],
  [
    'a link that leads elsewhere',
    (source) => {
      rmSync(path.join(source, 'link.js'));
      symlinkSync('index.js', path.join(source, 'link.js'));
    },
  ],
  ['a link to what is left out now', (source) => renameSync(path.join(source, 'lib'), path.join(source, '.aws'))],
  [
    'a folder in place of a file',
    (source) => {
      rmSync(path.join(source, 'index.js'));
      writeTree(source, {'index.js/index.js': 'x'});
    },
  ],
])('%s shows, though the last run told what to look at', async (_, change) => {
  const source = writeTree(tempFolder(), {
    ...TREE,
    ...{'none/.env': 'A=1', 'in.pem': CERTIFICATE, 'out.pem': KEY, 'IN2.PEM': CERTIFICATE, 'OUT2.PEM': KEY},
  });
  symlinkSync('lib/large.js', path.join(source, 'link.js'));
  symlinkSync('../lib', path.join(source, 'bin/lib'));
  const cache = aCache();
  await pack(source, cache);
  change(source);

  const [again, plain] = await Promise.allSettled([pack(source, cache), pack(source)]);

  if (plain.status === 'rejected' || again.status === 'rejected') {
    expect(again).toEqual(plain);
    return;
  }
  expect(again.value.zipSha256).toBe(plain.value.zipSha256);
  expect(again.value.leftOut).toEqual(plain.value.leftOut);
});

test('files that are somewhere else because of a layer are another package of the same folder', async () => {
  const source = writeTree(tempFolder(), TREE);
  const cache = aCache();
  await pack(source, cache);
  const takenOut = new Set([path.join(source, 'lib')]);

  const without = await packFolder({sourceDir: source, cache, takenOut, survey: COUNT});

  expect(without.zipSha256).toBe((await packFolder({sourceDir: source, takenOut, survey: COUNT})).zipSha256);
  expect(without.files).toHaveLength(3);
});

test('runs at the same time see whole packs only', async () => {
  const source = writeTree(tempFolder(), TREE);
  const folder = tempFolder();
  const wanted = (await pack(source)).zipSha256;

  const digests = await Promise.all(
    Array.from({length: 8}, async () => (await pack(source, aCache(folder))).zipSha256),
  );

  expect(new Set(digests)).toEqual(new Set([wanted]));
  expect((await pack(source, aCache(folder))).reused).toBe(5);
  onlyPack(folder);
});

test('a cache that cannot be written or read is no error', async () => {
  const source = writeTree(tempFolder(), TREE);
  const blocked = path.join(writeTree(tempFolder(), {file: 'x'}), 'file');

  expect((await pack(source, aCache(blocked))).reused).toBe(0);
});

test('a pipe in the place of a pack keeps nobody waiting', async () => {
  const folder = tempFolder();
  const source = writeTree(tempFolder(), {'index.js': 'x'});
  const {zipSha256} = await pack(source, aCache(folder));
  const kept = onlyPack(folder);
  rmSync(kept);
  execFileSync('mkfifo', [kept]);
  expect((await pack(source, aCache(folder))).zipSha256).toBe(zipSha256);
});

test('the folder stays within its size, the longest unused going first, and abandoned pieces go too', async () => {
  const folder = tempFolder();
  mkdirSync(folder, {recursive: true});
  const store = new PackStore(folder, 2500);
  const piece = new Uint8Array(1000);
  for (const [index, name] of ['one', 'two', 'three'].entries()) {
    if (name === 'three') await store.touch('one');
    await store.save(name, [piece]);
    if (name !== 'three') utimesSync(path.join(folder, `${name}.pack`), 1000 + index, 1000 + index);
  }
  expect(readdirSync(folder).sort()).toEqual(['one.pack', 'three.pack']);
  writeFileSync(path.join(folder, 'dead.tmp'), 'x');
  utimesSync(path.join(folder, 'dead.tmp'), 1000, 1000);
  await store.save('four', [piece]);
  expect(readdirSync(folder)).not.toContain('dead.tmp');
});

test('what is kept is for the user alone', async () => {
  const folder = path.join(tempFolder(), 'cache');
  await pack(writeTree(tempFolder(), TREE), aCache(folder));

  expect(statSync(folder).mode & 0o77).toBe(0);
  expect(statSync(onlyPack(folder)).mode & 0o77).toBe(0);
});

test('another level is another pack', async () => {
  const source = writeTree(tempFolder(), TREE);
  const cache = aCache();
  await pack(source, cache, 9);

  const fast = await pack(source, cache, 1);

  expect(fast.reused).toBe(0);
  expect(fast.zipSha256).toBe((await pack(source, undefined, 1)).zipSha256);
});

test('whatever happens to a tree between runs, a cache does not show in the bytes', async () => {
  const name = fc.constantFrom('a.js', 'b.js', 'd/a.js', 'd/c.js', 'e/f/g.js');
  const step = fc.oneof(
    fc.record({do: fc.constant('write' as const), name, text: fc.constantFrom('', 'x', 'y', 'xx', 'y'.repeat(500))}),
    fc.record({do: fc.constant('remove' as const), name}),
    fc.record({do: fc.constant('copy' as const), name, to: name}),
    fc.record({do: fc.constant('pack' as const)}),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, {maxLength: 12}), fc.constantFrom(0, 3_600_000), async (steps, aheadMs) => {
      const base = tempFolder();
      const source = writeTree(path.join(base, 'source'), {'index.js': 'x'});
      const cache = aCache(path.join(base, 'cache'), aheadMs);
      for (const each of [...steps, {do: 'pack' as const}]) {
        if (each.do === 'write') writeTree(source, {[each.name]: each.text});
        if (each.do === 'remove') rmSync(path.join(source, each.name), {force: true});
        if (each.do === 'copy') cpSync(path.join(source, 'index.js'), path.join(source, each.to));
        if (each.do !== 'pack') continue;
        const [cached, plain] = [await pack(source, cache), await pack(source)];
        expect(cached.zipSha256).toBe(plain.zipSha256);
        expect(Buffer.compare(cached.zip, plain.zip)).toBe(0);
      }
    }),
    {numRuns: 40},
  );
});

test.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, string | undefined]>([
  ['the folder that is named', {LAMBDA_RELEASE_CACHE: '/there', HOME: '/home/me'}, 'linux', '/there'],
  ['nowhere when it is off', {LAMBDA_RELEASE_CACHE: 'off', HOME: '/home/me'}, 'linux', undefined],
  ['XDG_CACHE_HOME', {XDG_CACHE_HOME: '/xdg', HOME: '/home/me'}, 'linux', '/xdg/lambda-release'],
  ['~/.cache, as XDG says', {XDG_CACHE_HOME: 'relative', HOME: '/home/me'}, 'linux', '/home/me/.cache/lambda-release'],
  ['~/Library/Caches', {HOME: '/Users/me'}, 'darwin', '/Users/me/Library/Caches/lambda-release'],
])('the cache is in %s', (_, environment, platform, folder) => {
  expect(cacheFolder({environment, platform})).toBe(folder);
});

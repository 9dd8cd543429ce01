import {createHash} from 'node:crypto';
import {chmodSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readDeploymentPackage} from '../../src/lib/package/build-deployment-package.js';
import {type ContentEntry, contentDigest} from '../../src/lib/package/content-digest.js';
import {EventRecorder} from '../fakes/event-recorder.js';
import {tempFolder, writeTree} from './temp-folder.js';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

function aTree(): string {
  const folder = writeTree(tempFolder(), {
    'index.js': 'export const handler = () => 1;\n',
    'bin/run': {content: '#!/bin/sh\n', mode: 0o755},
    'large.txt': 'a line of a file that is read in several stretches\n'.repeat(50_000),
  });
  symlinkSync('index.js', path.join(folder, 'latest.js'));
  return folder;
}

/** Makes the link of the tree lead elsewhere. */
function relink(folder: string, target: string): void {
  rmSync(path.join(folder, 'latest.js'));
  symlinkSync(target, path.join(folder, 'latest.js'));
}

async function digestOf(sourceDir: string, level?: number): Promise<string> {
  return (await readDeploymentPackage({sourceDir, level, sink: new EventRecorder()})).contentDigest;
}

test('it is the SHA-256 of the records of paths, modes and contents, in the order of the paths', async () => {
  const large = sha256('a line of a file that is read in several stretches\n'.repeat(50_000));
  const records = [
    `100755 ${sha256('#!/bin/sh\n')} bin/run\0`,
    `100644 ${sha256('export const handler = () => 1;\n')} index.js\0`,
    `100644 ${large} large.txt\0`,
    `120000 ${sha256('index.js')} latest.js\0`,
  ];

  expect(await digestOf(aTree())).toBe(createHash('sha256').update(records.join('')).digest('base64url'));
});

// The same on every machine and Node.js, and in every release: who changes it makes every package of every user a new one.
test('it is pinned', () => {
  const entries: ContentEntry[] = [
    {zipPath: '\u{1F600}.js', mode: 0o644, isLink: false, sha256: sha256('x')},
    {zipPath: '\uFF5E.js', mode: 0o755, isLink: false, sha256: sha256('y')},
    {zipPath: 'a', mode: 0o755, isLink: true, sha256: sha256('\uFF5E.js')},
  ];
  expect(contentDigest(entries)).toBe('vn3ogQl3ggbHvirZCq5IqZONJibF1EMwNqbX4v8lzPc');
});

test.each<[string, (folder: string) => void]>([
  ['a byte', (folder) => writeFileSync(path.join(folder, 'index.js'), 'export const handler = () => 2;\n')],
  ['the mode', (folder) => chmodSync(path.join(folder, 'index.js'), 0o755)],
  ['a name', (folder) => renameSync(path.join(folder, 'large.txt'), path.join(folder, 'larger.txt'))],
  ['a file more', (folder) => writeFileSync(path.join(folder, 'other.js'), '')],
  ['the target of a link', (folder) => relink(folder, 'bin/run')],
])('%s changes it', async (_what, change) => {
  const [folder, other] = [aTree(), aTree()];
  change(other);
  expect(await digestOf(other)).not.toBe(await digestOf(folder));
});

test('time, place, level and bits of the mode that a package does not have change nothing', async () => {
  const [folder, other] = [aTree(), aTree()];
  utimesSync(path.join(other, 'index.js'), 1, 1);
  chmodSync(path.join(other, 'index.js'), 0o600);
  chmodSync(path.join(other, 'bin/run'), 0o700);
  expect(await digestOf(other, 9)).toBe(await digestOf(folder));
});

test('the order in which entries come changes nothing, and no two lists of entries have the same records', () => {
  const entry = fc.record({
    zipPath: fc.string({minLength: 1, unit: fc.constantFrom(...'ab/ \n😀é')}),
    mode: fc.constantFrom(0o644 as const, 0o755 as const),
    isLink: fc.boolean(),
    sha256: fc.constantFrom(sha256('1'), sha256('2')),
  });
  const entries = fc.uniqueArray(entry, {selector: ({zipPath}) => zipPath, maxLength: 6});
  fc.assert(
    fc.property(entries, entries, (some, others) => {
      expect(contentDigest(some.toReversed())).toBe(contentDigest(some));
      const plain = (list: readonly ContentEntry[]) =>
        list.map(({zipPath, mode, isLink, sha256: digest}) => [zipPath, isLink || mode, digest].join('|')).sort();
      const isSame = JSON.stringify(plain(some)) === JSON.stringify(plain(others));
      expect(contentDigest(some) === contentDigest(others)).toBe(isSame);
    }),
  );
});

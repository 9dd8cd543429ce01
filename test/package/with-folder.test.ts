import {expect, test} from 'vitest';
import {collectFiles} from '../../src/lib/package/source/collect-files.js';
import {withFolder} from '../../src/lib/package/with-folder.js';
import {writeZip} from '../../src/lib/package/zip/write-zip.js';
import {tempFolder, writeTree} from './temp-folder.js';

/** As many bytes as are worth threads, in folders that sort among them, and one in several slices. */
function aLargeTree(): string {
  // UTF-16, the order of the walk, has the emoji first; UTF-8, that of the zip, has it last.
  const files: Record<string, string> = {'\u{1F600}.js': 'x', '\uFF5E.js': 'y'};
  files['a/large.js'] = 'const line = 1; // and more of it\n'.repeat(160_000);
  for (let number = 0; number < 450; number += 1) {
    files[`${['a', 'a-b', 'a.js', 'B'][number % 4]}/x${number}`] = `file ${number};\n`.repeat(300);
  }
  return writeTree(tempFolder(), files);
}

test('a folder worth threads has them, and gives the bytes that its files give one after the other', async () => {
  const sourceDir = aLargeTree();

  const {zip, threads} = await withFolder({sourceDir}, async ({files}, pool) => ({
    zip: (await writeZip(files, {pool})).zip,
    threads: pool?.threads ?? 0,
  }));

  const one = await writeZip(collectFiles(sourceDir, {links: 'keep'}).files);
  expect(threads).toBeGreaterThan(0);
  expect(Buffer.compare(zip, one.zip)).toBe(0);
});

test('a small folder has none, and what goes elsewhere is not in it', async () => {
  const sourceDir = writeTree(tempFolder(), {'index.js': 'x', 'layer/a.js': 'y'});

  const found = await withFolder({sourceDir, takenOut: new Set([`${sourceDir}/layer`])}, async ({files}, pool) => ({
    names: files.map(({zipPath}) => zipPath),
    pool,
  }));

  expect(found).toEqual({names: ['index.js'], pool: undefined});
});

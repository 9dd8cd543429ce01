import {expect, onTestFinished, test} from 'vitest';
import {collectFiles} from '../../src/lib/package/collect-files.js';
import {EarlyDeflate} from '../../src/lib/package/early-deflate.js';
import {packFolder} from '../../src/lib/package/pack-folder.js';
import type {SourceFile} from '../../src/lib/package/source-file.js';
import {writeZip} from '../../src/lib/package/write-zip.js';
import {tempFolder, writeTree} from './temp-folder.js';

/** As many files as are worth threads, in folders that sort among them, and one in several slices. */
function aLargeTree(more: Readonly<Record<string, string>> = {}): string {
  const files: Record<string, string> = {'a/large.js': 'const line = 1; // and more of it\n'.repeat(40_000), ...more};
  for (let number = 0; number < 450; number += 1) {
    files[`${['a', 'a-b', 'a.js', 'B'][number % 4]}/x${number}`] = `file ${number};\n`.repeat(300);
  }
  return writeTree(tempFolder(), files);
}

function early(files: SourceFile[]): EarlyDeflate {
  const deflate = new EarlyDeflate({level: 6, withDigests: false});
  onTestFinished(() => deflate.pool?.close());
  for (const file of files) deflate.add(file);
  return deflate;
}

test('what is deflated while the folder is walked gives the bytes that one thread gives afterwards', async () => {
  const source = aLargeTree();

  const packed = await packFolder({sourceDir: source});

  const {zip} = await writeZip(collectFiles(source, {links: 'keep'}).files);
  expect(Buffer.compare(packed.zip, zip)).toBe(0);
});

test('the walk finds files in the order of the zip, so that its jobs are of use', () => {
  const found: SourceFile[] = [];
  const {files} = collectFiles(aLargeTree(), {links: 'keep', onFile: (file) => found.push(file)});

  expect(found).toEqual(files);
  expect(early(found).jobsFor(files)?.outcomes.length).toBeGreaterThan(2);
});

test('files in another order are deflated anew', async () => {
  // UTF-16, the order of the walk, has the emoji first; UTF-8, that of the zip, has it last.
  const source = aLargeTree({'\u{1F600}.js': 'x', '\uFF5E.js': 'y'});
  const found: SourceFile[] = [];
  const {files} = collectFiles(source, {links: 'keep', onFile: (file) => found.push(file)});

  expect(early(found).jobsFor(files)).toBeUndefined();
  const packed = await packFolder({sourceDir: source});
  expect(Buffer.compare(packed.zip, (await writeZip(files)).zip)).toBe(0);
});

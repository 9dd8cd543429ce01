import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {Survey} from '../../src/lib/package/pack-files.js';
import {packFolder} from '../../src/lib/package/pack-folder.js';
import {PackStore} from '../../src/lib/package/pack-store.js';
import {collectFiles} from '../../src/lib/package/source/collect-files.js';
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

/** Counts how often it is asked, and finds the sizes in the zip. */
function aSurvey(key = 'sizes'): Survey<number[]> & {asked: number} {
  const survey = {
    key,
    asked: 0,
    begin() {
      survey.asked += 1;
      return ({zippedBytes}: {zippedBytes: Float64Array}) => [...zippedBytes];
    },
  };
  return survey;
}

test('a folder worth threads gives the bytes that its files give one after the other', async () => {
  const sourceDir = aLargeTree();

  const {zip} = await packFolder({sourceDir, survey: aSurvey()});

  const one = await writeZip(collectFiles(sourceDir, {links: 'keep'}).files);
  expect(Buffer.compare(zip, one.zip)).toBe(0);
});

test('findings are kept with the zip, until the files or what they hang on change', async () => {
  const sourceDir = writeTree(tempFolder(), {'a.js': 'x'.repeat(100), 'b.js': 'y'});
  const cache = {store: new PackStore(tempFolder()), now: () => Date.now() + 3_600_000};
  const [survey, other] = [aSurvey(), aSurvey('other')];
  const packed = async (asked = survey) => (await packFolder({sourceDir, cache, survey: asked})).findings;

  const first = await packed();
  expect([await packed(), survey.asked]).toEqual([first, 1]);
  expect([await packed(other), other.asked]).toEqual([first, 1]);
  writeFileSync(path.join(sourceDir, 'b.js'), 'longer');
  expect([await packed(), survey.asked]).toEqual([[first[0], 6], 2]);
});

test('what the findings have against a package keeps it out of the cache', async () => {
  const sourceDir = writeTree(tempFolder(), {'a.js': 'x'});
  const cache = {store: new PackStore(tempFolder()), now: () => Date.now() + 3_600_000};
  const survey = aSurvey();
  const checkFindings = () => {
    throw new Error('no');
  };

  await expect(packFolder({sourceDir, cache, survey, checkFindings})).rejects.toThrow('no');

  expect((await packFolder({sourceDir, cache, survey})).reused).toBe(0);
});

test('a survey that fails beside a zip that fails leaves no promise that nobody listens to', async () => {
  const sourceDir = writeTree(tempFolder(), {'a.js': 'x'});
  const survey: Survey<never> = {
    key: 'none',
    begin() {
      throw new Error('No survey.');
    },
  };
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', hear);

  const packing = packFolder({sourceDir, survey, check: () => rmSync(path.join(sourceDir, 'a.js'))});

  await expect(packing).rejects.toThrow();
  await setImmediate();
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});

import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const MOST_LINES = 300;
const BANNED_NAME = /^(utils?|helpers?|common|misc|shared)(\.|$)/i;

async function sourceFiles(...folders: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(path.join(packageRoot, folder), {recursive: true, withFileTypes: true});
    for (const entry of entries) {
      if (entry.isFile() && /\.(ts|mjs|js)$/.test(entry.name)) found.push(path.join(entry.parentPath, entry.name));
    }
  }
  return found.map((file) => path.relative(packageRoot, file)).sort();
}

const lineCount = async (file: string): Promise<number> =>
  (await readFile(path.join(packageRoot, file), 'utf8')).split('\n').length - 1;

test('no source file is longer than 300 lines, half of them not longer than 80', async () => {
  const files = await sourceFiles('src');
  const sizes = await Promise.all(files.map(async (file) => ({file, lines: await lineCount(file)})));
  const median = sizes.map(({lines}) => lines).sort((a, b) => a - b)[Math.floor(sizes.length / 2)];

  expect(sizes.filter(({lines}) => lines > MOST_LINES)).toEqual([]);
  expect(median).toBeLessThanOrEqual(80);
});

test('no file or folder has a name that says nothing', async () => {
  const files = await sourceFiles('src', 'test', 'scripts', 'bench');

  expect(files.filter((file) => file.split(path.sep).some((part) => BANNED_NAME.test(part)))).toEqual([]);
});

test('files are named in kebab-case', async () => {
  const files = await sourceFiles('src', 'test', 'scripts', 'bench');
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|mjs|js)$/;

  expect(files.filter((file) => !kebab.test(path.basename(file)))).toEqual([]);
});

test('no work is left marked as to be done', async () => {
  const marked: string[] = [];
  for (const file of await sourceFiles('src', 'scripts', 'bench')) {
    const text = await readFile(path.join(packageRoot, file), 'utf8');
    if (/\b(TODO|FIXME|XXX)\b/.test(text)) marked.push(file);
  }

  expect(marked).toEqual([]);
});

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

/** Numbers of AWS's and of the clock, as they are written. The sandbox has its own: it must not share our mistakes. */
const ONE_PLACE = {
  'largest zip in a request': /\b52_?428_?800\b/,
  'largest unzipped code': /\b262_?144_?000\b/,
  'largest memory': /(MEMORY\w* =|[mM]emory.*) 10_?240\b/,
  'largest environment': /BYTES = 4_?096\b/,
  'longest description': /(LENGTH|DESCRIPTION) = 256\b/,
  'name of a variable': /\^\[a-zA-Z\]\\w\+\$/,
  'an hour': /\bHOUR_MS = /,
  'a day': /\bDAY_MS = /,
};

test.each(Object.entries(ONE_PLACE))('%s: one place says it', async (_, pattern) => {
  const files = (await sourceFiles('src/lib')).filter((file) => !file.startsWith(path.join('src', 'lib', 'sandbox')));
  const texts = await Promise.all(files.map((file) => readFile(path.join(packageRoot, file), 'utf8')));

  expect(files.filter((_file, index) => pattern.test(texts[index] ?? ''))).toHaveLength(1);
});

test('no work is left marked as to be done', async () => {
  const marked: string[] = [];
  for (const file of await sourceFiles('src', 'scripts', 'bench')) {
    const text = await readFile(path.join(packageRoot, file), 'utf8');
    if (/\b(TODO|FIXME|XXX)\b/.test(text)) marked.push(file);
  }

  expect(marked).toEqual([]);
});

import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {assertWritablePlace, writePackageFile} from '../../src/lib/package/write-package-file.js';
import {tempFolder, writeTree} from './temp-folder.js';

const ZIP = Buffer.from('zip bytes');

test('the file is replaced whole and nothing else is left beside it', async () => {
  const folder = tempFolder();
  const out = path.join(folder, 'function.zip');
  writeFileSync(out, 'an older package');

  await writePackageFile(out, ZIP);

  expect(readFileSync(out)).toEqual(ZIP);
  expect(readdirSync(folder)).toEqual(['function.zip']);
});

test('a place that cannot be written leaves what was there and no temporary file', async () => {
  const folder = tempFolder();
  const out = path.join(folder, 'function.zip');
  mkdirSync(out);

  await expect(writePackageFile(out, ZIP)).rejects.toMatchObject({code: 'OUT_NOT_WRITABLE', exitCode: 2});
  expect(readdirSync(folder)).toEqual(['function.zip']);
});

test('a package inside its own source is refused, also through a link, because the next one would contain it', () => {
  const source = writeTree(path.join(tempFolder(), 'dist'), {'index.js': 'x'});
  const link = `${source}-link`;
  symlinkSync(source, link);

  for (const out of [path.join(source, 'f.zip'), path.join(link, 'f.zip')]) {
    expect(() => assertWritablePlace(source, out)).toThrow(
      expect.objectContaining({
        code: 'OUT_INSIDE_SOURCE',
        suggestions: [expect.stringContaining('/f.zip in .lambdaignore')],
      }),
    );
  }
  expect(existsSync(path.join(source, 'f.zip'))).toBe(false);
});

test('a package inside its own source is fine when .lambdaignore leaves it out', () => {
  const source = writeTree(path.join(tempFolder(), 'dist'), {'index.js': 'x', '.lambdaignore': '/f.zip\n'});

  expect(() => assertWritablePlace(source, path.join(source, 'f.zip'))).not.toThrow();
  expect(() => assertWritablePlace(source, path.join(source, 'g.zip'))).toThrow(/the next package would contain it/);
});

test('a missing folder and a folder in place of the file name the way out', () => {
  const base = tempFolder();
  const source = writeTree(path.join(base, 'dist'), {'index.js': 'x'});

  expect(() => assertWritablePlace(source, path.join(base, 'out.zip'))).not.toThrow();
  expect(() => assertWritablePlace(source, path.join(base, 'gone', 'out.zip'))).toThrow(
    expect.objectContaining({code: 'OUT_FOLDER_NOT_FOUND', suggestions: [`Make it first: mkdir -p ${base}/gone`]}),
  );
  expect(() => assertWritablePlace(source, base)).toThrow(expect.objectContaining({code: 'OUT_IS_A_FOLDER'}));
});

test('a link stays a link, with or without a file behind it, and a device is not replaced', async () => {
  const folder = tempFolder();
  writeFileSync(path.join(folder, 'real.zip'), 'old');
  symlinkSync('real.zip', path.join(folder, 'link.zip'));
  symlinkSync('later.zip', path.join(folder, 'dangling.zip'));
  for (const name of ['link.zip', 'dangling.zip']) await writePackageFile(path.join(folder, name), Buffer.from('new'));
  expect(readdirSync(folder).toSorted()).toEqual(['dangling.zip', 'later.zip', 'link.zip', 'real.zip']);
  for (const name of ['real.zip', 'later.zip']) expect(readFileSync(path.join(folder, name), 'utf8')).toBe('new');
  expect(lstatSync(path.join(folder, 'link.zip')).isSymbolicLink()).toBe(true);
  await writePackageFile('/dev/null', Buffer.from('new'));
  expect(statSync('/dev/null').isFile()).toBe(false);
});

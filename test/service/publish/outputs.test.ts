import {symlinkSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {makeOutFolder, writePackageFile} from '../../../src/lib/package/write-package-file.js';
import {requireDistinctOutputs} from '../../../src/lib/service/publish/package-target.js';
import {tempFolder, writeTree} from '../../package/temp-folder.js';

const both = (one: string, other: string) => () =>
  requireDistinctOutputs([
    {what: 'the package of checkout', file: one},
    {what: 'the treemap', file: other},
  ]);

test('two outputs of one path are refused, also by another way to it', () => {
  const folder = writeTree(tempFolder(), {'there.zip': 'x'});
  symlinkSync('there.zip', path.join(folder, 'link.zip'));
  const file = path.join(folder, 'a.zip');
  expect(both(file, file)).toThrow(/the package of checkout and the treemap would both be written to/);
  expect(both(file, `${folder}/b/../a.zip`)).toThrow(expect.objectContaining({code: 'OUT_AMBIGUOUS', exitCode: 2}));
  expect(both(path.join(folder, 'there.zip'), path.join(folder, 'link.zip'))).toThrow(/both be written/);
  expect(both(file, path.join(folder, 'b.html'))).not.toThrow();
  expect(both('/dev/null', '/dev/null')).not.toThrow();
});

test('a folder in the place of a file is named when it cannot be made', () => {
  const folder = writeTree(tempFolder(), {file: 'x'});
  makeOutFolder(path.join(folder, 'build/zips'));
  expect(() => makeOutFolder(path.join(folder, 'file/zips'))).toThrow(
    expect.objectContaining({code: 'OUT_NOT_WRITABLE'}),
  );
});

test('what is packed already is told from a folder, with the way to have it packed', async () => {
  const file = path.join(tempFolder(), 'app.zip');
  await writePackageFile(file, Buffer.from('PK'));
  expect(() => collectFiles(file)).toThrow(
    expect.objectContaining({code: 'SOURCE_IS_A_ZIP', suggestions: [expect.stringContaining('unzip -q')]}),
  );
});

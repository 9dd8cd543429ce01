import {symlinkSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {assertWritablePlace, makeOutFolder} from '../../../src/lib/package/write-package-file.js';
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

test('an archive that was built elsewhere may lie anywhere, and the copy of it too', async () => {
  const file = path.join(tempFolder(), 'app.zip');
  expect(() => assertWritablePlace(file, path.join(path.dirname(file), 'checkout.zip'))).not.toThrow();
});

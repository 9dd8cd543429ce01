import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, it} from 'vitest';
import {RELEASE_FILE_ENTRY} from '../../src/lib/package/bundle/manifest.js';
import {recordGroup} from '../../src/lib/service/record-group.js';
import {tempFolder, writeTree} from '../package/temp-folder.js';
import {zipOf} from '../sandbox/zip-of.js';

it('is what was said, else what the release file says that the command works by', async () => {
  const folder = writeTree(tempFolder(), {
    'release.yml': 'record: {logGroup: /of-folder}',
    'other.yml': 'record: {logGroup: /of-other}',
  });
  const bundle = path.join(folder, 'release.zip');
  await writeFile(bundle, await zipOf({[RELEASE_FILE_ENTRY]: 'record: {logGroup: /of-bundle}'}));
  const config = path.join(folder, 'other.yml');
  const table = [
    [{}, '/of-folder'],
    [{config}, '/of-other'],
    [{bundle}, '/of-bundle'],
    [{bundle, config}, '/of-other'],
    [{bundle, config, record: '/said'}, '/said'],
  ] as const;
  for (const [options, group] of table) expect(await recordGroup(options, folder)).toBe(group);
});

it('is none where nobody names one, and nobody can say which it is by a file that is broken', async () => {
  const folder = writeTree(tempFolder(), {'release.yml': 'record: {}'});
  const bundle = path.join(folder, 'release.zip');
  await writeFile(bundle, await zipOf({'manifest.json': '{}'}));
  expect(await recordGroup({}, tempFolder())).toBeUndefined();
  expect(await recordGroup({bundle}, folder)).toBeUndefined();
  await expect(recordGroup({}, folder)).rejects.toMatchObject({code: 'RELEASE_FILE_INVALID'});
  await writeFile(path.join(folder, 'release.yml'), 'record: {logGroup: "no such:group"}');
  await expect(recordGroup({}, folder)).rejects.toMatchObject({code: 'RELEASE_FILE_INVALID'});
});

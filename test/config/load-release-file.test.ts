import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {findReleaseFile, loadReleaseFile} from '../../src/lib/config/load-release-file.js';
import {packageRoot} from '../../src/lib/package-root.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'release-file-'));
});
afterEach(async () => {
  await rm(folder, {recursive: true});
});

const write = async (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);

test('without a name, release.yml of the folder is found', async () => {
  await write('release.yml', 'rollout: {alias: live}');

  expect((await findReleaseFile(undefined, {folder}))?.rollout.alias).toBe('live');
});

test('release.yaml is found too', async () => {
  await write('release.yaml', 'rollout: {alias: live}');

  expect((await findReleaseFile(undefined, {folder}))?.path).toBe(path.join(folder, 'release.yaml'));
});

test('no file at all is no mistake: flags can say everything', async () => {
  expect(await findReleaseFile(undefined, {folder})).toBeUndefined();
});

test('two default files are ambiguous', async () => {
  await write('release.yml', '{}');
  await write('release.yaml', '{}');

  await expect(findReleaseFile(undefined, {folder})).rejects.toMatchObject({
    code: 'RELEASE_FILE_AMBIGUOUS',
    exitCode: 2,
  });
});

test('a named file wins over the default one', async () => {
  await write('release.yml', '{}');
  await write('other.yml', 'rollout: {alias: other}');

  const file = await findReleaseFile(path.join(folder, 'other.yml'), {folder});

  expect(file?.rollout.alias).toBe('other');
});

test('a named file that is missing is an error with a way out', async () => {
  await expect(loadReleaseFile(path.join(folder, 'none.yml'))).rejects.toMatchObject({
    code: 'RELEASE_FILE_NOT_FOUND',
    exitCode: 2,
    suggestions: expect.arrayContaining([expect.stringContaining('--config')]),
  });
});

test('a folder in place of the file is an error of its own', async () => {
  await expect(loadReleaseFile(folder)).rejects.toMatchObject({code: 'RELEASE_FILE_UNREADABLE', exitCode: 2});
});

test('the template that init copies is a valid release file', async () => {
  const file = await loadReleaseFile(path.join(packageRoot, 'templates', 'release.yml'));

  expect([...file.functions.keys()]).toEqual(['my-function']);
});

test('every setting the template shows commented out is valid when uncommented', async () => {
  const text = await readFile(path.join(packageRoot, 'templates', 'release.yml'), 'utf8');
  // Settings are commented with "# name:" or deeper; prose starts with a capital or has no colon at its first word.
  await write('all.yml', text.replaceAll(/^(\s*)# ( *(?:- arn|- \{|[a-zA-Z_]+:).*)$/gm, '$1$2'));

  const file = await loadReleaseFile(path.join(folder, 'all.yml'));

  expect(file.artifacts?.bucket).toBe('my-releases');
  expect(file.functions.get('my-function')?.configuration.layers).toHaveLength(1);
  expect(file.rollout.analysis).toMatchObject({
    tolerate: {ratio: 1.25, plus: 0.001},
    slow: {p90: 0.02, p99: 0.005},
    lostEvents: 0.001,
    apiStages: [
      {kind: 'REST', api: 'shop', stage: 'prod'},
      {kind: 'HTTP', api: 'a1b2c3', stage: '$default'},
    ],
    alarms: ['checkout-5xx'],
    metrics: [{name: 'api-5xx', dimensions: {ApiName: 'shop'}, periodSeconds: 60, above: 5}],
  });
});

test('a release file that a shell of Windows wrote as UTF-16 is read', async () => {
  await writeFile(path.join(folder, 'release.yml'), Buffer.from('\uFEFFrollout: {alias: live}\r\n', 'utf16le'));
  expect((await findReleaseFile(undefined, {folder}))?.rollout.alias).toBe('live');
});

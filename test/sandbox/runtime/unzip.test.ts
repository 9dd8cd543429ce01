import {mkdtemp, readFile, readlink, rm, stat} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {unzip} from '../../../src/lib/sandbox/runtime/unzip.js';
import {zipOf} from '../zip-of.js';

async function aFolder() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'unzip-test-'));
  return {folder, [Symbol.asyncDispose]: () => rm(folder, {recursive: true})};
}

test('files come out with their content and their mode, in folders the archive does not name', async () => {
  await using at = await aFolder();
  await unzip(await zipOf({'bin/tool': 'x'.repeat(10_000), 'é/日.txt': 'text'}, 0o100755), at.folder);
  expect(await readFile(path.join(at.folder, 'é/日.txt'), 'utf8')).toBe('text');
  expect((await readFile(path.join(at.folder, 'bin/tool'))).length).toBe(10_000);
  expect((await stat(path.join(at.folder, 'bin/tool'))).mode & 0o777).toBe(0o755);
});

test('symbolic links stay links, and a later archive may put another in their place', async () => {
  await using at = await aFolder();
  await unzip(await zipOf({link: 'first'}, 0o120777), at.folder);
  await unzip(await zipOf({link: 'second'}, 0o120777), at.folder);
  expect(await readlink(path.join(at.folder, 'link'))).toBe('second');
});

test.each([
  ['an absolute link', {link: '/etc/passwd'}],
  ['a link that climbs out', {link: '../../secret'}],
])('%s is refused', async (_, files) => {
  await using at = await aFolder();
  await expect(unzip(await zipOf(files, 0o120777), at.folder)).rejects.toThrow(/outside/);
});

test('an entry that climbs out is refused', async () => {
  await using at = await aFolder();
  const zip = await zipOf({'aa/evil': 'x'});
  const climbing = Buffer.from(zip.toString('latin1').replaceAll('aa/evil', '../evil'), 'latin1');
  await expect(unzip(climbing, at.folder)).rejects.toThrow('outside of its folder: ../evil');
});

test('an archive that is cut off is refused', async () => {
  await using at = await aFolder();
  const zip = await zipOf({'a.txt': 'x'.repeat(1000)});
  await expect(unzip(zip.subarray(0, zip.length - 30), at.folder)).rejects.toThrow('This is not a zip archive.');
});

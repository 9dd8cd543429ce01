import {mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {expect, it} from 'vitest';
import {readTar} from '../../../src/lib/sandbox/ecr/tar.js';
import {unpackImage} from '../../../src/lib/sandbox/runtime/unpack-image.js';
import {entryOf, tarOf} from './tar-of.js';

const namesIn = (tar: Buffer) => [...readTar(tar)].map(({name, type, target}) => [name, type, target]);

it('reads files, links and long names of both kinds', () => {
  const long = `${'deep/'.repeat(30)}index.mjs`;
  const record = ` path=${long}\n`;
  const pax = `${record.length + 3}${record}`;
  const tar = Buffer.concat([
    ...entryOf('pax', pax, 'x'),
    ...entryOf('cut', 'a'),
    ...entryOf('././@LongLink', `${long}\0`, 'L'),
    ...entryOf('cut', 'b'),
    tarOf({'var/task/index.mjs': 'c', 'var/task/link': '-> index.mjs'}),
  ]);
  expect(namesIn(tar)).toEqual([
    [long, 'file', ''],
    [long, 'file', ''],
    ['var/task/index.mjs', 'file', ''],
    ['var/task/link', 'symlink', 'index.mjs'],
  ]);
  expect([...readTar(tar)].map(({content}) => content.toString())).toEqual(['a', 'b', 'c', '']);
});

it('ends where an archive is cut off', () => {
  expect(namesIn(tarOf({'a.txt': 'a'}).subarray(0, 300))).toEqual([]);
});

const aRoot = () => mkdtempSync(path.join(os.tmpdir(), 'unpack-image-'));

it('unpacks /var/task and /opt, and what a higher layer takes away is gone', async () => {
  const root = aRoot();
  const lower = tarOf({
    './var/task/index.mjs': 'old',
    'var/task/gone.mjs': '',
    'var/task/lib/a.mjs': '',
    'etc/passwd': '',
  });
  const upper = tarOf({
    'var/task/index.mjs': 'new',
    'var/task/.wh.gone.mjs': '',
    'var/task/lib/.wh..wh..opq': '',
    'opt/b': '',
  });
  await unpackImage([lower, upper], root);
  expect(readdirSync(root).sort()).toEqual(['opt', 'var']);
  expect(readdirSync(path.join(root, 'var', 'task')).sort()).toEqual(['index.mjs', 'lib']);
  expect(readdirSync(path.join(root, 'var', 'task', 'lib'))).toEqual([]);
  expect(readFileSync(path.join(root, 'var', 'task', 'index.mjs'), 'utf8')).toBe('new');
});

it.each([
  ['a file', {'var/task/../../../escaped': 'x'}],
  ['a link', {'var/task/link': '-> ../../../escaped'}],
])('refuses %s that leads out of its folder', async (_, files) => {
  await expect(unpackImage([tarOf(files as Record<string, string>)], aRoot())).rejects.toThrow('outside of its folder');
});

import {readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {cachedNames, cacheFolder} from '../../../src/lib/cli/completion/name-cache.js';
import {tempFolder} from '../../package/temp-folder.js';

const NOW_MS = Date.UTC(2030, 0, 1);

/** A list that is another one each time it is read. */
function counted() {
  let times = 0;
  return {
    read: async () => {
      times += 1;
      return [{value: `read-${times}`}];
    },
  };
}

it('a list is read once a minute', async () => {
  const folder = path.join(tempFolder(), 'cache');
  const {read} = counted();
  const at = (sinceMs: number) => cachedNames('aliases checkout', read, {folder, nowMs: NOW_MS + sinceMs});
  expect(await at(0)).toEqual([{value: 'read-1'}]);
  expect(await at(59_000)).toEqual([{value: 'read-1'}]);
  expect(await at(60_000)).toEqual([{value: 'read-2'}]);
});

it('what is of another place is another list, and nobody else can read it', async () => {
  const folder = path.join(tempFolder(), 'cache');
  const {read} = counted();
  expect(await cachedNames('a', read, {folder, nowMs: NOW_MS})).toEqual([{value: 'read-1'}]);
  expect(await cachedNames('b', read, {folder, nowMs: NOW_MS})).toEqual([{value: 'read-2'}]);
  const [file = ''] = readdirSync(folder);
  expect(statSync(path.join(folder, file)).mode & 0o077).toBe(0);
});

it('a cache that cannot be used, or is from the future, costs nothing but time', async () => {
  const file = path.join(tempFolder(), 'a-file');
  writeFileSync(file, '');
  const {read} = counted();
  expect(await cachedNames('a', read, {folder: file, nowMs: NOW_MS})).toEqual([{value: 'read-1'}]);
  const folder = path.join(tempFolder(), 'cache');
  await cachedNames('a', read, {folder, nowMs: NOW_MS + 1_000});
  expect(await cachedNames('a', read, {folder, nowMs: NOW_MS})).toEqual([{value: 'read-3'}]);
  for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"broken');
  expect(await cachedNames('a', read, {folder, nowMs: NOW_MS})).toEqual([{value: 'read-4'}]);
});

it('stands where caches of a user stand', () => {
  expect(cacheFolder({XDG_CACHE_HOME: '/c'})).toBe('/c/lambda-release/completion');
});

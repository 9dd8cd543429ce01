import {execFile} from 'node:child_process';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const MOST_FILES = 25;
/** Folders of test/ that mirror no room. */
const BESIDE_THE_ROOMS =
  /^(commands|contract|docs|fakes|fixtures|hostile|process|proxy|release)(\/|$)|^sandbox\/server$/;
/** Source and packages that came from elsewhere, and what was compiled from them. */
const OF_OTHERS = /libdeflate|\.(c|wasm|whl|egg|gem|jar|war|nupkg|crate|tgz|gz|so|dylib|dll|node)$/i;
/** Where it is told why it went. */
const TOLD_OF = /^docs\/decisions\//;

/** Number of TypeScript files directly in each folder below `root`; folders as paths from there. */
async function roomsOf(root: string): Promise<ReadonlyMap<string, number>> {
  const entries = await readdir(path.join(packageRoot, root), {recursive: true, withFileTypes: true});
  const rooms = new Map<string, number>();
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const room = path.relative(path.join(packageRoot, root), entry.parentPath).replaceAll(path.sep, '/');
    rooms.set(room, (rooms.get(room) ?? 0) + 1);
  }
  return rooms;
}

test(`no folder of src/lib holds more than ${MOST_FILES} files`, async () => {
  const rooms = await roomsOf('src/lib');

  expect(rooms.size).toBeGreaterThan(MOST_FILES);
  expect([...rooms].filter(([, files]) => files > MOST_FILES)).toEqual([]);
});

test('every folder of test/ mirrors one of src/lib', async () => {
  const rooms = [...(await roomsOf('src/lib')).keys()];
  const isRoom = (folder: string) => rooms.some((room) => room === folder || room.startsWith(`${folder}/`));
  const folders = [...(await roomsOf('test')).keys()].filter((folder) => !BESIDE_THE_ROOMS.test(folder));

  expect(folders.filter((folder) => !isRoom(folder))).toEqual([]);
});

test('every file under version control is our own', async () => {
  const {stdout} = await promisify(execFile)('git', ['ls-files'], {cwd: packageRoot});
  const files = stdout.split('\n').filter((file) => file !== '');

  expect(files).toContain('package.json');
  expect(files.filter((file) => OF_OTHERS.test(file) && !TOLD_OF.test(file))).toEqual([]);
});

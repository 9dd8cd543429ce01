import path from 'node:path';
import {expect, it} from 'vitest';
import {readRolloutChecks} from '../../../src/lib/service/rollout/checks.js';
import {tempFolder, writeTree} from '../../package/temp-folder.js';

it('a folder that commands cannot run in is refused before anything moves', async () => {
  const fileIn = (folder: string) => ({
    path: `${folder}/release.yml`,
    functions: new Map(),
    rollout: {analysis: {}, hooks: {afterStep: 'true'}},
  });
  await expect(readRolloutChecks({}, fileIn('/nowhere'), '/')).rejects.toMatchObject({
    code: 'HOOK_FOLDER_MISSING',
    exitCode: 2,
    message: expect.stringContaining('/nowhere'),
  });
  await expect(readRolloutChecks({}, fileIn(import.meta.dirname), '/')).resolves.toBeDefined();
});

it('an event of a smoke test that a shell of Windows wrote as UTF-16 is sent as it was meant', async () => {
  const folder = writeTree(tempFolder(), {'event.json': Buffer.from('\uFEFF{"a":1}', 'utf16le')});
  const file = {
    path: path.join(folder, 'release.yml'),
    functions: new Map(),
    rollout: {analysis: {}, smoke: [{event: 'event.json', expect: {}}]},
  };
  const {smoke} = await readRolloutChecks({}, file, folder);
  expect(smoke.map(({payload}) => payload)).toEqual(['{"a":1}']);
});

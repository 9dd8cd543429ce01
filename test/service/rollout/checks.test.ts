import path from 'node:path';
import {describe, expect, it} from 'vitest';
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

describe('the calls that warm a version', () => {
  const folder = () => writeTree(tempFolder(), {'health.json': '{"health":true}', 'broken.json': '{'});

  function fileIn(place: string, rollout: object) {
    return {path: path.join(place, 'release.yml'), functions: new Map(), rollout: {analysis: {}, ...rollout}};
  }

  it('send the event of the file, of a flag, or of the first smoke test', async () => {
    const place = folder();
    const named = fileIn(place, {warm: {calls: 5, event: 'health.json'}});
    const warm = {calls: 5, name: 'health.json', payload: '{"health":true}'};
    expect((await readRolloutChecks({}, named, '/')).warm).toEqual(warm);
    expect((await readRolloutChecks({warm: 2}, named, '/')).warm).toEqual({...warm, calls: 2});
    expect((await readRolloutChecks({warm: 1, 'warm-event': 'health.json'}, undefined, place)).warm?.calls).toBe(1);
    const tested = fileIn(place, {warm: {calls: 5}, smoke: [{event: 'health.json', expect: {}}]});
    expect((await readRolloutChecks({}, tested, '/')).warm).toEqual(warm);
  });

  it('are none without a number, and with 0', async () => {
    expect((await readRolloutChecks({}, undefined, '/')).warm).toBeUndefined();
    const place = folder();
    const named = fileIn(place, {warm: {calls: 5, event: 'health.json'}});
    expect((await readRolloutChecks({warm: 0}, named, '/')).warm).toBeUndefined();
  });

  it('are not made with an event that nobody named, or that is no JSON', async () => {
    const missing = {code: 'WARM_EVENT_MISSING', exitCode: 2};
    await expect(readRolloutChecks({warm: 5}, undefined, '/')).rejects.toMatchObject(missing);
    const broken = fileIn(folder(), {warm: {calls: 5, event: 'broken.json'}});
    const unreadable = {code: 'WARM_EVENT_UNREADABLE', exitCode: 2, message: expect.stringContaining('broken.json')};
    await expect(readRolloutChecks({}, broken, '/')).rejects.toMatchObject(unreadable);
  });
});

import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {formatNotedContent} from '../../../src/lib/model/versions/content-note.js';
import {observeVersionPair} from '../../../src/lib/observe/versions/version-pair.js';
import {planVersionDiff} from '../../../src/lib/plan/versions/version-pair.js';
import {aFunction} from '../../fakes/a-function.js';
import {zipOf} from '../../sandbox/zip-of.js';

const HANDLER = {'index.mjs': 'export const handler = () => 1;\n'.repeat(50)};
const CONTENT = 'c'.repeat(43);

/** Two versions with these zips; `read` counts the zips that were asked for. */
function aPair(zips: readonly [Buffer, Buffer], isNoted: boolean) {
  const world = {read: 0};
  const configurations = zips.map((zip, index) => {
    const codeSha256 = createHash('sha256').update(zip).digest('base64');
    const text = `version ${index + 1}`;
    const description = isNoted ? formatNotedContent(text, {contentDigest: CONTENT, codeSha256}) : text;
    return aFunction({version: String(index + 1), codeSha256, zippedBytes: zip.length, description});
  });
  const functions = {getFunction: async (_name: string, version = '') => configurations[Number(version) - 1]};
  const versions = {
    readPackage: async (_name: string, version: string) => {
      world.read += 1;
      return zips[Number(version) - 1];
    },
  };
  return {world, deps: {functions, versions}};
}

async function diffOf(zips: readonly [Buffer, Buffer], isNoted: boolean) {
  const {world, deps} = aPair(zips, isNoted);
  const pair = {functionName: 'checkout', from: '1', to: '2'} as const;
  const input = {...pair, files: true} as Parameters<typeof observeVersionPair>[1];
  const planned = planVersionDiff(pair, await observeVersionPair(deps, input));
  if (!planned.ok) throw new Error('refused');
  return {...planned.plan, read: world.read};
}

test('other bytes of the same content are no change, by their notes without reading them', async () => {
  const zips = [await zipOf(HANDLER), await zipOf(HANDLER, undefined, false)] as const;
  expect(await diffOf(zips, true)).toMatchObject({identical: true, changes: [], read: 0});
});

test('without notes both are read, and their contents compared', async () => {
  const zips = [await zipOf(HANDLER), await zipOf(HANDLER, undefined, false)] as const;
  expect(await diffOf(zips, false)).toMatchObject({identical: true, changes: [], read: 2});
});

test('another mode is another content, although no file of it changed', async () => {
  const zips = [await zipOf(HANDLER), await zipOf(HANDLER, 0o100_755)] as const;
  const diff = await diffOf(zips, false);
  expect(diff.changes.map(({field}) => field)).toEqual(['code']);
  expect(diff).toMatchObject({identical: false, files: {added: [], changed: [], removed: []}});
});

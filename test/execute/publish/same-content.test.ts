import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {formatNotedContent} from '../../../src/lib/model/versions/content-note.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import {type FunctionContent, planContent} from '../../../src/lib/service/publish/plan-content.js';
import {aFunction} from '../../fakes/a-function.js';
import {aPublishWorld} from './publish-world.js';

const sha = (bytes: string) => createHash('sha256').update(bytes).digest('base64');
const CONTENT = 'c'.repeat(43);
const BUCKET = {artifacts: {bucket: 'releases', prefix: ''}};

function aWorld(latest: Parameters<typeof aFunction>[0] = {}) {
  return aPublishWorld(aFunction(latest));
}

/** A machine of its own: what it packs of a content are these bytes; `packed` counts how often it does. */
function aMachine(bytes: string, contentDigest = CONTENT, zippedBytes = bytes.length) {
  const machine = {packed: 0, layersPacked: 0};
  const part = (count: () => void, zip: string) => ({
    contentDigest,
    unzippedBytes: 100,
    files: 1,
    binaries: [],
    pack: async () => {
      count();
      return {zip: Buffer.from(zip), codeSha256: sha(zip), zippedBytes};
    },
  });
  const content: FunctionContent = {package: part(() => (machine.packed += 1), bytes)};
  const layer = {...part(() => (machine.layersPacked += 1), `layer ${bytes}`), name: 'dependencies', packages: [1]};
  return Object.assign(machine, {content, withLayer: {...content, layer}});
}

async function publish(world: ReturnType<typeof aWorld>, content: FunctionContent, spec: Partial<PublishSpec> = {}) {
  const observed = await observeFunction(world, 'checkout');
  const wanted = {functionName: 'checkout', configuration: {}, create: false, versionDescription: 'a1b2c3', ...spec};
  const {planned, zip, layerZip} = await planContent(world, content, observed, wanted);
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
  return publishFunction(world, {plan: planned.plan, zip, layerZip});
}

test('a machine that packs the same content to other bytes publishes nothing, and packs nothing', async () => {
  const world = aWorld();
  expect(await publish(world, aMachine('bytes of Node 20').content)).toMatchObject({version: '1', changed: true});

  const other = aMachine('bytes of Node 24');
  expect(await publish(world, other.content)).toMatchObject({
    version: '1',
    changed: false,
    contentDigest: CONTENT,
    codeSha256: sha('bytes of Node 20'),
  });
  expect(other.packed).toBe(0);
});

test('another content is published, also when it is packed to bytes of the same size', async () => {
  const world = aWorld();
  await publish(world, aMachine('bytes 1').content);
  const other = aMachine('bytes 2', 'd'.repeat(43));
  expect(await publish(world, other.content)).toMatchObject({version: '2', changed: true});
  expect(other.packed).toBe(1);
});

test('the same content with another configuration sends no code', async () => {
  const world = aWorld();
  await publish(world, aMachine('bytes of Node 20').content);
  const other = aMachine('bytes of Node 24');
  const result = await publish(world, other.content, {configuration: {memoryMb: 512}});
  expect(result).toMatchObject({version: '2', changedFields: ['memory'], codeSha256: sha('bytes of Node 20')});
  expect(result).not.toHaveProperty('uploaded');
  expect(other.packed).toBe(0);
  const newest = await world.functions.getFunction('checkout', '2');
  expect(newest?.description).toBe(
    formatNotedContent('a1b2c3', {contentDigest: CONTENT, codeSha256: sha('bytes of Node 20')}),
  );
});

test('what somebody put into $LATEST since is replaced by what this machine packs', async () => {
  const world = aWorld();
  await publish(world, aMachine('bytes of Node 20').content);
  world.functions.changeBehindOurBack({codeSha256: sha('by hand')});
  const other = aMachine('bytes of Node 24');
  const result = await publish(world, other.content, {configuration: {memoryMb: 512}});
  expect(result).toMatchObject({version: '2', codeSha256: sha('bytes of Node 24'), uploaded: 'inline'});
});

test('a version of an earlier release has no digest: CodeSha256 decides', async () => {
  const world = aWorld({codeSha256: sha('the same bytes')});
  world.functions.publishBehindOurBack('git:1a2b3c4d5e6f an earlier note');
  expect(await publish(world, aMachine('the same bytes').content)).toMatchObject({version: '1', changed: false});
  expect(await publish(world, aMachine('other bytes').content)).toMatchObject({version: '2', changed: true});
});

test('a note that was copied to other code does not hide it', async () => {
  const world = aWorld({codeSha256: sha('of other code')});
  const copied = formatNotedContent('copied', {contentDigest: CONTENT, codeSha256: sha('bytes of Node 20')});
  world.functions.publishBehindOurBack(copied);
  expect(await publish(world, aMachine('bytes of Node 24').content)).toMatchObject({version: '2', changed: true});
});

test('what another machine put into S3 under the content is what AWS must answer', async () => {
  const world = aWorld();
  world.artifacts.others.set(CONTENT, Buffer.from('bytes of Node 20'));
  const {content} = aMachine('bytes of Node 24', CONTENT, 60_000_000);
  const result = await publish(world, content, {...BUCKET, configuration: {memoryMb: 512}});
  expect(result).toMatchObject({version: '1', codeSha256: sha('bytes of Node 20'), uploaded: 's3'});
  expect(await publish(world, content, BUCKET)).toMatchObject({version: '1', changed: false});
});

test('a layer of the same content is used again, whoever packed it', async () => {
  const world = aWorld();
  const first = await publish(world, aMachine('bytes of Node 20').withLayer);
  const other = aMachine('bytes of Node 24');
  expect(await publish(world, other.withLayer)).toMatchObject({
    changed: false,
    layer: {arn: first.layer?.arn, changed: false, codeSha256: sha('layer bytes of Node 20')},
  });
  expect([other.packed, other.layersPacked]).toEqual([0, 0]);
});

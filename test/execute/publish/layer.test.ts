import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {formatLayerNote} from '../../../src/lib/model/layer/note.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {observeLayer} from '../../../src/lib/observe/publish/layer.js';
import {toPublishPreview} from '../../../src/lib/plan/publish/preview.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import {aFunction} from '../../fakes/a-function.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aPublishWorld} from './publish-world.js';

const NAME = 'checkout-dependencies';
const USERS = 'arn:aws:lambda:eu-west-1:999999999999:layer:users:3';
const layerArn = (version: number) => `arn:aws:lambda:eu-west-1:123456789012:layer:${NAME}:${version}`;
const sha = (text: string) => createHash('sha256').update(text).digest('base64');
const digest = (text: string) => createHash('sha256').update(`content ${text}`).digest('base64url');
const noteOf = (content: string) =>
  formatLayerNote('2 packages', {contentDigest: digest(content), codeSha256: sha(content)});

interface Release {
  readonly code?: string;
  readonly dependencies?: string;
  readonly zippedBytes?: number;
  readonly spec?: Partial<PublishSpec>;
}

function aWorld(layers: readonly string[] = []) {
  return aPublishWorld(aFunction({layers: [...layers]}));
}

async function planOf(world: ReturnType<typeof aWorld>, release: Release) {
  const {code = 'code', dependencies = 'one', spec = {}, zippedBytes = 10} = release;
  const [contentDigest, codeSha256] = [digest(dependencies), sha(dependencies)];
  const observed = await observeFunction(world, 'checkout');
  const attached = observed.latest?.layers ?? [];
  return planPublish(
    {
      functionName: 'checkout',
      package: {contentDigest: digest(code), codeSha256: sha(code), zippedBytes: 4, unzippedBytes: 4},
      layer: {name: NAME, contentDigest, codeSha256, zippedBytes, unzippedBytes: 20, packages: [1, 2]},
      configuration: {},
      create: false,
      versionDescription: 'a1b2c3',
      ...spec,
    },
    {...observed, layer: await observeLayer(world, {layerName: NAME, contentDigest, codeSha256, attached})},
  );
}

async function publish(world: ReturnType<typeof aWorld>, release: Release = {}) {
  const planned = await planOf(world, release);
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
  const {code = 'code', dependencies = 'one'} = release;
  const layerZip = Buffer.from(dependencies);
  return publishFunction(world, {plan: planned.plan, zip: Buffer.from(code), layerZip});
}

test('the layer goes up first, and comes after the layers that were attached', async () => {
  const world = aWorld([USERS]);
  const result = await publish(world);
  expect(result).toMatchObject({
    version: '1',
    layer: {layerName: NAME, arn: layerArn(1), changed: true, uploaded: 'inline', codeSha256: sha('one')},
    changedFields: ['code', 'layers'],
  });
  expect((await world.functions.getFunction('checkout', '1'))?.layers).toEqual([USERS, layerArn(1)]);
  const [version] = await world.layers.listVersions(NAME);
  expect(version?.description).toBe(noteOf('one'));
  expect(world.events.types().indexOf('layer.published')).toBeLessThan(
    world.events.types().indexOf('configuration.changed'),
  );
});

test('a second run sends nothing at all', async () => {
  const world = aWorld();
  await publish(world);
  const result = await publish(world);
  expect(result).toMatchObject({version: '1', changed: false, layer: {arn: layerArn(1), changed: false}});
  expect(world.layers.calls.filter((call) => call.startsWith('publish'))).toHaveLength(1);
});

test('new code with the same dependencies leaves the layer as it is', async () => {
  const world = aWorld();
  await publish(world);
  const result = await publish(world, {code: 'other'});
  expect(result).toMatchObject({version: '2', changedFields: ['code'], layer: {changed: false}});
  expect(world.layers.calls.filter((call) => call.startsWith('publish'))).toHaveLength(1);
});

test('new dependencies replace the older version of the layer where it stands', async () => {
  const world = aWorld([layerArn(1), USERS]);
  world.layers.add(NAME, 'older', noteOf('older'));
  await publish(world);
  expect((await world.functions.getFunction('checkout'))?.layers).toEqual([layerArn(2), USERS]);
});

test('a description that promises the content is believed only when the hash agrees', async () => {
  const world = aWorld();
  world.layers.add(NAME, 'one', noteOf('one'));
  world.layers.add(NAME, 'something else', noteOf('one'));
  expect((await publish(world)).layer).toMatchObject({arn: layerArn(1), changed: false});
});

test('of equal versions the one the function has is kept', async () => {
  const world = aWorld([layerArn(1)]);
  world.layers.add(NAME, 'one', noteOf('one'));
  world.layers.add(NAME, 'one', noteOf('one'));
  expect((await publish(world)).layer).toMatchObject({arn: layerArn(1)});
});

test('a version that somebody publishes after the plan is used instead of a second one', async () => {
  const world = aWorld();
  const planned = await planOf(world, {});
  if (!planned.ok) throw new Error('refused');
  world.layers.add(NAME, 'one', noteOf('one'));
  const result = await publishFunction(world, {
    plan: planned.plan,
    zip: Buffer.from('code'),
    layerZip: Buffer.from('one'),
  });
  expect(result.layer).toMatchObject({arn: layerArn(1), changed: false});
  expect((await world.functions.getFunction('checkout', '1'))?.layers).toEqual([layerArn(1)]);
});

test('the layers of the release file are the list, and ours comes last in it', async () => {
  const world = aWorld(['arn:aws:lambda:eu-west-1:999999999999:layer:dropped:1']);
  await publish(world, {spec: {configuration: {layers: [USERS]}}});
  expect((await world.functions.getFunction('checkout'))?.layers).toEqual([USERS, layerArn(1)]);
});

test('a layer above 50 MiB goes through the bucket, and is refused without one', async () => {
  const world = aWorld();
  const large = {zippedBytes: 52_428_801};
  const refused = await planOf(world, large);
  expect(refused).toMatchObject({
    ok: false,
    refusals: [{code: 'BUCKET_MISSING', message: expect.stringContaining(NAME)}],
  });
  const result = await publish(world, {...large, spec: {artifacts: {bucket: 'releases', prefix: ''}}});
  expect(result.layer).toMatchObject({uploaded: 's3', changed: true});
  expect(world.artifacts.stored).toEqual([{bucket: 'releases', prefix: '', contentDigest: digest('one')}]);
});

test('a sixth layer and more than 250 MiB together are refused before anything is sent', async () => {
  const five = [1, 2, 3, 4, 5].map((each) => `arn:aws:lambda:eu-west-1:999999999999:layer:own-${each}:1`);
  const world = aWorld(five);
  const planned = await planOf(world, {
    spec: {package: {contentDigest: digest('x'), codeSha256: sha('x'), zippedBytes: 1, unzippedBytes: 262_143_990}},
  });
  expect(planned).toMatchObject({ok: false, refusals: [{code: 'UNZIPPED_TOO_LARGE'}, {code: 'LAYERS_TOO_MANY'}]});
  expect(world.layers.calls).toEqual([`listVersions ${NAME}`]);
});

test('a preview shows the layer, and what is known of the sizes', async () => {
  const world = aWorld([USERS]);
  const planned = await planOf(world, {});
  if (!planned.ok) throw new Error('refused');
  expect(toPublishPreview(planned.plan)).toMatchObject({
    layer: {layerName: NAME, action: 'publish', upload: 'inline', unzippedBytes: 20},
    size: {unzippedBytes: 24, limitBytes: 262_144_000, attachedLayers: 1},
    changes: [{field: 'layers', from: USERS, to: `${USERS}, ${NAME}:(new)`}],
  });
});

test.each(['NETWORK', 'TIMEOUT', 'AWS_INTERNAL'] as const)(
  'an answer lost to %s does not make a second version',
  async (code) => {
    const world = aWorld();
    const publishOnAws = world.layers.publish.bind(world.layers);
    let sent = 0;
    world.layers.publish = async (input) => {
      sent += 1;
      await publishOnAws(input);
      throw awsError(code);
    };
    const result = await publish(world);
    expect(result.layer).toMatchObject({arn: layerArn(1), changed: true});
    expect([sent, (await world.layers.listVersions(NAME)).length]).toEqual([1, 1]);
  },
);

test('a layer that AWS did not take is sent again, three times in all', async () => {
  const world = aWorld();
  const publishOnAws = world.layers.publish.bind(world.layers);
  let sent = 0;
  let refusals = 2;
  world.layers.publish = async (input) => {
    sent += 1;
    if (sent <= refusals) throw awsError('THROTTLED');
    return publishOnAws(input);
  };
  expect((await publish(world)).layer).toMatchObject({arn: layerArn(1)});
  [sent, refusals] = [0, 9];
  await expect(publish(world, {dependencies: 'two'})).rejects.toMatchObject({code: 'THROTTLED'});
  expect(sent).toBe(3);
});

test('a layer that AWS refuses is sent once', async () => {
  const world = aWorld();
  let sent = 0;
  world.layers.publish = async () => {
    sent += 1;
    throw awsError('CODE_STORAGE_EXCEEDED');
  };
  await expect(publish(world)).rejects.toMatchObject({code: 'CODE_STORAGE_EXCEEDED'});
  expect(sent).toBe(1);
});

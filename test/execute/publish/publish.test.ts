import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import {aFunction} from '../../fakes/a-function.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aPublishWorld} from './publish-world.js';

const zip = Buffer.from('the new code');
const codeSha256 = createHash('sha256').update(zip).digest('base64');
const CONTENT = 'c'.repeat(43);
const NOTE = `content:${CONTENT}.${codeSha256.slice(0, 8)}`;

function aSpec(overrides: Partial<PublishSpec> = {}): PublishSpec {
  return {
    functionName: 'checkout',
    package: {contentDigest: CONTENT, codeSha256, zippedBytes: zip.byteLength, unzippedBytes: 100},
    configuration: {},
    create: false,
    versionDescription: 'a1b2c3 Fix the basket',
    ...overrides,
  };
}

type World = ReturnType<typeof aPublishWorld>;

async function planOf(world: World, spec: PublishSpec) {
  const planned = planPublish(spec, await observeFunction(world, spec.functionName));
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
  return planned.plan;
}

async function publish(world: World, spec = aSpec(), signal?: AbortSignal) {
  return publishFunction(world, {plan: await planOf(world, spec), zip}, signal);
}

describe('publishing', () => {
  test('new code and configuration become one new version', async () => {
    const world = aPublishWorld(aFunction());
    const result = await publish(world, aSpec({configuration: {memoryMb: 512, environment: {LOG_LEVEL: 'info'}}}));
    expect(result).toEqual({
      functionName: 'checkout',
      version: '1',
      changed: true,
      created: false,
      contentDigest: CONTENT,
      codeSha256,
      changedFields: ['code', 'memory', 'environment'],
      uploaded: 'inline',
    });
    const version = await world.functions.getFunction('checkout', '1');
    expect(version).toMatchObject({
      memoryMb: 512,
      codeSha256,
      description: `a1b2c3 Fix the basket ${NOTE}`,
      state: 'Active',
    });
    expect(world.events.types().filter((type) => type !== 'update.waiting')).toEqual([
      'upload.started',
      'upload.finished',
      'configuration.changed',
      'version.published',
    ]);
  });

  test('a second run sends nothing', async () => {
    const world = aPublishWorld(aFunction());
    await publish(world);
    world.functions.calls.length = 0;
    const result = await publish(world);
    expect(result).toMatchObject({version: '1', previousVersion: '1', changed: false, changedFields: []});
    expect(world.functions.calls.filter((call) => !call.startsWith('get') && !call.startsWith('list'))).toEqual([]);
  });

  test('code AWS has already is not sent again when only the configuration changes', async () => {
    const world = aPublishWorld(aFunction({codeSha256}));
    const result = await publish(world, aSpec({configuration: {timeoutSeconds: 10}}));
    expect(result).toMatchObject({changed: true, changedFields: ['timeout']});
    expect(result).not.toHaveProperty('uploaded');
    expect(world.functions.calls).not.toContain('updateCode');
  });

  test('a large package goes through S3', async () => {
    const world = aPublishWorld(aFunction());
    const large = {contentDigest: CONTENT, codeSha256, zippedBytes: 60_000_000, unzippedBytes: 100_000_000};
    const artifacts = {bucket: 'my-releases', prefix: 'lambda/'};
    const result = await publish(world, aSpec({package: large, artifacts}));
    expect(result).toMatchObject({uploaded: 's3', changed: true});
    expect(world.artifacts.stored).toEqual([{bucket: 'my-releases', prefix: 'lambda/', contentDigest: CONTENT}]);
  });

  test('a version that AWS still initialises is waited for', async () => {
    const world = aPublishWorld(aFunction());
    world.functions.versionPendingMs = 60_000;
    await publish(world);
    expect(await world.functions.getFunction('checkout', '1')).toMatchObject({state: 'Active'});
  });

  test('a version that never becomes active ends the wait, with the state it is in', async () => {
    const world = aPublishWorld(aFunction());
    world.functions.versionPendingMs = 60 * 60_000;
    await expect(publish(world)).rejects.toMatchObject({code: 'VERSION_TIMED_OUT', exitCode: 4});
  });

  test('a version that AWS could not initialise does not pass for one to release', async () => {
    const world = aPublishWorld(aFunction());
    await publish(world);
    const broken = aFunction({
      version: '1',
      codeSha256,
      state: 'Failed',
      stateReason: 'The function timed out at init.',
    });
    const observed = {functionName: 'checkout', latest: aFunction({codeSha256}), newest: broken};
    const planned = planPublish(aSpec(), observed);
    if (!planned.ok) throw new Error('The plan was refused.');
    world.functions.getFunction = async () => broken;
    await expect(publishFunction(world, {plan: planned.plan, zip})).rejects.toMatchObject({
      code: 'VERSION_FAILED',
      message: expect.stringContaining('The function timed out at init.'),
    });
  });

  test('when AWS answers with the version it has, nothing changed', async () => {
    const world = aPublishWorld(aFunction({codeSha256}));
    world.functions.publishBehindOurBack('by hand');
    const plan = await planOf(world, aSpec({configuration: {description: 'new text'}}));
    // Somebody puts the old text back between plan and publish; AWS then sees nothing to publish.
    if (plan.kind !== 'update') throw new Error(`The plan is ${plan.kind}.`);
    const withoutChange = {...plan, change: {}, changes: [], changedFields: [], expected: plan.observed};
    const result = await publishFunction(world, {plan: withoutChange, zip});
    expect(result).toMatchObject({version: '1', previousVersion: '1', changed: false});
  });

  test('a function that is not there is created when asked for', async () => {
    const world = aPublishWorld();
    const configuration = {role: 'arn:aws:iam::123456789012:role/r', runtime: 'nodejs22.x', handler: 'index.handler'};
    const result = await publish(world, aSpec({create: true, configuration}));
    expect(result).toMatchObject({version: '1', created: true, changed: true, uploaded: 'inline'});
    expect(world.events.types()).toContain('function.created');
  });

  test('an update that fails says why', async () => {
    const world = aPublishWorld(aFunction());
    world.functions.failNextUpdate('The KMS key is disabled.');
    await expect(publish(world)).rejects.toMatchObject({
      code: 'UPDATE_FAILED',
      message: expect.stringContaining('The KMS key is disabled.'),
      traffic: 'untouched',
    });
    expect(await world.functions.listVersions()).toEqual([]);
  });

  test('an abort ends it between two steps and publishes nothing', async () => {
    const world = aPublishWorld(aFunction());
    const controller = new AbortController();
    world.clock.at(world.clock.now() + 2_000, () => controller.abort(new Error('SIGINT')));
    await expect(publish(world, aSpec(), controller.signal)).rejects.toThrow('SIGINT');
    expect(await world.functions.listVersions()).toEqual([]);
  });

  test('what AWS refuses is not tried again', async () => {
    const world = aPublishWorld(aFunction());
    world.functions.failNext('updateCode', awsError('CODE_STORAGE_EXCEEDED'));
    await expect(publish(world)).rejects.toMatchObject({code: 'CODE_STORAGE_EXCEEDED'});
    expect(world.functions.calls.filter((call) => call === 'updateCode')).toHaveLength(1);
  });
});

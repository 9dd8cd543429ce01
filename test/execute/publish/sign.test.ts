import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {AwsError} from '../../../src/lib/errors.js';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {knownCode} from '../../../src/lib/plan/publish/known-code.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import {aFunction} from '../../fakes/a-function.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeArtifacts} from '../../fakes/fake-artifacts.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {awsError, FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeLayers} from '../../fakes/fake-layers.js';
import {FakeSigning} from '../../fakes/fake-signing.js';

const zip = Buffer.from('the new code');
const codeSha256 = createHash('sha256').update(zip).digest('base64');
const CONTENT = 'c'.repeat(43);

function aWorld() {
  const clock = new FakeClock();
  const signing = new FakeSigning();
  signing.profile('release');
  return {
    clock,
    signing,
    functions: new FakeFunctions(clock, aFunction()),
    events: new EventRecorder(),
    artifacts: new FakeArtifacts(),
    layers: new FakeLayers(),
  };
}

type World = ReturnType<typeof aWorld>;

/** As a run of the tool does it, from the profile on. */
async function publish(world: World) {
  const profile = await world.signing.getProfile('release');
  const signing = {profile: 'release', profileVersionArn: profile?.versionArn ?? ''};
  const observed = await observeFunction(world, 'checkout');
  const known = knownCode(observed, CONTENT, signing);
  const spec: PublishSpec = {
    functionName: 'checkout',
    package: {contentDigest: CONTENT, unzippedBytes: 100, zippedBytes: zip.byteLength, codeSha256, ...known},
    configuration: {},
    artifacts: {bucket: 'builds', prefix: ''},
    signing,
    create: false,
    versionDescription: 'a1b2c3',
  };
  const planned = planPublish(spec, observed);
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
  return publishFunction(world, {plan: planned.plan, zip});
}

describe('signing', () => {
  test('what Lambda gets is the signed object, and the note tells the content of before and who signed it', async () => {
    const world = aWorld();
    const {version, changed, codeSha256: published, contentDigest} = await publish(world);
    const [jobId] = world.signing.jobIds;
    expect({version, changed, contentDigest}).toEqual({version: '1', changed: true, contentDigest: CONTENT});
    expect(published).toMatch(new RegExp(`signed/${jobId}\\.zip$`));
    const {description} = (await world.functions.getFunction('checkout', '1')) ?? {};
    expect(description).toBe(`a1b2c3 content:${CONTENT}.${published.slice(0, 8)}.abcde12345`);
    expect(world.events.events).toContainEqual({
      type: 'code.signed',
      functionName: 'checkout',
      profile: 'release',
      jobId,
    });
  });

  test('the same content is neither signed nor sent again, also where AWS tells no signature', async () => {
    const world = aWorld();
    await publish(world);
    expect(await publish(world)).toMatchObject({version: '1', changed: false});
    expect(world.signing.calls.filter((call) => call.startsWith('start'))).toHaveLength(1);
  });

  test('another version of the profile signs it anew', async () => {
    const world = aWorld();
    await publish(world);
    world.signing.profile('release', 'fghij67890');
    expect(await publish(world)).toMatchObject({version: '2', changed: true});
    expect(world.signing.jobIds).toHaveLength(2);
  });

  test('the same bytes that are there without a signature are signed and published', async () => {
    const world = {...aWorld()};
    const functions = new FakeFunctions(world.clock, aFunction({codeSha256}));
    expect(await publish({...world, functions})).toMatchObject({version: '1', changedFields: ['code']});
    expect(world.signing.jobIds).toHaveLength(1);
  });

  test.each([
    ['expired', {kind: 'signed', object: {bucket: 'builds', key: 'old.zip'}, expiresAtMs: 1, isRevoked: false}],
    ['revoked', {kind: 'signed', object: {bucket: 'builds', key: 'old.zip'}, isRevoked: true}],
  ] as const)('a signature that has %s since is made anew', async (_what, ended) => {
    const world = aWorld();
    world.functions.before('updateCode', () => {
      throw awsError('NETWORK');
    });
    await expect(publish(world)).rejects.toMatchObject({code: 'NETWORK'});
    world.signing.end(world.signing.jobIds[0] ?? '', ended);
    expect(await publish(world)).toMatchObject({version: '1'});
    expect(world.signing.jobIds).toHaveLength(2);
  });

  test('a signed object that a lifecycle rule has deleted is made anew', async () => {
    const world = aWorld();
    world.functions.before('updateCode', () => {
      const [jobId] = world.signing.jobIds;
      world.artifacts.deleted.add(`${world.signing.prefix}${jobId}.zip`);
      throw awsError('NETWORK');
    });
    await expect(publish(world)).rejects.toMatchObject({code: 'NETWORK'});
    expect(await publish(world)).toMatchObject({version: '1'});
    expect(world.signing.jobIds).toHaveLength(2);
  });
});

describe('a failure while signing', () => {
  const failures = [
    ['start', 'ACCESS_DENIED'],
    ['start', 'THROTTLED'],
    ['getJob', 'NETWORK'],
  ] as const;

  test.each(failures)(
    'of %s with %s changes nothing of the function, says what is left, and is gone on from',
    async (method, code) => {
      const world = aWorld();
      world.signing.before(method, () => {
        throw awsError(code);
      });
      const error = await publish(world).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code,
        exitCode: 4,
        traffic: 'untouched',
        details: {left: expect.stringMatching(/^s3:\/\/builds\//)},
      });
      expect((error as AwsError).suggestions.join(' ')).toContain(
        'the next run finds it there, and no function has it',
      );
      expect(world.functions.calls.filter((call) => /^(update|create|publish)/.test(String(call)))).toEqual([]);
      expect(await publish(world)).toMatchObject({version: '1', changed: true});
      expect(world.signing.jobIds).toHaveLength(1);
    },
  );

  test.each(['start', 'getJob'] as const)('an answer of %s that was lost leads to no second job', async (method) => {
    const world = aWorld();
    world.signing.lose(method, () => new AwsError('lost', {code: 'TIMEOUT', suggestions: [], uncertain: true}));
    await expect(publish(world)).rejects.toMatchObject({code: 'TIMEOUT'});
    expect(await publish(world)).toMatchObject({version: '1', changed: true});
    expect(world.signing.jobIds).toHaveLength(1);
  });

  test('a job that fails is told with AWS’s words, and the next run makes another', async () => {
    const world = aWorld();
    world.signing.before('getJob', () => {
      world.signing.end(world.signing.jobIds[0] ?? '', {kind: 'failed', reason: 'The archive is empty.'});
    });
    const error = publish(world);
    await expect(error).rejects.toMatchObject({
      code: 'SIGNING_FAILED',
      message: expect.stringContaining('The archive is empty.'),
    });
    expect(await publish(world)).toMatchObject({version: '1'});
    expect(world.signing.jobIds).toHaveLength(2);
  });

  test('a job that does not end is given up, and waited for again by the next run', async () => {
    const world = aWorld();
    world.signing.goingFor = Number.POSITIVE_INFINITY;
    await expect(publish(world)).rejects.toMatchObject({code: 'SIGNING_TIMED_OUT'});
    world.signing.goingFor = 0;
    expect(await publish(world)).toMatchObject({version: '1'});
    expect(world.signing.jobIds).toHaveLength(1);
  });
});

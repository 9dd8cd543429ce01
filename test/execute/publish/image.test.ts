import {describe, expect, it, test} from 'vitest';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {codeSha256OfImage, contentDigestOfImage} from '../../../src/lib/model/image/digest.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import type {FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {aFunction} from '../../fakes/a-function.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aPublishWorld} from './publish-world.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const OTHER = `sha256:${'cd'.repeat(32)}`;
const URI = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout@${DIGEST}`;

const {runtime: _runtime, handler: _handler, ...OF_ZIP} = aFunction();

function anImageFunction(digest = OTHER): FunctionConfiguration {
  return {...OF_ZIP, packageType: 'Image', imageDigest: digest, codeSha256: codeSha256OfImage(digest)};
}

function aSpec(overrides: Partial<PublishSpec> = {}): PublishSpec {
  return {
    functionName: 'checkout',
    package: {
      ...{contentDigest: contentDigestOfImage(DIGEST), codeSha256: codeSha256OfImage(DIGEST)},
      ...{zippedBytes: 1_000, unzippedBytes: 0, image: {uri: URI, digest: DIGEST}},
    },
    configuration: {imageConfig: {command: ['index.handler']}},
    create: false,
    versionDescription: 'checkout:1.4.0',
    ...overrides,
  };
}

async function publish(world: ReturnType<typeof aPublishWorld>, spec = aSpec()) {
  const planned = planPublish(spec, await observeFunction(world, spec.functionName));
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
  return publishFunction(world, {plan: planned.plan});
}

const CREATION = aSpec({create: true, configuration: {role: 'arn:aws:iam::123456789012:role/checkout'}});

describe('publishing an image', () => {
  it('sends its URI by digest, and nothing through S3', async () => {
    const world = aPublishWorld(anImageFunction());
    const result = await publish(world);
    expect(result).toMatchObject({
      ...{version: '1', changed: true, image: URI, codeSha256: codeSha256OfImage(DIGEST)},
      changedFields: ['code', 'imageConfig'],
    });
    expect(result).not.toHaveProperty('uploaded');
    const version = await world.functions.getFunction('checkout', '1');
    expect(version?.description).toBe(
      `checkout:1.4.0 content:${contentDigestOfImage(DIGEST)}.${codeSha256OfImage(DIGEST).slice(0, 8)}`,
    );
    expect(await publish(world)).toMatchObject({version: '1', changed: false, image: URI});
  });

  it('creates a function without handler and runtime', async () => {
    const world = aPublishWorld();
    expect(await publish(world, CREATION)).toMatchObject({version: '1', created: true, image: URI});
  });

  test.each([
    ['updateCode', aSpec(), anImageFunction()],
    ['updateConfiguration', aSpec(), anImageFunction()],
    ['publishVersion', aSpec(), anImageFunction()],
    ['createFunction', CREATION, undefined],
  ] as const)('comes to one version when the answer to %s is lost', async (method, spec, latest) => {
    const world = aPublishWorld(latest);
    world.functions.loseNext(method);
    await publish(world, spec).catch(() => publish(world, spec));
    expect(await world.functions.listVersions()).toMatchObject([{imageDigest: DIGEST}]);
  });

  test.each(['updateCode', 'updateConfiguration', 'publishVersion'] as const)(
    'goes on from what is there after %s has failed',
    async (method) => {
      const world = aPublishWorld(anImageFunction());
      world.functions.failNext(method, awsError('AWS_INTERNAL'));
      await expect(publish(world)).rejects.toMatchObject({code: 'AWS_INTERNAL'});
      await publish(world);
      expect(await world.functions.listVersions()).toMatchObject([{imageDigest: DIGEST}]);
    },
  );

  it('stops when somebody gives the function another image meanwhile', async () => {
    const world = aPublishWorld(anImageFunction());
    world.functions.before('publishVersion', () =>
      world.functions.changeBehindOurBack({imageDigest: OTHER, codeSha256: codeSha256OfImage(OTHER)}),
    );
    await expect(publish(world)).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
    expect(await world.functions.listVersions()).toEqual([]);
  });

  it('waits for a function that slept: Lambda readies an image anew, and is Pending for that long', async () => {
    const world = aPublishWorld({...anImageFunction(), state: 'Inactive'});
    world.functions.versionPendingMs = 5 * 60_000;
    expect(await publish(world)).toMatchObject({version: '1'});
    expect(world.clock.now()).toBeGreaterThan(5 * 60_000);
  });
});

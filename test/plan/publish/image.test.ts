import {describe, expect, it, test} from 'vitest';
import {contentDigestOfImage} from '../../../src/lib/model/image/digest.js';
import type {ImageManifest} from '../../../src/lib/model/image/manifest.js';
import {parseImageReference} from '../../../src/lib/model/image/reference.js';
import type {ObservedImage} from '../../../src/lib/observe/publish/image.js';
import {imagePlaceRefusals, planImage} from '../../../src/lib/plan/publish/image.js';
import {toPublishPreview} from '../../../src/lib/plan/publish/preview.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import {aFunction} from '../../fakes/a-function.js';

const REGISTRY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const OTHER = `sha256:${'cd'.repeat(32)}`;
const WISH = {
  functionName: 'checkout',
  reference: parseImageReference(`${REGISTRY}/checkout:1.4.0`),
  architecture: 'arm64',
};
const MANIFEST: ImageManifest = {
  kind: 'image',
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {digest: OTHER, mediaType: 'application/vnd.oci.image.config.v1+json'},
  layers: [
    {digest: OTHER, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', bytes: 1_000},
    {digest: OTHER, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', bytes: 24},
  ],
};

function anImage(
  manifest: Partial<ImageManifest> = {},
  platform = {os: 'linux', architecture: 'arm64'},
): ObservedImage {
  return {kind: 'image', digest: DIGEST, manifest: {...MANIFEST, ...manifest}, platform};
}

describe('an image as the code of a release', () => {
  it('is its digest, wherever a package has one', () => {
    expect(planImage(WISH, anImage())).toEqual({
      ok: true,
      plan: {
        contentDigest: contentDigestOfImage(DIGEST),
        codeSha256: 'ab'.repeat(32),
        zippedBytes: 1_024,
        unzippedBytes: 0,
        image: {uri: `${REGISTRY}/checkout@${DIGEST}`, digest: DIGEST},
      },
    });
  });

  const layer = (mediaType: string, bytes = 1) => ({layers: [{digest: OTHER, mediaType, bytes}]});
  it.each<[string, ObservedImage, string, string]>([
    ['is not there', {kind: 'none'}, 'IMAGE_NOT_FOUND', '--image-ids imageTag=1.4.0'],
    [
      'is an index of others',
      {kind: 'index', architectures: ['x86_64', 's390x']},
      'IMAGE_ARCHITECTURE',
      'x86_64, s390x',
    ],
    ['is an empty index', {kind: 'index', architectures: []}, 'IMAGE_ARCHITECTURE', 'no platform'],
    [
      'is for x86_64',
      anImage({}, {os: 'linux', architecture: 'x86_64'}),
      'IMAGE_ARCHITECTURE',
      '--architecture x86_64',
    ],
    ['is for Windows', anImage({}, {os: 'windows', architecture: 'arm64'}), 'IMAGE_ARCHITECTURE', 'windows/arm64'],
    [
      'has zstd layers',
      anImage(layer('application/vnd.oci.image.layer.v1.tar+zstd')),
      'IMAGE_COMPRESSION',
      'compression=gzip',
    ],
    [
      'is of schema 1',
      anImage({mediaType: 'application/vnd.docker.distribution.manifest.v1+json'}),
      'IMAGE_MEDIA_TYPE',
      'manifest.v1',
    ],
    [
      'is an attestation',
      anImage({config: {digest: OTHER, mediaType: 'application/vnd.in-toto+json'}}),
      'IMAGE_MEDIA_TYPE',
      'in-toto',
    ],
    [
      'is larger than 10 GB',
      anImage(layer('application/vnd.oci.image.layer.v1.tar+gzip', 10 * 1024 ** 3 + 1)),
      'IMAGE_TOO_LARGE',
      '10737418241',
    ],
  ])('that %s is refused', (_, observed, code, says) => {
    const planned = planImage(WISH, observed);
    if (planned.ok) throw new Error('It was not refused.');
    expect(planned.refusals.map((each) => each.code)).toEqual([code]);
    expect(JSON.stringify(planned.refusals)).toContain(says);
  });

  it('is looked for in the region of the function alone', () => {
    expect(imagePlaceRefusals(WISH, 'eu-west-1')).toEqual([]);
    expect(imagePlaceRefusals(WISH, 'us-east-1')).toMatchObject([{code: 'IMAGE_IN_OTHER_REGION'}]);
  });
});

describe('a publish plan of an image', () => {
  const code = planImage(WISH, anImage());
  if (!code.ok) throw new Error('The image is refused.');
  const spec: PublishSpec = {
    functionName: 'checkout',
    package: code.plan,
    configuration: {},
    create: false,
    versionDescription: 'checkout:1.4.0',
  };
  const {runtime: _r, handler: _h, ...ofZip} = aFunction();
  const latest = {...ofZip, packageType: 'Image', codeSha256: 'cd'.repeat(32), imageDigest: OTHER};
  const planOf = (asked: PublishSpec, observed: Omit<Parameters<typeof planPublish>[1], 'functionName'>) => {
    const planned = planPublish(asked, {functionName: 'checkout', ...observed});
    if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
    return planned.plan;
  };

  it('names the image by its digest', () => {
    const plan = planOf(spec, {latest});
    expect(plan).toMatchObject({
      kind: 'update',
      code: {kind: 'image', uri: `${REGISTRY}/checkout@${DIGEST}`},
      changedFields: ['code'],
    });
    expect(toPublishPreview(plan)).toMatchObject({image: `${REGISTRY}/checkout@${DIGEST}`, zippedBytes: 1_024});
    expect(toPublishPreview(plan)).not.toHaveProperty('size');
  });

  // That AWS writes the digest into CodeSha256 is from memory: what it resolved the image to decides.
  test.each([
    ['as foreseen', 'ab'.repeat(32)],
    ['otherwise', 'what+ever='],
  ])('does nothing when the version has the digest, whatever CodeSha256 says (%s)', (_, codeSha256) => {
    const has = {...latest, codeSha256, imageDigest: DIGEST};
    expect(planOf(spec, {latest: has, newest: {...has, version: '7'}}).kind).toBe('nothing');
  });

  it('sends no code for a change of settings', () => {
    const has = {...latest, imageDigest: DIGEST};
    const configuration = {imageConfig: {command: ['other.handler']}};
    expect(planOf({...spec, configuration}, {latest: has, newest: {...has, version: '7'}})).toMatchObject({
      kind: 'update',
      code: {kind: 'none'},
      change: configuration,
      changes: [{field: 'imageConfig', from: '', to: 'command ["other.handler"]'}],
    });
  });

  it('creates a function with a role alone', () => {
    const creation = {...spec, create: true, configuration: {role: 'arn:aws:iam::123456789012:role/any'}};
    expect(planOf(creation, {})).toMatchObject({kind: 'create', code: {kind: 'image'}});
    expect(planPublish({...spec, create: true}, {functionName: 'checkout'})).toMatchObject({
      refusals: [{code: 'CREATE_INCOMPLETE', details: {missing: ['role']}}],
    });
  });

  it('is refused for a function of zip packages', () => {
    expect(planPublish(spec, {functionName: 'checkout', latest: aFunction()})).toMatchObject({
      refusals: [{code: 'PACKAGE_TYPE', details: {packageType: 'Zip', wanted: 'Image'}}],
    });
  });
});

import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {EcrImages} from '../../../src/lib/aws/ecr/images.js';
import type {AwsError} from '../../../src/lib/errors.js';
import {type StubRequest, stubAws} from '../stub-aws.js';

const REPOSITORY = {accountId: '123456789012', repository: 'checkout'};
const MANIFEST = '{"schemaVersion": 2}';
const CONFIG = '{"os":"linux"}';
const SECRET = 'X-Amz-Signature=very-secret';
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const operationOf = ({headers}: StubRequest) => String(headers['x-amz-target']).split('.')[1];

/** ECR as far as it is asked; what it hands out of a blob is `blob`. */
async function ecr({manifest = MANIFEST, blob = CONFIG as string | undefined, status = 200} = {}) {
  let origin = '';
  const stub = await stubAws((request) => {
    origin = `http://${request.headers.host}`;
    if (request.method === 'GET') return {status, body: blob};
    if (operationOf(request) === 'GetDownloadUrlForLayer') {
      const {layerDigest} = JSON.parse(request.body.toString('utf8'));
      return {status: 200, body: {downloadUrl: `${origin}/blob?${SECRET}`, layerDigest}};
    }
    const {imageIds} = JSON.parse(request.body.toString('utf8'));
    const image = {imageId: {imageDigest: digestOf(MANIFEST)}, imageManifest: manifest, imageManifestMediaType: 'type'};
    if (imageIds[0].imageTag === 'gone')
      return {status: 200, body: {images: [], failures: [{failureCode: 'ImageNotFound', failureReason: 'no'}]}};
    if (imageIds[0].imageTag === 'nowhere')
      return {status: 400, body: {__type: 'RepositoryNotFoundException', message: 'no such repository'}};
    return {status: 200, body: {images: [image], failures: []}};
  });
  return {images: new EcrImages(stub.clients), requests: stub.requests};
}

describe('a manifest', () => {
  it('is asked for as it is stored, and proved by its digest', async () => {
    const {images, requests} = await ecr();
    expect(await images.readManifest(REPOSITORY, {tag: '1'})).toEqual({
      digest: digestOf(MANIFEST),
      text: MANIFEST,
      mediaType: 'type',
    });
    const asked = JSON.parse(requests[0]?.body.toString('utf8') ?? '');
    expect(asked).toMatchObject({registryId: '123456789012', repositoryName: 'checkout', imageIds: [{imageTag: '1'}]});
    expect(asked.acceptedMediaTypes).toContain('application/vnd.oci.image.index.v1+json');
  });

  it.each(['gone', 'nowhere'])('that is %s is none', async (tag) => {
    const {images} = await ecr();
    expect(await images.readManifest(REPOSITORY, {tag})).toBeUndefined();
  });

  it('that is not what its digest says is refused', async () => {
    const {images} = await ecr({manifest: '{"schemaVersion": 1}'});
    await expect(images.readManifest(REPOSITORY, {tag: '1'})).rejects.toMatchObject({code: 'IMAGE_MISMATCH'});
  });
});

describe('a blob', () => {
  it('is fetched and proved', async () => {
    const {images} = await ecr();
    expect(await images.readBlob(REPOSITORY, digestOf(CONFIG))).toBe(CONFIG);
  });

  it.each([
    ['is another one', {blob: '{"os":"plan9"}'}, 'IMAGE_MISMATCH'],
    ['is refused by S3', {status: 403}, 'NETWORK'],
  ])('that %s fails without a word of its address', async (_, answer, code) => {
    const {images} = await ecr(answer);
    const error: AwsError = await images.readBlob(REPOSITORY, digestOf(CONFIG)).then(
      () => Promise.reject(new Error('It did not fail.')),
      (thrown) => thrown,
    );
    expect(error.code).toBe(code);
    expect(JSON.stringify([error.message, error.suggestions, error.details])).not.toContain('very-secret');
  });
});

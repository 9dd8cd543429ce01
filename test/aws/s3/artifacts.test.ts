import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {compositeSha256, PART_BYTES} from '../../../src/lib/aws/s3/artifact-checksum.js';
import {S3Artifacts} from '../../../src/lib/aws/s3/artifacts.js';
import {contentDigestIfZip, zipContentDigest} from '../../../src/lib/package/zip/zip-content-digest.js';
import type {IdentityPort} from '../../../src/lib/ports/identity.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {type StubRequest, stubAws} from '../stub-aws.js';

const ACCOUNT = '123456789012';
const identity: IdentityPort = {
  whoAmI: async () => ({accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ada`, region: 'eu-west-1'}),
};
const zip = await zipOf({'index.mjs': 'export const handler = 1;'});
const contentDigest = await zipContentDigest(zip);
const INPUT = {bucket: 'my-releases', prefix: 'lambda/', zip, contentDigest, codeSha256: sha256Of(zip)};
const KEY = `lambda/${contentDigest}.zip`;
/** The same content, packed elsewhere. */
const elsewhere = await zipOf({'index.mjs': 'export const handler = 1;'}, undefined, false);

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

type Answer = ReturnType<Parameters<typeof stubAws>[0]>;
const BUCKET: Answer = {status: 200, headers: {'x-amz-bucket-region': 'eu-west-1'}};
const ABSENT: Answer = {status: 404};

function stored(sha256: string | undefined, headers: Record<string, string> = {}, bytes = zip.byteLength): Answer {
  const checksum = sha256 === undefined ? undefined : {'x-amz-checksum-sha256': sha256};
  return {status: 200, headers: {'content-length': String(bytes), ...checksum, ...headers}};
}

/** Answers by `METHOD /path`; a list is used up one by one, its last answer stays. */
async function stubBucket(answers: Record<string, Answer | Answer[]>) {
  const counts = new Map<string, number>();
  const {clients, requests} = await stubAws((request) => {
    const name = nameOf(request);
    const given = answers[name];
    if (!Array.isArray(given)) return given ?? {status: 500, body: `no answer for ${name}`};
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return given[Math.min(count, given.length - 1)];
  });
  return {
    artifacts: new S3Artifacts(clients, identity, contentDigestIfZip),
    requests,
    names: () => requests.map(nameOf),
  };
}

function nameOf({method, path, query}: StubRequest): string {
  const where = path.length > '/my-releases/'.length ? 'object' : 'bucket';
  const step = query.has('uploads')
    ? ' start'
    : query.has('partNumber')
      ? ' part'
      : query.has('uploadId')
        ? ' finish'
        : '';
  return `${method} ${where}${step}`;
}

describe('artifacts in S3', () => {
  test('a new zip is put once, by the name of its content, for S3 to check', async () => {
    const {artifacts, requests, names} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': ABSENT,
      'PUT object': {status: 200, headers: {'x-amz-version-id': 'v1'}},
    });
    const sent: number[] = [];
    expect(await artifacts.store({...INPUT, onProgress: (bytes) => sent.push(bytes)})).toEqual({
      bucket: 'my-releases',
      key: KEY,
      codeSha256: INPUT.codeSha256,
      objectVersion: 'v1',
      uploaded: true,
    });
    expect(names()).toEqual(['HEAD bucket', 'HEAD object', 'PUT object']);
    const put = requests[2];
    expect(put).toMatchObject({path: `/my-releases/${KEY}`, body: zip});
    expect(put?.headers).toMatchObject({
      'x-amz-checksum-sha256': INPUT.codeSha256,
      'x-amz-expected-bucket-owner': ACCOUNT,
      'if-none-match': '*',
    });
    for (const {headers} of requests) expect(headers['x-amz-expected-bucket-owner']).toBe(ACCOUNT);
    expect(sent).toEqual([zip.byteLength]);
  });

  test('the same bytes are not sent again', async () => {
    const {codeSha256} = INPUT;
    const {artifacts, names} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': stored(INPUT.codeSha256, {'x-amz-version-id': 'null'}),
    });
    expect(await artifacts.store(INPUT)).toEqual({bucket: 'my-releases', key: KEY, codeSha256, uploaded: false});
    expect(names()).toEqual(['HEAD bucket', 'HEAD object']);
  });

  test.each([
    ['of another SHA-256', sha256Of(elsewhere)],
    ['of a SHA-256 over parts of another size', `${sha256Of(elsewhere)}-9`],
    ['without a SHA-256', undefined],
  ])(
    'an object %s is read, and taken when it is the same content: its bytes are what AWS must answer',
    async (_name, sha256) => {
      const {artifacts, requests, names} = await stubBucket({
        'HEAD bucket': BUCKET,
        'HEAD object': stored(sha256, {'x-amz-version-id': 'v3'}, elsewhere.byteLength),
        'GET object': {status: 200, body: elsewhere},
      });
      expect(await artifacts.store(INPUT)).toEqual({
        bucket: 'my-releases',
        key: KEY,
        codeSha256: sha256Of(elsewhere),
        objectVersion: 'v3',
        uploaded: false,
      });
      expect(names()).toEqual(['HEAD bucket', 'HEAD object', 'GET object']);
      expect(requests[2]?.query.get('versionId')).toBe('v3');
    },
  );

  test.each([
    ['another content', () => zipOf({'index.mjs': 'export const handler = 2;'})],
    ['a mode that is another one', () => zipOf({'index.mjs': 'export const handler = 1;'}, 0o100_755)],
    ['what is no zip', async () => Buffer.from('other')],
  ])('%s under this name is left alone and named', async (_name, make) => {
    const other = await make();
    const {artifacts, names} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': stored(sha256Of(other), {}, other.byteLength),
      'GET object': {status: 200, body: other},
    });
    await expect(artifacts.store(INPUT)).rejects.toMatchObject({
      code: 'ARTIFACT_MISMATCH',
      message: expect.stringContaining(`s3://my-releases/${KEY}`),
    });
    expect(names()).not.toContain('PUT object');
  });

  test('somebody who puts the same bytes at the same time is no problem', async () => {
    const {artifacts} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': [ABSENT, stored(INPUT.codeSha256, {'x-amz-version-id': 'v2'})],
      'PUT object': {status: 412, body: '<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>'},
    });
    expect(await artifacts.store(INPUT)).toMatchObject({uploaded: false, objectVersion: 'v2'});
  });

  test('a caller who may not look may still put', async () => {
    const {artifacts} = await stubBucket({
      'HEAD bucket': {status: 403, headers: {'x-amz-bucket-region': 'eu-west-1'}},
      'HEAD object': {status: 403},
      'PUT object': {status: 200},
    });
    expect(await artifacts.store(INPUT)).toMatchObject({uploaded: true});
  });

  test.each([
    ['in another region', {status: 200, headers: {'x-amz-bucket-region': 'us-east-1'}}, 'BUCKET_IN_OTHER_REGION'],
    [
      'in another region, by redirect',
      {status: 301, headers: {'x-amz-bucket-region': 'us-east-1'}},
      'BUCKET_IN_OTHER_REGION',
    ],
    ['that is not there', {status: 404}, 'BUCKET_NOT_FOUND'],
    ["that is somebody else's", {status: 403}, 'ACCESS_DENIED'],
    ['that no S3 answers for', {status: 200}, 'NOT_AN_AWS_ENDPOINT'],
  ])('a bucket %s', async (_name, answer, code) => {
    const {artifacts, names} = await stubBucket({'HEAD bucket': answer});
    await expect(artifacts.store(INPUT)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/my-releases|s3:ListBucket/),
    });
    expect(names()).toEqual(['HEAD bucket']);
  });
});

describe('large artifacts', () => {
  const large = Buffer.alloc(PART_BYTES + 1_000, 'x');
  const input = {...INPUT, zip: large, codeSha256: sha256Of(large)};

  test('go in parts that S3 checks one by one', async () => {
    const {artifacts, requests, names} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': ABSENT,
      'POST object start': {
        status: 200,
        body: '<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>',
      },
      'PUT object part': {status: 200, headers: {etag: '"e"'}},
      'POST object finish': {
        status: 200,
        headers: {'x-amz-version-id': 'v1'},
        body: '<CompleteMultipartUploadResult/>',
      },
    });
    const sent: number[] = [];
    expect(await artifacts.store({...input, onProgress: (bytes) => sent.push(bytes)})).toMatchObject({
      uploaded: true,
      objectVersion: 'v1',
    });
    expect(names().slice(2)).toEqual(['POST object start', 'PUT object part', 'PUT object part', 'POST object finish']);
    const checksums = requests.map(({headers}) => headers['x-amz-checksum-sha256']).filter(Boolean);
    expect(checksums.sort()).toEqual(
      [sha256Of(large.subarray(0, PART_BYTES)), sha256Of(large.subarray(PART_BYTES))].sort(),
    );
    expect(requests.at(-1)?.headers['if-none-match']).toBe('*');
    expect(sent.at(-1)).toBe(large.byteLength);
  });

  test('are known again by the checksum over their parts', async () => {
    const {artifacts, names} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': stored(compositeSha256(large), {}, large.byteLength),
    });
    expect(await artifacts.store(input)).toMatchObject({uploaded: false});
    expect(names()).toEqual(['HEAD bucket', 'HEAD object']);
  });

  test('leave no parts behind when one fails', async () => {
    const {artifacts, names} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': ABSENT,
      'POST object start': {
        status: 200,
        body: '<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>',
      },
      'PUT object part': {status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>'},
      'DELETE object finish': {status: 204},
    });
    await expect(artifacts.store(input)).rejects.toMatchObject({code: 'ACCESS_DENIED'});
    expect(names()).toContain('DELETE object finish');
  });

  const STARTED: Answer = {
    status: 200,
    body: '<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>',
  };
  const GONE: Answer = {status: 404, body: '<Error><Code>NoSuchUpload</Code><Message>gone</Message></Error>'};

  test.each<[string, Answer[]]>([
    ['the attempt after it finds no such upload', [undefined, GONE]],
    ['no attempt is answered', [undefined]],
    ['S3 says in the middle that it failed', [{status: 500, body: '<Error><Code>InternalError</Code></Error>'}]],
  ])('are there when the answer to the last request is lost: %s', async (_what, finish) => {
    const {artifacts} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': [ABSENT, stored(compositeSha256(large), {'x-amz-version-id': 'v1'}, large.byteLength)],
      'POST object start': STARTED,
      'PUT object part': {status: 200, headers: {etag: '"e"'}},
      'POST object finish': finish,
      'DELETE object finish': GONE,
    });
    expect(await artifacts.store(input)).toMatchObject({uploaded: true, objectVersion: 'v1'});
  });

  test('are an error when the answer is lost and they are not there', async () => {
    const {artifacts} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': ABSENT,
      'POST object start': STARTED,
      'PUT object part': {status: 200, headers: {etag: '"e"'}},
      'POST object finish': [undefined],
      'DELETE object finish': {status: 204},
    });
    await expect(artifacts.store(input)).rejects.toMatchObject({code: 'NETWORK', uncertain: true});
  });

  test('leave no parts behind when a person interrupts', async () => {
    const controller = new AbortController();
    const {artifacts, requests, names} = await stubBucket({
      'HEAD bucket': BUCKET,
      'HEAD object': ABSENT,
      'POST object start': STARTED,
      'PUT object part': 'hang',
      'DELETE object finish': {status: 204},
    });
    const stored = artifacts.store(input, controller.signal);
    const interrupt = setInterval(() => {
      if (requests.some((request) => nameOf(request) === 'PUT object part')) controller.abort(new Error('Ctrl-C'));
    }, 5);
    await expect(stored).rejects.toMatchObject({name: 'AbortError'});
    clearInterval(interrupt);
    expect(names().at(-1)).toBe('DELETE object finish');
  });
});

test('a single upload whose answer is lost is there all the same', async () => {
  const {artifacts} = await stubBucket({
    'HEAD bucket': BUCKET,
    'HEAD object': [ABSENT, stored(INPUT.codeSha256)],
    'PUT object': [undefined],
  });
  expect(await artifacts.store(INPUT)).toMatchObject({uploaded: true});
});

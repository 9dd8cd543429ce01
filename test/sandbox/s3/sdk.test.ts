import {createHash, randomBytes} from 'node:crypto';
import {Readable} from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {Upload} from '@aws-sdk/lib-storage';
import {expect, test} from 'vitest';
import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import {createS3} from '../../../src/lib/sandbox/s3/s3-service.js';
import {hostService} from '../service-host.js';

const Bucket = 'my-releases';

async function aClient(region = 'eu-west-1') {
  const s3 = createS3(new SandboxClock({speed: 1, originMs: 0}));
  const host = await hostService(s3);
  const clientIn = (where: string) =>
    new S3Client({
      endpoint: host.endpoint,
      region: where,
      forcePathStyle: true,
      credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
      maxAttempts: 1,
    });
  const client = clientIn(region);
  await client.send(new CreateBucketCommand({Bucket}));
  const dispose = async () => {
    client.destroy();
    await host[Symbol.asyncDispose]();
  };
  return {s3, host, client, clientIn, [Symbol.asyncDispose]: dispose};
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('base64');

test('an object is put with its checksum, told by HEAD, read back and deleted', async () => {
  await using at = await aClient();
  const Body = randomBytes(3 * 2 ** 20);
  const ChecksumSHA256 = sha256(Body);
  const put = await at.client.send(
    new PutObjectCommand({Bucket, Key: 'lambda/ü b.zip', Body, ChecksumSHA256, Metadata: {sha: 'abc'}}),
  );
  expect(put).toMatchObject({
    ChecksumSHA256,
    ChecksumType: 'FULL_OBJECT',
    ETag: `"${createHash('md5').update(Body).digest('hex')}"`,
  });
  const head = await at.client.send(new HeadObjectCommand({Bucket, Key: 'lambda/ü b.zip', ChecksumMode: 'ENABLED'}));
  expect(head).toMatchObject({ContentLength: Body.length, ChecksumSHA256, Metadata: {sha: 'abc'}});
  const get = await at.client.send(new GetObjectCommand({Bucket, Key: 'lambda/ü b.zip'}));
  expect(sha256(Buffer.from((await get.Body?.transformToByteArray()) ?? []))).toBe(ChecksumSHA256);
  await at.client.send(new DeleteObjectCommand({Bucket, Key: 'lambda/ü b.zip'}));
  await expect(at.client.send(new HeadObjectCommand({Bucket, Key: 'lambda/ü b.zip'}))).rejects.toMatchObject({
    name: 'NotFound',
    $metadata: {httpStatusCode: 404},
  });
  await expect(at.client.send(new GetObjectCommand({Bucket, Key: 'lambda/ü b.zip'}))).rejects.toHaveProperty(
    'name',
    'NoSuchKey',
  );
});

test('a stream is sent aws-chunked with a trailing checksum, and arrives whole', async () => {
  await using at = await aClient();
  const content = randomBytes(300_000);
  const Body = Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]);
  const put = await at.client.send(new PutObjectCommand({Bucket, Key: 'stream', Body, ContentLength: content.length}));
  expect(put.ChecksumCRC32).toBeDefined();
  expect(await at.s3.readObject(Bucket, 'stream')).toEqual({kind: 'found', body: content});
});

test('a checksum that does not match is a BadDigest and nothing is stored', async () => {
  await using at = await aClient();
  const put = at.client.send(
    new PutObjectCommand({Bucket, Key: 'a', Body: 'text', ChecksumSHA256: sha256(Buffer.from('other'))}),
  );
  await expect(put).rejects.toHaveProperty('name', 'BadDigest');
  expect(await at.s3.readObject(Bucket, 'a')).toEqual({kind: 'no-such-key'});
});

test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
  '%s of the SDK is the one we verify',
  async (ChecksumAlgorithm) => {
    await using at = await aClient();
    const put = await at.client.send(
      new PutObjectCommand({Bucket, Key: 'a', Body: 'The quick brown fox', ChecksumAlgorithm}),
    );
    expect(put[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
  },
);

test('If-None-Match: * writes once', async () => {
  await using at = await aClient();
  const put = () => at.client.send(new PutObjectCommand({Bucket, Key: 'a', Body: 'x', IfNoneMatch: '*'}));
  await put();
  await expect(put()).rejects.toMatchObject({name: 'PreconditionFailed', $metadata: {httpStatusCode: 412}});
});

test('another owner than the expected one is 403', async () => {
  await using at = await aClient();
  await at.client.send(new HeadBucketCommand({Bucket, ExpectedBucketOwner: '111122223333'}));
  const head = at.client.send(new HeadBucketCommand({Bucket, ExpectedBucketOwner: '999999999999'}));
  await expect(head).rejects.toHaveProperty('$metadata.httpStatusCode', 403);
});

test('a bucket has a region: HEAD tells it anywhere, the rest redirects', async () => {
  await using at = await aClient();
  const elsewhere = at.clientIn('us-east-2');
  expect(await elsewhere.send(new HeadBucketCommand({Bucket}))).toHaveProperty('BucketRegion', 'eu-west-1');
  expect(await elsewhere.send(new GetBucketLocationCommand({Bucket}))).toHaveProperty(
    'LocationConstraint',
    'eu-west-1',
  );
  const put = elsewhere.send(new PutObjectCommand({Bucket, Key: 'a', Body: 'x'}));
  await expect(put).rejects.toMatchObject({name: 'PermanentRedirect', $metadata: {httpStatusCode: 301}});
  elsewhere.destroy();
});

test('multipart: parts become one object with a composite checksum', async () => {
  await using at = await aClient();
  const Body = randomBytes(11 * 2 ** 20);
  const done = await new Upload({
    client: at.client,
    params: {Bucket, Key: 'big', Body, ChecksumAlgorithm: 'SHA256'},
  }).done();
  expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
  const head = await at.client.send(new HeadObjectCommand({Bucket, Key: 'big', ChecksumMode: 'ENABLED'}));
  expect(head).toMatchObject({
    ContentLength: Body.length,
    ChecksumType: 'COMPOSITE',
    ChecksumSHA256: expect.stringMatching(/-3$/),
  });
  const read = await at.s3.readObject(Bucket, 'big');
  expect(read.kind === 'found' && sha256(read.body)).toBe(sha256(Body));
});

test('a range is answered in part, one outside is refused', async () => {
  await using at = await aClient();
  await at.client.send(new PutObjectCommand({Bucket, Key: 'a', Body: '0123456789'}));
  const range = async (Range: string) => {
    const {Body, ContentRange} = await at.client.send(new GetObjectCommand({Bucket, Key: 'a', Range}));
    return [await Body?.transformToString(), ContentRange];
  };
  expect(await range('bytes=2-4')).toEqual(['234', 'bytes 2-4/10']);
  expect(await range('bytes=-3')).toEqual(['789', 'bytes 7-9/10']);
  await expect(range('bytes=10-')).rejects.toHaveProperty('name', 'InvalidRange');
});

test('versions are kept once versioning is on, and a delete hides but does not destroy', async () => {
  await using at = await aClient();
  const put = (Body: string) => at.client.send(new PutObjectCommand({Bucket, Key: 'a', Body}));
  expect((await put('unversioned')).VersionId).toBeUndefined();
  await at.client.send(new PutBucketVersioningCommand({Bucket, VersioningConfiguration: {Status: 'Enabled'}}));
  const {VersionId} = await put('first');
  await put('second');
  expect(await at.client.send(new DeleteObjectCommand({Bucket, Key: 'a'}))).toHaveProperty('DeleteMarker', true);
  expect(await at.s3.readObject(Bucket, 'a')).toEqual({kind: 'no-such-key'});
  expect(await at.s3.readObject(Bucket, 'a', VersionId)).toEqual({kind: 'found', body: Buffer.from('first')});
  expect(await at.s3.readObject(Bucket, 'a', 'null')).toEqual({kind: 'found', body: Buffer.from('unversioned')});
});

test('listing pages, groups by delimiter and starts after a key', async () => {
  await using at = await aClient();
  for (const Key of ['a/1', 'a/2', 'b', 'c/1', 'c d'])
    await at.client.send(new PutObjectCommand({Bucket, Key, Body: 'x'}));
  const first = await at.client.send(new ListObjectsV2Command({Bucket, Delimiter: '/', MaxKeys: 2}));
  expect(first).toMatchObject({
    IsTruncated: true,
    KeyCount: 2,
    CommonPrefixes: [{Prefix: 'a/'}],
    Contents: [{Key: 'b'}],
  });
  const rest = await at.client.send(
    new ListObjectsV2Command({Bucket, Delimiter: '/', ContinuationToken: first.NextContinuationToken}),
  );
  expect(rest).toMatchObject({IsTruncated: false, CommonPrefixes: [{Prefix: 'c/'}], Contents: [{Key: 'c d'}]});
  const after = await at.client.send(new ListObjectsV2Command({Bucket, StartAfter: 'b'}));
  expect(after.Contents?.map((each) => each.Key)).toEqual(['c d', 'c/1']);
});

test('buckets: names are checked, made twice is refused, all are listed', async () => {
  await using at = await aClient();
  await expect(at.client.send(new CreateBucketCommand({Bucket}))).rejects.toHaveProperty(
    'name',
    'BucketAlreadyOwnedByYou',
  );
  const elsewhere = at.clientIn('us-east-1');
  const unknown = elsewhere.send(new PutObjectCommand({Bucket: 'nobody-has-this', Key: 'a', Body: 'x'}));
  await expect(unknown).rejects.toHaveProperty('name', 'NoSuchBucket');
  elsewhere.destroy();
  expect((await at.client.send(new ListBucketsCommand({}))).Buckets).toMatchObject([
    {Name: Bucket, BucketRegion: 'eu-west-1'},
  ]);
});

test('a bucket in the host name is understood, and what is not there says so', async () => {
  await using at = await aClient('us-east-1');
  const request = {
    method: 'PUT',
    path: '/key',
    query: new URLSearchParams(),
    headers: {host: `${Bucket}.localhost:4566`},
    body: Buffer.from('x'),
    region: 'us-east-1',
    accountId: '111122223333',
    accessKeyId: undefined,
    signedService: 's3',
    requestId: 'r',
  };
  expect(await at.s3.handle(request)).toHaveProperty('status', 200);
  expect(await at.s3.readObject(Bucket, 'key')).toHaveProperty('kind', 'found');
  const acl = {...request, query: new URLSearchParams('acl')};
  expect(await at.s3.handle(acl)).toMatchObject({status: 501, body: expect.stringContaining('NotImplemented')});
});

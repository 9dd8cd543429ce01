import {
  CreateBucketCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  ListObjectsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {expect, onTestFinished, test} from 'vitest';
import {startSandbox} from '../../../src/lib/sandbox/start.js';

const Bucket = 'my-releases';
const ETag = '"9dd4e461268c8034f5c8564e155c67a6"';

async function aBucket(...keys: readonly string[]): Promise<S3Client> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const client = new S3Client({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    forcePathStyle: true,
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  await client.send(new CreateBucketCommand({Bucket}));
  for (const Key of keys) {
    const put = await client.send(new PutObjectCommand({Bucket, Key, Body: 'x'}));
    expect(put).toMatchObject({ETag, ServerSideEncryption: 'AES256'});
  }
  return client;
}

const YEAR_AGO = new Date(Date.now() - 365 * 86_400_000);
const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000);

test.each<[Partial<GetObjectCommandInput>, number]>([
  [{IfMatch: ETag}, 200],
  [{IfMatch: '"other"'}, 412],
  [{IfMatch: ETag, IfUnmodifiedSince: YEAR_AGO}, 200],
  [{IfUnmodifiedSince: YEAR_AGO}, 412],
  [{IfUnmodifiedSince: IN_A_YEAR}, 200],
  [{IfNoneMatch: ETag}, 304],
  [{IfNoneMatch: `"other", ${ETag}`}, 304],
  [{IfNoneMatch: '"other"', IfModifiedSince: IN_A_YEAR}, 200],
  [{IfModifiedSince: IN_A_YEAR}, 304],
  [{IfModifiedSince: YEAR_AGO}, 200],
])('a read with %o answers %d', async (condition, status) => {
  const client = await aBucket('a');
  const answer = await client.send(new GetObjectCommand({Bucket, Key: 'a', ...condition})).catch((error) => error);
  expect(answer.$metadata.httpStatusCode).toBe(status);
  if (status === 200) expect(answer.ServerSideEncryption).toBe('AES256');
});

test('the first edition of listing goes on from a marker', async () => {
  const client = await aBucket('a/1', 'a/2', 'b', 'c');
  const list = (more: object) => client.send(new ListObjectsCommand({Bucket, ...more}));
  const first = await list({Delimiter: '/', MaxKeys: 2});
  expect(first).toMatchObject({IsTruncated: true, NextMarker: 'b', CommonPrefixes: [{Prefix: 'a/'}]});
  expect((await list({Delimiter: '/', Marker: 'b'})).Contents).toMatchObject([{Key: 'c'}]);
  const plain = await list({MaxKeys: 1});
  expect(plain).toMatchObject({IsTruncated: true, Contents: [{Key: 'a/1'}]});
  expect(plain.NextMarker).toBeUndefined();
});

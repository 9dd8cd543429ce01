import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {s3WithBucket} from './s3-client.js';

const Bucket = 'my-releases';

async function aClient({versioned = false} = {}) {
  const {client, host} = await s3WithBucket(Bucket);
  if (versioned) {
    await client.send(new PutBucketVersioningCommand({Bucket, VersioningConfiguration: {Status: 'Enabled'}}));
  }
  const put = async (Key: string, Body: string, more: object = {}) =>
    (await client.send(new PutObjectCommand({Bucket, Key, Body, ...more}))).VersionId ?? '';
  const read = async (Key: string, VersionId?: string) =>
    (await client.send(new GetObjectCommand({Bucket, Key, VersionId}))).Body?.transformToString();
  return {client, host, put, read, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

test('versions are kept, read, listed newest first, hidden by a delete marker, and deleted for good', async () => {
  await using at = await aClient({versioned: true});
  const one = await at.put('a&b', 'one');
  const two = await at.put('a&b', 'two');
  await at.put('c', 'other');
  expect([await at.read('a&b'), await at.read('a&b', one)]).toEqual(['two', 'one']);
  const marker = await at.client.send(new DeleteObjectCommand({Bucket, Key: 'a&b'}));
  expect(marker.DeleteMarker).toBe(true);
  await expect(at.read('a&b')).rejects.toHaveProperty('name', 'NoSuchKey');
  await expect(at.read('a&b', marker.VersionId)).rejects.toMatchObject({
    name: 'MethodNotAllowed',
    $metadata: {httpStatusCode: 405},
  });
  await expect(at.read('a&b', 'nobody')).rejects.toHaveProperty('name', 'NoSuchVersion');
  const listed = await at.client.send(new ListObjectVersionsCommand({Bucket, Prefix: 'a'}));
  expect(listed.Versions?.map(({Key, VersionId, IsLatest}) => [Key, VersionId, IsLatest])).toEqual([
    ['a&b', two, false],
    ['a&b', one, false],
  ]);
  expect(listed.DeleteMarkers).toMatchObject([{Key: 'a&b', VersionId: marker.VersionId, IsLatest: true}]);
  const undone = await at.client.send(new DeleteObjectCommand({Bucket, Key: 'a&b', VersionId: marker.VersionId}));
  expect(undone.DeleteMarker).toBe(true);
  expect(await at.read('a&b')).toBe('two');
  const {Deleted} = await at.client.send(
    new DeleteObjectsCommand({Bucket, Delete: {Objects: [{Key: 'a&b', VersionId: two}, {Key: 'c'}]}}),
  );
  expect(Deleted).toMatchObject([
    {Key: 'a&b', VersionId: two},
    {Key: 'c', DeleteMarker: true},
  ]);
  expect(await at.read('a&b')).toBe('one');
});

test('a list of versions is paged through', async () => {
  await using at = await aClient({versioned: true});
  for (const body of ['1', '2', '3']) await at.put('k', body);
  await at.put('dir/x', 'x');
  const seen: string[] = [];
  let markers: {KeyMarker?: string | undefined; VersionIdMarker?: string | undefined} = {};
  for (let isTruncated: boolean | undefined = true; isTruncated; ) {
    const page: import('@aws-sdk/client-s3').ListObjectVersionsCommandOutput = await at.client.send(
      new ListObjectVersionsCommand({Bucket, MaxKeys: 2, Delimiter: '/', ...markers}),
    );
    seen.push(
      ...(page.CommonPrefixes ?? []).map(({Prefix}) => Prefix ?? ''),
      ...(page.Versions ?? []).map(({Key}) => Key ?? ''),
    );
    markers = {KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker};
    isTruncated = page.IsTruncated;
  }
  expect(seen).toEqual(['dir/', 'k', 'k', 'k']);
});

test('objects have tags, at their writing and later', async () => {
  await using at = await aClient();
  await at.put('k', 'x', {Tagging: 'team=shop&note=a%20b'});
  const tags = async () => (await at.client.send(new GetObjectTaggingCommand({Bucket, Key: 'k'}))).TagSet;
  expect(await tags()).toEqual([
    {Key: 'team', Value: 'shop'},
    {Key: 'note', Value: 'a b'},
  ]);
  expect((await at.client.send(new GetObjectCommand({Bucket, Key: 'k'}))).TagCount).toBe(2);
  const put = (count: number) =>
    at.client.send(
      new PutObjectTaggingCommand({
        Bucket,
        Key: 'k',
        Tagging: {TagSet: Array.from({length: count}, (_, index) => ({Key: `k${index}`, Value: '<&>'}))},
      }),
    );
  await put(1);
  expect(await tags()).toEqual([{Key: 'k0', Value: '<&>'}]);
  await expect(put(11)).rejects.toMatchObject({name: 'BadRequest', message: 'Object tags cannot be greater than 10'});
});

test('objects are copied, and parts of an upload are', async () => {
  await using at = await aClient();
  const whole = 'x'.repeat(5 * 2 ** 20);
  await at.put('big', `${whole}tail`, {Metadata: {sha: 'abc'}});
  await at.client.send(new CopyObjectCommand({Bucket, Key: 'copy', CopySource: `${Bucket}/big`}));
  expect((await at.client.send(new GetObjectCommand({Bucket, Key: 'copy'}))).Metadata).toEqual({sha: 'abc'});
  const upload = {Bucket, Key: 'joined'};
  const {UploadId} = await at.client.send(new CreateMultipartUploadCommand(upload));
  const part = async (PartNumber: number, CopySourceRange: string) => {
    const copy = {...upload, UploadId, PartNumber, CopySource: `${Bucket}/big`, CopySourceRange};
    const {CopyPartResult} = await at.client.send(new UploadPartCopyCommand(copy));
    return {PartNumber, ETag: CopyPartResult?.ETag};
  };
  const Parts = [
    await part(1, `bytes=0-${whole.length - 1}`),
    await part(2, `bytes=${whole.length}-${whole.length + 3}`),
  ];
  await expect(part(3, `bytes=0-${whole.length + 4}`)).rejects.toHaveProperty('name', 'InvalidArgument');
  await at.client.send(new CompleteMultipartUploadCommand({...upload, UploadId, MultipartUpload: {Parts}}));
  expect(await at.read('joined')).toBe(`${whole}tail`);
  const missing = at.client.send(new CopyObjectCommand({Bucket, Key: 'no', CopySource: `${Bucket}/nobody`}));
  await expect(missing).rejects.toHaveProperty('name', 'NoSuchKey');
});

import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {s3WithBucket} from './s3-client.js';

const Bucket = 'my-releases';

async function aClient() {
  const {client, host} = await s3WithBucket(Bucket);
  const begin = async (Key: string) => (await client.send(new CreateMultipartUploadCommand({Bucket, Key}))).UploadId;
  return {client, begin, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

test('the parts of an upload are listed by number, page by page', async () => {
  await using at = await aClient();
  const Key = 'fn.zip';
  const UploadId = await at.begin(Key);
  for (const PartNumber of [3, 1, 2]) {
    await at.client.send(new UploadPartCommand({Bucket, Key, UploadId, PartNumber, Body: 'x'.repeat(PartNumber)}));
  }
  const first = await at.client.send(new ListPartsCommand({Bucket, Key, UploadId, MaxParts: 2}));
  expect(first).toMatchObject({UploadId, IsTruncated: true, NextPartNumberMarker: '2', MaxParts: 2});
  expect(first.Parts).toMatchObject([
    {PartNumber: 1, Size: 1, ETag: '"9dd4e461268c8034f5c8564e155c67a6"'},
    {PartNumber: 2, Size: 2},
  ]);
  const {NextPartNumberMarker: PartNumberMarker} = first;
  const rest = await at.client.send(new ListPartsCommand({Bucket, Key, UploadId, PartNumberMarker}));
  expect(rest).toMatchObject({IsTruncated: false, Parts: [{PartNumber: 3}]});
  await expect(at.client.send(new ListPartsCommand({Bucket, Key, UploadId: 'nobody'}))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
});

test('uploads that nobody ended are listed by key, with prefix, delimiter and markers', async () => {
  await using at = await aClient();
  const ids = [await at.begin('a/1'), await at.begin('a/2'), await at.begin('b')];
  const list = (more: object = {}) => at.client.send(new ListMultipartUploadsCommand({Bucket, ...more}));
  expect((await list()).Uploads?.map(({UploadId}) => UploadId)).toEqual(ids);
  const folded = await list({Delimiter: '/'});
  expect(folded.CommonPrefixes).toEqual([{Prefix: 'a/'}]);
  expect(folded.Uploads?.map(({Key}) => Key)).toEqual(['b']);
  const first = await list({MaxUploads: 2});
  expect(first).toMatchObject({IsTruncated: true, NextKeyMarker: 'a/2', NextUploadIdMarker: ids[1]});
  const rest = await list({KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker});
  expect(rest).toMatchObject({IsTruncated: false, Uploads: [{Key: 'b'}]});
  await at.client.send(new AbortMultipartUploadCommand({Bucket, Key: 'b', UploadId: ids[2]}));
  expect((await list({Prefix: 'b'})).Uploads).toBeUndefined();
});

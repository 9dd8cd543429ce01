import {
  CopyObjectCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {s3WithBucket} from './s3-client.js';

const object = {Bucket: 'my-releases', Key: 'fn.zip'};

async function aClient() {
  const {client, host} = await s3WithBucket(object.Bucket);
  await client.send(new PutObjectCommand({...object, Body: 'hello'}));
  return {client, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

test('an object tells the attributes it is asked for', async () => {
  await using at = await aClient();
  const ObjectAttributes = ['ETag', 'ObjectSize', 'Checksum'] as const;
  const told = await at.client.send(
    new GetObjectAttributesCommand({...object, ObjectAttributes: [...ObjectAttributes]}),
  );
  expect(told).toMatchObject({
    ETag: '5d41402abc4b2a76b9719d911017c592',
    ObjectSize: 5,
    Checksum: {ChecksumCRC32: 'NhCmhg=='},
  });
  expect(told.StorageClass).toBeUndefined();
});

test('everything is the owner’s', async () => {
  await using at = await aClient();
  const grants = [{Permission: 'FULL_CONTROL', Grantee: {Type: 'CanonicalUser'}}];
  expect((await at.client.send(new GetBucketAclCommand({Bucket: object.Bucket}))).Grants).toMatchObject(grants);
  expect((await at.client.send(new GetObjectAclCommand(object))).Grants).toMatchObject(grants);
  await expect(at.client.send(new GetBucketCorsCommand({Bucket: object.Bucket}))).rejects.toMatchObject({
    name: 'NoSuchCORSConfiguration',
  });
});

test('a copy to itself has to change something', async () => {
  await using at = await aClient();
  const copy = {...object, CopySource: `${object.Bucket}/${object.Key}`};
  await expect(at.client.send(new CopyObjectCommand(copy))).rejects.toMatchObject({name: 'InvalidRequest'});
  const changed = new CopyObjectCommand({...copy, MetadataDirective: 'REPLACE', Metadata: {commit: 'abc'}});
  expect((await at.client.send(changed)).CopyObjectResult?.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
});

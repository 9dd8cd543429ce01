import {
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {s3WithBucket} from './s3-client.js';

const Bucket = 'my-releases';

async function aClient() {
  const {client, host} = await s3WithBucket(Bucket);
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({Bucket, Key, Body}));
  return {client, host, put, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

test('configurations of a new bucket are those of S3, and what is put is read back', async () => {
  await using at = await aClient();
  const ownership = await at.client.send(new GetBucketOwnershipControlsCommand({Bucket}));
  expect(ownership.OwnershipControls?.Rules).toEqual([{ObjectOwnership: 'BucketOwnerEnforced'}]);
  const closed = {BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true};
  const block = await at.client.send(new GetPublicAccessBlockCommand({Bucket}));
  expect(block.PublicAccessBlockConfiguration).toEqual(closed);
  const algorithm = async () =>
    (await at.client.send(new GetBucketEncryptionCommand({Bucket}))).ServerSideEncryptionConfiguration?.Rules?.[0]
      ?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  expect(await algorithm()).toBe('AES256');
  await expect(at.client.send(new GetBucketPolicyCommand({Bucket}))).rejects.toHaveProperty(
    'name',
    'NoSuchBucketPolicy',
  );
  await expect(at.client.send(new GetBucketLifecycleConfigurationCommand({Bucket}))).rejects.toHaveProperty(
    'name',
    'NoSuchLifecycleConfiguration',
  );
  await expect(at.client.send(new GetBucketTaggingCommand({Bucket}))).rejects.toHaveProperty('name', 'NoSuchTagSet');

  await at.client.send(
    new PutBucketOwnershipControlsCommand({Bucket, OwnershipControls: {Rules: [{ObjectOwnership: 'ObjectWriter'}]}}),
  );
  await at.client.send(new PutPublicAccessBlockCommand({Bucket, PublicAccessBlockConfiguration: closed}));
  await at.client.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}}]},
    }),
  );
  const Policy = JSON.stringify({Version: '2012-10-17', Statement: []});
  await at.client.send(new PutBucketPolicyCommand({Bucket, Policy}));
  const Rules = [{ID: 'old', Status: 'Enabled' as const, Filter: {Prefix: 'lambda/'}, Expiration: {Days: 90}}];
  await at.client.send(new PutBucketLifecycleConfigurationCommand({Bucket, LifecycleConfiguration: {Rules}}));
  await at.client.send(new PutBucketTaggingCommand({Bucket, Tagging: {TagSet: [{Key: 'a', Value: 'b'}]}}));
  expect((await at.client.send(new GetBucketOwnershipControlsCommand({Bucket}))).OwnershipControls?.Rules).toEqual([
    {ObjectOwnership: 'ObjectWriter'},
  ]);
  expect(await algorithm()).toBe('aws:kms');
  expect((await at.client.send(new GetBucketPolicyCommand({Bucket}))).Policy).toBe(Policy);
  expect((await at.client.send(new GetBucketLifecycleConfigurationCommand({Bucket}))).Rules).toEqual(Rules);
  expect((await at.client.send(new GetBucketTaggingCommand({Bucket}))).TagSet).toEqual([{Key: 'a', Value: 'b'}]);

  await at.client.send(new DeleteBucketEncryptionCommand({Bucket}));
  expect(await algorithm()).toBe('AES256');
  await at.client.send(new DeletePublicAccessBlockCommand({Bucket}));
  await expect(at.client.send(new GetPublicAccessBlockCommand({Bucket}))).rejects.toHaveProperty(
    'name',
    'NoSuchPublicAccessBlockConfiguration',
  );
  await at.client.send(new DeleteBucketLifecycleCommand({Bucket}));
  await expect(at.client.send(new GetBucketLifecycleConfigurationCommand({Bucket}))).rejects.toHaveProperty(
    'name',
    'NoSuchLifecycleConfiguration',
  );
  await expect(at.client.send(new PutBucketPolicyCommand({Bucket, Policy: 'public!'}))).rejects.toHaveProperty(
    'name',
    'MalformedPolicy',
  );
  await expect(
    at.client.send(new HeadBucketCommand({Bucket, ExpectedBucketOwner: '999999999999'})),
  ).rejects.toMatchObject({$metadata: {httpStatusCode: 403}});
});

test('a URL presigned by Signature Version 2 is refused by name', async () => {
  await using at = await aClient();
  await at.put('k', 'x');
  const response = await fetch(`${at.host.endpoint}/${Bucket}/k?AWSAccessKeyId=x&Expires=1&Signature=y`);
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('Please use AWS4-HMAC-SHA256.'),
  ]);
});

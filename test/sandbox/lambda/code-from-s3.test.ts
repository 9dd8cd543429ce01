import {createHash} from 'node:crypto';
import {GetFunctionCommand, UpdateFunctionCodeCommand} from '@aws-sdk/client-lambda';
import {CreateBucketCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {codeOf, type Lab, openLab} from './lab.js';

function s3Of({sandbox}: Lab): S3Client {
  return new S3Client({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
    forcePathStyle: true,
  });
}

test('code comes from the sandbox’s own S3, and its hash is that of the object', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const zip = await codeOf('from S3');
  const s3 = s3Of(lab);
  await s3.send(new CreateBucketCommand({Bucket: 'releases'}));
  await s3.send(new PutObjectCommand({Bucket: 'releases', Key: 'a/b.zip', Body: zip}));
  const source = {S3Bucket: 'releases', S3Key: 'a/b.zip'};
  await lab.client.send(new UpdateFunctionCodeCommand({FunctionName, ...source}));
  const {Configuration, Code} = await lab.client.send(new GetFunctionCommand({FunctionName}));
  expect(Configuration?.CodeSha256).toBe(createHash('sha256').update(zip).digest('base64'));
  const downloaded = await fetch(Code?.Location ?? '');
  expect(Buffer.from(await downloaded.arrayBuffer())).toEqual(zip);
});

test('a missing bucket or key is a 400 of Lambda, not a 404', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const update = (S3Bucket: string) =>
    lab.client.send(new UpdateFunctionCodeCommand({FunctionName, S3Bucket, S3Key: 'nothing.zip'}));
  await expect(update('no-such-bucket-here')).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message:
      'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist',
    $metadata: {httpStatusCode: 400},
  });
  await s3Of(lab).send(new CreateBucketCommand({Bucket: 'releases'}));
  await expect(update('releases')).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining('S3 Error Code: NoSuchKey.'),
  });
});

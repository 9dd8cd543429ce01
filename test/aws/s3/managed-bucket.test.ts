import {expect, onTestFinished, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {S3ManagedBucket} from '../../../src/lib/aws/s3/managed-bucket.js';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubAws, stubEnvironment} from '../stub-aws.js';

const identity = {
  whoAmI: async () => ({accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/ada', region: 'eu-west-1'}),
};

async function aSandbox() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const environment = {AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region};
  stubEnvironment(environment);
  const {managed} = createWiring({}, environment).artifacts;
  const {client, sdk} = await new AwsClients().s3();
  return {sandbox, managed, client, sdk};
}

test('the bucket is made once, private, encrypted, for TLS alone, and cleans up by itself', async () => {
  const {sandbox, managed, client, sdk} = await aSandbox();
  const {bucket, exists} = await managed.find();
  expect(bucket).toBe(`lambda-release-000000000000-${sandbox.region}`);
  expect(exists).toBe(false);
  await managed.create();
  await managed.create();
  expect(await managed.find()).toEqual({bucket, exists: true});
  expect(sandbox.calls().filter(({operation}) => operation === 'CreateBucket')).toHaveLength(1);

  const place = {Bucket: bucket};
  const {OwnershipControls} = await client.send(new sdk.GetBucketOwnershipControlsCommand(place));
  expect(OwnershipControls?.Rules).toEqual([{ObjectOwnership: 'BucketOwnerEnforced'}]);
  const {PublicAccessBlockConfiguration} = await client.send(new sdk.GetPublicAccessBlockCommand(place));
  expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
  const encryption = await client.send(new sdk.GetBucketEncryptionCommand(place));
  expect(JSON.stringify(encryption.ServerSideEncryptionConfiguration)).toContain('AES256');
  const {Policy} = await client.send(new sdk.GetBucketPolicyCommand(place));
  expect(JSON.parse(Policy ?? '')).toMatchObject({
    Statement: [{Effect: 'Deny', Condition: {Bool: {'aws:SecureTransport': 'false'}}}],
  });
  const {Rules} = await client.send(new sdk.GetBucketLifecycleConfigurationCommand(place));
  expect(Rules).toEqual([
    expect.objectContaining({
      Status: 'Enabled',
      Expiration: {Days: 90},
      AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1},
    }),
  ]);
});

test('every request says whose the bucket must be', async () => {
  const {clients, requests} = await stubAws(({method}) => (method === 'HEAD' ? {status: 404} : {status: 200}));
  await new S3ManagedBucket(clients, identity).create();
  expect(requests.map(({method}) => method)).toEqual(['HEAD', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT']);
  const named = requests.map(({headers}) => headers['x-amz-expected-bucket-owner']);
  // CreateBucket has no such header: the bucket is of whoever makes it.
  expect(named.toSpliced(1, 1)).toEqual(Array.from({length: 6}, () => '123456789012'));
});

test('a bucket of that name in other hands is refused, and nothing is written to it', async () => {
  const {clients, requests} = await stubAws(() => ({status: 403}));
  const managed = new S3ManagedBucket(clients, identity);
  await expect(managed.create()).rejects.toMatchObject({code: 'BUCKET_IN_OTHER_HANDS', exitCode: 4});
  expect(requests.every(({method}) => method === 'HEAD')).toBe(true);
});

test('somebody taking the name between the look and the making is refused as well', async () => {
  let made = false;
  const {clients} = await stubAws(({method}) => {
    if (method === 'HEAD') return {status: made ? 403 : 404};
    made = true;
    return {status: 409, body: '<Error><Code>BucketAlreadyExists</Code><Message>not available</Message></Error>'};
  });
  await expect(new S3ManagedBucket(clients, identity).create()).rejects.toMatchObject({code: 'BUCKET_IN_OTHER_HANDS'});
});

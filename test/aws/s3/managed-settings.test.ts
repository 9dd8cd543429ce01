import {DeleteBucketPolicyCommand, PutBucketPolicyCommand, type S3Client} from '@aws-sdk/client-s3';
import {expect, onTestFinished, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {S3ManagedBucket} from '../../../src/lib/aws/s3/managed-bucket.js';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubAws, stubEnvironment} from '../stub-aws.js';

async function aBucket() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const environment = {AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region};
  stubEnvironment(environment);
  const {managed} = createWiring({}, environment).artifacts;
  await managed.create();
  const {bucket} = await managed.find();
  const {client, sdk} = await new AwsClients().s3();
  return {managed, bucket, client, sdk};
}

type Sdk = Awaited<ReturnType<AwsClients['s3']>>['sdk'];
type Change = (client: S3Client, sdk: Sdk, Bucket: string) => Promise<unknown>;

test('a bucket that was made by it lacks nothing', async () => {
  const {managed, bucket} = await aBucket();
  expect(await managed.examine()).toEqual({bucket, lacks: [], unread: []});
});

test.each<[string, Change, string, string]>([
  [
    'whose objects may be of other accounts',
    (client, sdk, Bucket) =>
      client.send(
        new sdk.PutBucketOwnershipControlsCommand({
          Bucket,
          OwnershipControls: {Rules: [{ObjectOwnership: 'ObjectWriter'}]},
        }),
      ),
    'its objects may belong to other accounts',
    "put-bucket-ownership-controls --bucket BUCKET --expected-bucket-owner 000000000000 --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
  ],
  [
    'that blocks a part of public access',
    (client, sdk, Bucket) =>
      client.send(
        new sdk.PutPublicAccessBlockCommand({Bucket, PublicAccessBlockConfiguration: {BlockPublicAcls: true}}),
      ),
    'public access is not blocked',
    'put-public-access-block',
  ],
  [
    'that may be public in every way',
    (client, sdk, Bucket) => client.send(new sdk.DeletePublicAccessBlockCommand({Bucket})),
    'public access is not blocked',
    'RestrictPublicBuckets=true',
  ],
  [
    'without a policy',
    (client, _, Bucket) => client.send(new DeleteBucketPolicyCommand({Bucket})),
    'it can be reached without TLS',
    'put-bucket-policy',
  ],
  [
    'that keeps everything',
    (client, sdk, Bucket) => client.send(new sdk.DeleteBucketLifecycleCommand({Bucket})),
    'old objects stay for good and parts of unfinished uploads stay for good',
    'put-bucket-lifecycle-configuration',
  ],
  [
    'that keeps the parts of unfinished uploads',
    (client, sdk, Bucket) =>
      client.send(
        new sdk.PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [{ID: 'theirs', Status: 'Enabled', Filter: {Prefix: ''}, Expiration: {Days: 30}}],
          },
        }),
      ),
    'parts of unfinished uploads stay for good',
    '"ID":"theirs"',
  ],
])('a bucket %s is told, with the command that mends it', async (_, change, what, command) => {
  const {managed, bucket, client, sdk} = await aBucket();
  await change(client, sdk, bucket);
  const {lacks} = await managed.examine();
  expect(lacks.map((lack) => lack.what)).toEqual([what]);
  expect(lacks[0]?.command).toMatch(/^aws s3api put-/);
  expect(lacks[0]?.command).toContain(command.replace('BUCKET', bucket));
});

test('the command for the policy keeps what else the policy says, and does what it is printed for', async () => {
  const {managed, bucket, client} = await aBucket();
  const theirs = {Sid: 'Readers', Effect: 'Allow', Principal: {AWS: '111122223333'}, Action: 's3:GetObject'};
  const resource = {Resource: `arn:aws:s3:::${bucket}/*`};
  const Policy = JSON.stringify({Version: '2012-10-17', Statement: {...theirs, ...resource}});
  await client.send(new PutBucketPolicyCommand({Bucket: bucket, Policy}));
  const {lacks} = await managed.examine();
  const [, printed = ''] = /--policy '(.*)'$/.exec(lacks[0]?.command ?? '') ?? [];
  expect(JSON.parse(printed).Statement[0]).toEqual({...theirs, ...resource});
  await client.send(new PutBucketPolicyCommand({Bucket: bucket, Policy: printed}));
  expect((await managed.examine()).lacks).toEqual([]);
});

const MISSING = {
  ownershipControls: 'OwnershipControlsNotFoundError',
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  encryption: 'ServerSideEncryptionConfigurationNotFoundError',
};

test('what the caller may not see is named, what is not set at all is lacking, and nothing is written', async () => {
  const {clients, requests} = await stubAws(({query}) => {
    const [, code] = Object.entries(MISSING).find(([name]) => query.has(name)) ?? [];
    const status = code === undefined ? 403 : 404;
    return {status, body: `<Error><Code>${code ?? 'AccessDenied'}</Code><Message>no</Message></Error>`};
  });
  const identity = {
    whoAmI: async () => ({accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/ada', region: 'eu-west-1'}),
  };
  const {lacks, unread} = await new S3ManagedBucket(clients, identity).examine();
  expect(lacks).toHaveLength(3);
  expect(unread).toEqual(['s3:GetBucketPolicy', 's3:GetLifecycleConfiguration']);
  expect(requests.every(({method}) => method === 'GET')).toBe(true);
  expect(requests.map(({headers}) => headers['x-amz-expected-bucket-owner'])).toEqual(Array(5).fill('123456789012'));
});

import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import {CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3';
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {expect, test} from 'vitest';
import {accountOf, partitionOf} from '../../../src/lib/sandbox/place.js';
import {type Sandbox, startSandbox} from '../../../src/lib/sandbox/start.js';
import {zipOf} from '../zip-of.js';

const fast = {updateDelayMs: 0, requestsPerSecond: 0};

function configOf({endpoint}: Sandbox, region: string, accessKeyId = 'anybody') {
  return {endpoint, region, credentials: {accessKeyId, secretAccessKey: 'x'}, maxAttempts: 1, forcePathStyle: true};
}

async function create(lambda: LambdaClient, FunctionName: string, source = 'export const handler = async () => 1;') {
  const {FunctionArn} = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/runner',
      Code: {ZipFile: await zipOf({'index.mjs': source})},
    }),
  );
  return FunctionArn;
}

const namesIn = async (lambda: LambdaClient) =>
  (await lambda.send(new ListFunctionsCommand({}))).Functions?.map(({FunctionArn}) => FunctionArn);

test('each Region and each account is a world of its own, by what a request is signed with', async () => {
  await using sandbox = await startSandbox(fast);
  const ireland = new LambdaClient(configOf(sandbox, 'eu-west-1'));
  const beijing = new LambdaClient(configOf(sandbox, 'cn-north-1'));
  const other = new LambdaClient(configOf(sandbox, 'eu-west-1', '222222222222'));
  const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:fn';
  expect(await create(ireland, 'fn')).toBe(arn);
  expect(await create(other, 'fn')).toBe('arn:aws:lambda:eu-west-1:222222222222:function:fn');
  expect(await create(beijing, 'fn')).toBe('arn:aws-cn:lambda:cn-north-1:000000000000:function:fn');
  expect(await namesIn(ireland)).toEqual([arn]);
  expect(await namesIn(new LambdaClient(configOf(sandbox, 'us-east-1')))).toEqual([]);
  const layer = {LayerName: 'deps', Content: {ZipFile: await zipOf({'nodejs/a.js': ''})}};
  expect((await other.send(new PublishLayerVersionCommand(layer))).LayerVersionArn).toBe(
    'arn:aws:lambda:eu-west-1:222222222222:layer:deps:1',
  );
});

test('a handler asks AWS in its own Region and account', async () => {
  await using sandbox = await startSandbox(fast);
  const lambda = new LambdaClient(configOf(sandbox, 'eu-west-1', '222222222222'));
  await create(
    lambda,
    'fn',
    'export const handler = async () => [process.env.AWS_REGION, process.env.AWS_ACCESS_KEY_ID];',
  );
  sandbox.settle();
  const {Payload} = await lambda.send(new InvokeCommand({FunctionName: 'fn'}));
  expect(JSON.parse(Buffer.from(Payload ?? []).toString('utf8'))).toEqual(['eu-west-1', '222222222222']);
});

test('a bucket name is taken in the whole partition, its bucket is closed to other accounts', async () => {
  await using sandbox = await startSandbox(fast);
  const Bucket = 'releases';
  const CreateBucketConfiguration = {LocationConstraint: 'eu-west-1'} as const;
  const owner = new S3Client(configOf(sandbox, 'eu-west-1'));
  const other = new S3Client(configOf(sandbox, 'eu-west-1', '222222222222'));
  const beijing = new S3Client(configOf(sandbox, 'cn-north-1'));
  await owner.send(new CreateBucketCommand({Bucket, CreateBucketConfiguration}));
  await expect(other.send(new CreateBucketCommand({Bucket, CreateBucketConfiguration}))).rejects.toMatchObject({
    name: 'BucketAlreadyExists',
  });
  await expect(other.send(new PutObjectCommand({Bucket, Key: 'k', Body: 'x'}))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  expect((await other.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  await beijing.send(new CreateBucketCommand({Bucket, CreateBucketConfiguration: {LocationConstraint: 'cn-north-1'}}));
});

test('who am I, health and the Region asked for agree', async () => {
  await using sandbox = await startSandbox({...fast, region: 'eu-west-1', accountId: '123456789012'});
  const home = {region: 'eu-west-1', accountId: '123456789012'};
  expect(sandbox).toMatchObject(home);
  const sts = new STSClient(configOf(sandbox, 'eu-west-1'));
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({Account: '123456789012'});
  const health = await (await fetch(`${sandbox.endpoint}/_sandbox/health`)).json();
  expect(health).toEqual({status: 'ok', ...home, worlds: [home]});
});

test.each([{region: 'mars-1'}, {accountId: '12'}])('%o is refused at the start', async (options) => {
  await expect(startSandbox(options)).rejects.toMatchObject({exitCode: 2});
});

test('an access key id of twelve digits is an account, any other belongs to the default one', () => {
  expect(['222222222222', 'sandbox', undefined].map((key) => accountOf(key, '000000000000'))).toEqual([
    '222222222222',
    '000000000000',
    '000000000000',
  ]);
});

test.each([
  ['eu-west-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-isob'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

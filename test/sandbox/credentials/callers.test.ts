import {CloudWatchClient, PutMetricDataCommand} from '@aws-sdk/client-cloudwatch';
import {CloudWatchLogsClient, DescribeLogGroupsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {EventBridgeClient, PutEventsCommand} from '@aws-sdk/client-eventbridge';
import {GetFunctionCommand, LambdaClient, ListFunctionsCommand} from '@aws-sdk/client-lambda';
import {CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3';
import {ListSchedulesCommand, SchedulerClient} from '@aws-sdk/client-scheduler';
import {GetParametersCommand, SSMClient} from '@aws-sdk/client-ssm';
import {AssumeRoleCommand, GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {expect, test} from 'vitest';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../../src/lib/sandbox/start.js';

const KEY = {name: 'default', accessKeyId: 'AKIAREHEARSAL', secretAccessKey: 'rehearsal/+=', accountId: '222233334444'};

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One harmless call of every service; each tells how it was answered. */
async function callAll({endpoint, region}: Sandbox, credentials: Credentials): Promise<Record<string, string>> {
  const options = {endpoint, region, credentials, maxAttempts: 1, forcePathStyle: true};
  const calls: Record<string, () => Promise<unknown>> = {
    lambda: () => new LambdaClient(options).send(new ListFunctionsCommand({})),
    // A path with a colon is encoded, and then once more.
    'lambda arn': () =>
      new LambdaClient(options).send(new GetFunctionCommand({FunctionName: 'fn:live', Qualifier: 'live'})),
    // Compressed from 10 KiB on: the signature is over what is sent.
    cloudwatch: () =>
      new CloudWatchClient(options).send(
        new PutMetricDataCommand({
          Namespace: 'Shop',
          MetricData: Array.from({length: 300}, (_, Value) => ({MetricName: 'Orders', Value, Unit: 'Count'})),
        }),
      ),
    logs: () => new CloudWatchLogsClient(options).send(new DescribeLogGroupsCommand({})),
    s3: () => new S3Client(options).send(new ListBucketsCommand({})),
    ssm: () => new SSMClient(options).send(new GetParametersCommand({Names: ['a']})),
    scheduler: () => new SchedulerClient(options).send(new ListSchedulesCommand({NamePrefix: 'a', MaxResults: 2})),
    events: () => new EventBridgeClient(options).send(new PutEventsCommand({Entries: [{Source: 'ü'}]})),
    sts: () => new STSClient(options).send(new GetCallerIdentityCommand({})),
  };
  const outcomes: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) {
    outcomes[name] = await call().then(
      () => 'ok',
      (error: Error) => error.name,
    );
  }
  return outcomes;
}

const ANSWERED = {
  ...{lambda: 'ok', 'lambda arn': 'ResourceNotFoundException', cloudwatch: 'ok', logs: 'ok', s3: 'ok', ssm: 'ok'},
  ...{scheduler: 'ok', events: 'ok', sts: 'ok'},
};
const everywhere = (json: string, query: string, s3: string) => ({
  ...{lambda: json, 'lambda arn': json, cloudwatch: query, logs: json, s3, ssm: json, scheduler: json, events: json},
  sts: query,
});

async function aSandbox(options: SandboxOptions = {}) {
  return startSandbox({credentials: [KEY], requestsPerSecond: 0, ...options});
}

async function assume(sandbox: Sandbox, credentials: Credentials, DurationSeconds?: number): Promise<Credentials> {
  const sts = new STSClient({endpoint: sandbox.endpoint, region: sandbox.region, credentials});
  const role = {RoleArn: 'arn:aws:iam::999988887777:role/deploy', RoleSessionName: 'ci', DurationSeconds};
  const {Credentials: given} = await sts.send(new AssumeRoleCommand(role));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

async function identity(sandbox: Sandbox, credentials: Credentials) {
  const sts = new STSClient({endpoint: sandbox.endpoint, region: sandbox.region, credentials});
  const {Account, Arn} = await sts.send(new GetCallerIdentityCommand({}));
  return [Account, Arn];
}

test('the right key is taken by every service, and acts in its account', async () => {
  await using sandbox = await aSandbox();
  expect(await callAll(sandbox, KEY)).toEqual(ANSWERED);
  expect(await identity(sandbox, KEY)).toEqual(['222233334444', 'arn:aws:iam::222233334444:user/sandbox']);
  const s3 = new S3Client({endpoint: sandbox.endpoint, region: sandbox.region, credentials: KEY, forcePathStyle: true});
  await s3.send(new CreateBucketCommand({Bucket: 'releases'}));
  const put = s3.send(new PutObjectCommand({Bucket: 'releases', Key: "a b/ü'(1).zip", Body: 'x'}));
  await expect(put).resolves.toBeDefined();
});

test('another key, and a wrong secret, are refused by every service in its own words', async () => {
  await using sandbox = await aSandbox();
  expect(await callAll(sandbox, {accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x'})).toEqual(
    everywhere('UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidAccessKeyId'),
  );
  expect(await callAll(sandbox, {...KEY, secretAccessKey: 'wrong'})).toEqual(
    everywhere('InvalidSignatureException', 'SignatureDoesNotMatch', 'SignatureDoesNotMatch'),
  );
  const unsigned = await fetch(`${sandbox.endpoint}/2015-03-31/functions/`);
  expect([unsigned.status, unsigned.headers.get('x-amzn-errortype')]).toEqual([
    403,
    'MissingAuthenticationTokenException',
  ]);
  expect(sandbox.calls().at(-1)).toMatchObject({operation: 'ListFunctions', status: 403});
  const elsewhere = await fetch(`${sandbox.endpoint}/2015-03-31/functions/?AWSAccessKeyId=x&Signature=y`);
  expect(elsewhere.status).toBe(403);
  const old = await fetch(`${sandbox.endpoint}/releases/a.zip?AWSAccessKeyId=x&Expires=1&Signature=y`);
  expect([old.status, await old.text()]).toEqual([400, expect.stringContaining('Please use AWS4-HMAC-SHA256.')]);
});

test('a function reaches the sandbox with what it was given', async () => {
  await using sandbox = await aSandbox();
  const given = {accessKeyId: '222233334444', secretAccessKey: 'sandbox', sessionToken: 'sandbox'};
  expect(await callAll(sandbox, given)).toEqual(ANSWERED);
  const {sessionToken: _, ...without} = given;
  expect((await callAll(sandbox, without)).lambda).toBe('UnrecognizedClientException');
});

test('a session acts for its role until it expires, then no service takes it', async () => {
  // 15 minutes, the least there is, in one second.
  await using sandbox = await aSandbox({speed: 900});
  const session = await assume(sandbox, KEY, 900);
  expect(await identity(sandbox, session)).toEqual([
    '999988887777',
    'arn:aws:sts::999988887777:assumed-role/deploy/ci',
  ]);
  expect((await callAll(sandbox, {...session, sessionToken: 'another'})).lambda).toBe('UnrecognizedClientException');
  const endMs = sandbox.clock.now() + 900_000;
  while (sandbox.clock.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await callAll(sandbox, session)).toEqual(everywhere('ExpiredTokenException', 'ExpiredToken', 'ExpiredToken'));
});

test('sessions expire also where any key is taken, and a chained one lasts an hour at the most', async () => {
  await using sandbox = await startSandbox({speed: 900, requestsPerSecond: 0});
  const anybody = {accessKeyId: 'x', secretAccessKey: 'y'};
  expect((await callAll(sandbox, anybody)).lambda).toBe('ok');
  const session = await assume(sandbox, anybody, 900);
  await expect(assume(sandbox, session, 3_601)).rejects.toThrow(/role chaining/);
  const endMs = sandbox.clock.now() + 900_000;
  while (sandbox.clock.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await callAll(sandbox, session)).lambda).toBe('ExpiredTokenException');
});

import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  GetEventSourceMappingCommand,
  GetPolicyCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  type SQSClient,
  SQSClient as Sqs,
} from '@aws-sdk/client-sqs';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import Doctor from '../../../src/commands/doctor.js';
import {sandboxEnvironment} from '../../../src/lib/demo/sandbox-environment.js';
import {type Sandbox, startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {runCommand} from '../../cli/run-command.js';
import {tempFolder} from '../../package/temp-folder.js';
import {putFunction} from '../function-zip.js';
import {GOOD} from '../on-sandbox.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:checkout';
const BUCKET = {
  StatementId: 'bucket',
  Action: 'lambda:InvokeFunction',
  Principal: 's3.amazonaws.com',
  SourceArn: 'arn:aws:s3:::receipts',
  SourceAccount: '000000000000',
};

/** Updates take two seconds of sandbox time, which is a thirtieth of one here. */
async function open(): Promise<Sandbox> {
  const sandbox = await startSandbox({speed: 60, updateDelayMs: 2_000, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment(sandboxEnvironment(sandbox));
  return sandbox;
}

async function aFunction(body = 'return 1;'): Promise<LambdaClient> {
  const client = await putFunction('checkout', body);
  await client.send(new CreateAliasCommand({FunctionName: 'checkout', Name: 'live', FunctionVersion: '1'}));
  return client;
}

/** A rule, a bucket's permission, a queue and a URL, all of the bare function. */
async function withTriggers(
  client: LambdaClient,
): Promise<{readonly uuid: string; readonly events: EventBridgeClient}> {
  const events = new EventBridgeClient({});
  const {RuleArn} = await events.send(new PutRuleCommand({Name: 'nightly', ScheduleExpression: 'rate(1 day)'}));
  const Targets = [{Id: 'it', Arn: ARN, Input: '{"card":"hidden-4111"}', RetryPolicy: {MaximumRetryAttempts: 3}}];
  await events.send(new PutTargetsCommand({Rule: 'nightly', Targets}));
  const rule = {FunctionName: 'checkout', StatementId: 'rule', Action: 'lambda:InvokeFunction'};
  await client.send(new AddPermissionCommand({...rule, Principal: 'events.amazonaws.com', SourceArn: RuleArn}));
  await client.send(new AddPermissionCommand({FunctionName: 'checkout', ...BUCKET}));
  await client.send(new CreateFunctionUrlConfigCommand({FunctionName: 'checkout', AuthType: 'AWS_IAM'}));
  const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:orders';
  const {UUID: uuid = ''} = await client.send(
    new CreateEventSourceMappingCommand({FunctionName: 'checkout', EventSourceArn}),
  );
  await vi.waitFor(async () => expect((await mapping(client, uuid)).State).toBe('Enabled'), 10_000);
  return {uuid, events};
}

const mapping = (client: LambdaClient, UUID: string) => client.send(new GetEventSourceMappingCommand({UUID}));

async function policyOfAlias(
  client: LambdaClient,
): Promise<readonly {readonly Sid: string; readonly Condition: unknown}[]> {
  const {Policy = ''} = await client.send(new GetPolicyCommand({FunctionName: 'checkout', Qualifier: 'live'}));
  return JSON.parse(Policy).Statement;
}

const writes = (sandbox: Sandbox) =>
  sandbox.calls().filter(({operation}) => /^(AddPermission|PutTargets|UpdateEventSourceMapping)$/.test(operation));

describe('doctor --fix', () => {
  it('lets callers in, moves rule and queue, keeps what it cannot move, and changes nothing the second time', async () => {
    const sandbox = await open();
    const client = await aFunction();
    const {uuid, events} = await withTriggers(client);
    const dry = await runCommand(Doctor, ['checkout:live', '--fix', '--dry-run']);
    expect(dry.exitCode, dry.stderr).toBe(0);
    expect(dry.stdout).toContain('Triggers of checkout that come to checkout:live:\n  1. let events.amazonaws.com (');
    expect(dry.stdout).toContain(
      `back: aws lambda update-event-source-mapping --uuid ${uuid} --function-name checkout\n`,
    );
    expect(dry.stdout).toContain('Going back, begin with the last: callers first, what lets them in after them.\n');
    expect(dry.stdout).toContain('aws s3api put-bucket-notification-configuration --bucket receipts');
    expect(dry.stdout).not.toContain('4111');
    expect((await mapping(client, uuid)).FunctionArn).toBe(ARN);

    const fixed = await runCommand(Doctor, ['checkout:live', '--fix', '--yes', '--json']);
    expect(fixed.exitCode, fixed.stderr).toBe(0);
    const {fixes} = JSON.parse(fixed.stdout).result;
    expect(fixes[0].changed).toBe(true);
    expect(fixes[0].steps.map(({kind}: {kind: string}) => kind)).toEqual([
      'permission',
      'permission',
      'target',
      'mapping',
    ]);
    expect(await mapping(client, uuid)).toMatchObject({FunctionArn: `${ARN}:live`, State: 'Enabled'});
    const {Targets = []} = await events.send(new ListTargetsByRuleCommand({Rule: 'nightly'}));
    expect(Targets).toEqual([
      {Id: 'it', Arn: `${ARN}:live`, Input: '{"card":"hidden-4111"}', RetryPolicy: {MaximumRetryAttempts: 3}},
    ]);
    const statements = await policyOfAlias(client);
    expect(statements.map(({Sid}) => Sid)).toEqual(['rule', 'bucket']);
    expect(statements[1]?.Condition).toEqual({
      StringEquals: {'AWS:SourceAccount': '000000000000'},
      ArnLike: {'AWS:SourceArn': 'arn:aws:s3:::receipts'},
    });

    const before = writes(sandbox).length;
    const again = await runCommand(Doctor, ['checkout:live', '--fix', '--json']);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout).result.fixes[0]).toMatchObject({changed: false, steps: []});
    expect(writes(sandbox)).toHaveLength(before);
  });

  it('asks, and changes nothing where nobody can answer', async () => {
    const sandbox = await open();
    await withTriggers(await aFunction());
    const before = writes(sandbox).length;
    const {exitCode, stderr} = await runCommand(Doctor, ['checkout:live', '--fix']);
    expect({exitCode, stderr}).toEqual({exitCode: 2, stderr: expect.stringContaining('--yes')});
    expect(writes(sandbox)).toHaveLength(before);
  });

  it('refuses while the alias is weighted, before anything is sent', async () => {
    const sandbox = await open();
    const client = await aFunction();
    await withTriggers(client);
    await client.send(new UpdateFunctionConfigurationCommand({FunctionName: 'checkout', MemorySize: 256}));
    await vi.waitFor(() => client.send(new PublishVersionCommand({FunctionName: 'checkout'})), 10_000);
    const RoutingConfig = {AdditionalVersionWeights: {2: 0.1}};
    await vi.waitFor(
      () => client.send(new UpdateAliasCommand({FunctionName: 'checkout', Name: 'live', RoutingConfig})),
      10_000,
    );
    const before = writes(sandbox).length;
    const {exitCode, stderr} = await runCommand(Doctor, ['checkout:live', '--fix', '--yes']);
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('no rollout of lambda-release set that');
    expect(writes(sandbox)).toHaveLength(before);
  });

  it('says what was moved and how to go back when AWS says no half-way, and goes on from there', async () => {
    const sandbox = await open();
    const client = await aFunction();
    const {uuid} = await withTriggers(client);
    sandbox.addFault({
      ...{kind: 'error', operation: 'UpdateEventSourceMapping'},
      ...{status: 400, code: 'InvalidParameterValueException', message: 'Not today.'},
    });
    const {exitCode, stderr} = await runCommand(Doctor, ['checkout:live', '--fix', '--yes']);
    expect(exitCode, stderr).toBe(6);
    expect(stderr).toContain('Not today.');
    expect(stderr).toContain('lambda-release doctor checkout:live --fix');
    expect(stderr).toContain('To go back: aws events put-targets --rule nightly --event-bus-name default');
    expect(stderr).not.toContain('4111');
    expect((await mapping(client, uuid)).FunctionArn).toBe(ARN);
    sandbox.clearFaults();
    const again = await runCommand(Doctor, ['checkout:live', '--fix', '--yes', '--json']);
    expect(again.exitCode, again.stderr).toBe(0);
    const {fixes} = JSON.parse(again.stdout).result;
    expect(fixes[0].steps.map(({kind}: {kind: string}) => kind)).toEqual(['mapping']);
  });

  it('moves a queue in the middle of its work, and no message is lost or handled by the bare function afterwards', async () => {
    await open();
    const log = path.join(tempFolder(), 'handled.ndjson');
    writeFileSync(log, '');
    const client = await aFunction(`
      const {appendFileSync} = await import('node:fs');
      const bodies = event.Records.map(({body}) => body);
      await new Promise((done) => setTimeout(done, 200));
      appendFileSync(${JSON.stringify(log)}, JSON.stringify({by: context.invokedFunctionArn, bodies}) + '\\n');
    `);
    const sqs = new Sqs({});
    const queue = await aQueue(sqs);
    const sent = Array.from({length: 60}, (_, index) => `before-${index}`);
    for (const MessageBody of sent) await sqs.send(new SendMessageCommand({QueueUrl: queue.url, MessageBody}));
    const {UUID: uuid = ''} = await client.send(
      new CreateEventSourceMappingCommand({FunctionName: 'checkout', EventSourceArn: queue.arn, BatchSize: 2}),
    );
    const handled = (): readonly {readonly by: string; readonly bodies: readonly string[]}[] =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    await vi.waitFor(() => expect(handled().length).toBeGreaterThan(0), 20_000);

    const {exitCode, stderr} = await runCommand(Doctor, ['checkout:live', '--fix', '--yes']);
    expect(exitCode, stderr).toBe(0);
    expect(await mapping(client, uuid)).toMatchObject({FunctionArn: `${ARN}:live`, State: 'Enabled'});
    const later = Array.from({length: 20}, (_, index) => `after-${index}`);
    for (const MessageBody of later) await sqs.send(new SendMessageCommand({QueueUrl: queue.url, MessageBody}));
    await vi.waitFor(async () => expect(await messagesIn(sqs, queue.url)).toBe(0), 30_000);

    const all = handled();
    expect(new Set(all.flatMap(({bodies}) => bodies))).toEqual(new Set([...sent, ...later]));
    expect(new Set(all.map(({by}) => by))).toEqual(new Set([ARN, `${ARN}:live`]));
    const byBare = all.filter(({by}) => by === ARN).flatMap(({bodies}) => bodies);
    expect(byBare.filter((body) => later.includes(body))).toEqual([]);
  }, 90_000);
});

describe('deploy --move-triggers', () => {
  it('moves them to the alias before the new code is there to run', async () => {
    const sandbox = await open();
    const client = await aFunction();
    const {uuid} = await withTriggers(client);
    const argv = ['checkout:live', '--source', GOOD, '--steps', 'all-at-once', '--detach', '--move-triggers', '--yes'];
    const {exitCode, stderr} = await runCommand(Deploy, argv);
    expect(exitCode, stderr).toBe(0);
    expect(await mapping(client, uuid)).toMatchObject({FunctionArn: `${ARN}:live`, State: 'Enabled'});
    const order = sandbox.calls().map(({operation}) => operation);
    expect(order.indexOf('UpdateEventSourceMapping')).toBeGreaterThan(-1);
    expect(order.lastIndexOf('UpdateEventSourceMapping')).toBeLessThan(order.indexOf('UpdateFunctionCode'));
  });

  it('moves them once the alias is there where the release makes it', async () => {
    const sandbox = await open();
    const client = await putFunction('checkout', 'return 1;');
    const {uuid} = await withTriggers(client);
    const argv = ['checkout:live', '--source', GOOD, '--create', '--move-triggers'];
    const dry = await runCommand(Deploy, [...argv, '--dry-run']);
    expect(dry.exitCode, dry.stderr).toBe(0);
    expect(dry.stdout).toContain('Triggers of checkout that come to checkout:live:');
    const {exitCode, stderr} = await runCommand(Deploy, [...argv, '--yes']);
    expect(exitCode, stderr).toBe(0);
    expect(await mapping(client, uuid)).toMatchObject({FunctionArn: `${ARN}:live`, State: 'Enabled'});
    const order = sandbox.calls().map(({operation}) => operation);
    expect(order.indexOf('CreateAlias')).toBeLessThan(order.indexOf('UpdateEventSourceMapping'));
  });
});

async function aQueue(sqs: SQSClient): Promise<{readonly url: string; readonly arn: string}> {
  const Attributes = {VisibilityTimeout: '1200'};
  const {QueueUrl: url = ''} = await sqs.send(new CreateQueueCommand({QueueName: 'orders', Attributes}));
  const {Attributes: known = {}} = await sqs.send(
    new GetQueueAttributesCommand({QueueUrl: url, AttributeNames: ['QueueArn']}),
  );
  return {url, arn: known.QueueArn ?? ''};
}

async function messagesIn(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const {Attributes: known = {}} = await sqs.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['All']}));
  return Number(known.ApproximateNumberOfMessages) + Number(known.ApproximateNumberOfMessagesNotVisible);
}

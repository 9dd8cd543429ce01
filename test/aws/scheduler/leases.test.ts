import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {GetScheduleCommand, ListScheduleGroupsCommand, SchedulerClient} from '@aws-sdk/client-scheduler';
import {expect, it, onTestFinished} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaAliases} from '../../../src/lib/aws/lambda/aliases.js';
import {SchedulerLeases} from '../../../src/lib/aws/scheduler/leases.js';
import {scheduleName} from '../../../src/lib/aws/scheduler/schedule.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {stubAws, stubEnvironment} from '../stub-aws.js';

const REF = {functionName: 'checkout', alias: 'live'};
const ROLE = 'arn:aws:iam::000000000000:role/lease';

/** `checkout:live` on version 1 with a tenth on version 2, on a sandbox whose minute is a tenth of a second. */
async function staged() {
  const sandbox = await startSandbox({speed: 600, updateDelayMs: 0, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
  const [lambda, scheduler] = [new LambdaClient({}), new SchedulerClient({})];
  const FunctionName = REF.functionName;
  const Code = {ZipFile: await zipOf({'index.mjs': 'export const handler = () => 1;'})};
  const made = {FunctionName, Role: ROLE, Runtime: 'nodejs22.x', Handler: 'index.handler', Code} as const;
  await lambda.send(new CreateFunctionCommand(made));
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName}));
  await lambda.send(new UpdateFunctionConfigurationCommand({FunctionName, Description: 'next'}));
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName}));
  await lambda.send(new CreateAliasCommand({FunctionName, Name: REF.alias, FunctionVersion: '1'}));
  const clients = new AwsClients();
  const aliases = new LambdaAliases(clients);
  const rest = await aliases.getAlias(REF);
  const split = {...REF, stable: '1', candidate: {version: '2', weightPercent: 10}, description: 'split'};
  const alias = await aliases.writeAlias({...split, revisionId: rest?.revisionId ?? ''});
  return {sandbox, lambda, scheduler, aliases, alias, leases: new SchedulerLeases(clients)};
}

type Staged = Awaited<ReturnType<typeof staged>>;

function aLease({sandbox, alias}: Staged, lengthMs: number) {
  return {
    ...{rolloutId: 'k3x9a0', role: ROLE, lengthMs: 300_000, endMs: sandbox.clock.now() + lengthMs},
    ...{revisionId: alias.revisionId, stable: '1', candidate: '2', description: 'mine <aws.scheduler.schedule-arn>'},
  };
}

/** Waits until a schedule of the sandbox has reached its target, or was refused there. */
async function delivered({sandbox}: Staged): Promise<{readonly outcome: string; readonly errorCode?: string}> {
  for (;;) {
    const answer = await fetch(`${sandbox.endpoint}/_sandbox/deliveries`);
    const {deliveries} = (await answer.json()) as {readonly deliveries: readonly {readonly outcome: string}[]};
    const [first] = deliveries;
    if (first) return first;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('a lease that nobody renews gives stable all traffic, to the character of its description', async () => {
  const stage = await staged();
  await stage.leases.set(REF, aLease(stage, 60_000));
  expect(await delivered(stage)).toMatchObject({outcome: 'delivered'});
  const alias = await stage.aliases.getAlias(REF);
  expect(alias).toMatchObject({stable: '1', description: 'mine <aws.scheduler.schedule-arn>'});
  // AWS keeps the version, with no traffic: to us it is none.
  expect(alias?.candidate).toBeUndefined();
  const raw = await stage.lambda.send(new GetAliasCommand({FunctionName: 'checkout', Name: 'live'}));
  expect(raw.RoutingConfig?.AdditionalVersionWeights).toEqual({2: 0});
  expect(await stage.leases.get(REF)).toBeUndefined();
  expect(await stage.leases.renew(REF, aLease(stage, 300_000))).toBe(false);
});

it('a lease of a state that is no more does nothing', async () => {
  const stage = await staged();
  const theirs = {...stage.alias, candidate: {version: '2', weightPercent: 20}};
  await stage.aliases.writeAlias(theirs);
  await stage.leases.set(REF, aLease(stage, 60_000));
  expect(await delivered(stage)).toMatchObject({outcome: 'failed', errorCode: 'PreconditionFailedException'});
  expect((await stage.aliases.getAlias(REF))?.candidate?.weightPercent).toBe(20);
});

it('is one schedule in a group of its own, whole after every renewal, and read back as it was given', async () => {
  const stage = await staged();
  const lease = aLease(stage, 3_600_000);
  const given = {...lease, endMs: Math.floor(lease.endMs / 1000) * 1000};
  await stage.leases.set(REF, {...given, endMs: given.endMs + 60_000});
  await stage.leases.set(REF, given);
  expect(await stage.leases.renew(REF, {...given, ofHold: true})).toBe(true);
  const {rolloutId, role, lengthMs, endMs, revisionId} = given;
  expect(await stage.leases.get(REF)).toEqual({rolloutId, role, lengthMs, endMs, revisionId, ofHold: true});
  const named = {GroupName: 'lambda-release', Name: scheduleName(REF)};
  const schedule = await stage.scheduler.send(new GetScheduleCommand(named));
  expect(schedule).toMatchObject({ActionAfterCompletion: 'DELETE', FlexibleTimeWindow: {Mode: 'OFF'}});
  expect((await stage.scheduler.send(new ListScheduleGroupsCommand({}))).ScheduleGroups).toHaveLength(2);
  await stage.leases.remove(REF);
  expect(await stage.leases.get(REF)).toBeUndefined();
  await stage.leases.remove(REF);
});

it.each([
  [{functionName: 'a'.repeat(64), alias: 'b'.repeat(128)}],
  [{functionName: 'checkout', alias: 'live'}],
  [{functionName: 'checkout', alias: 'live2'}],
])('the schedule of %o has a name that Scheduler takes', (ref) => {
  expect(scheduleName(ref)).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
});

it('a role that Scheduler may not assume is told as that', async () => {
  const Message = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
  const {clients} = await stubAws(() => ({
    status: 400,
    headers: {'x-amzn-errortype': 'ValidationException'},
    body: {Message},
  }));
  const lease = {
    rolloutId: 'k3x9a0',
    role: ROLE,
    lengthMs: 300_000,
    endMs: 0,
    revisionId: 'r',
    stable: '1',
    candidate: '2',
    description: '',
  };
  await expect(new SchedulerLeases(clients).set(REF, lease)).rejects.toMatchObject({code: 'LEASE_ROLE_REFUSED'});
});

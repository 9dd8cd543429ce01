import {
  CreateAliasCommand,
  GetAliasCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  paginateListSchedules,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import {expect, test} from 'vitest';
import type {Delivery} from '../../../src/lib/sandbox/scheduler/deliveries.js';
import {codeOf, type Lab, openLab, role} from '../lambda/lab.js';

function schedulerOf(lab: Lab, maxAttempts = 1): SchedulerClient {
  const {endpoint, region} = lab.sandbox;
  return new SchedulerClient({endpoint, region, credentials: {accessKeyId: 'x', secretAccessKey: 'y'}, maxAttempts});
}

/** `at()` so many milliseconds of sandbox time from now. */
function at(lab: Lab, ms: number): string {
  return `at(${new Date(lab.sandbox.clock.now() + ms).toISOString().slice(0, 19)})`;
}

function aLease(lab: Lab, Input: object, change: object = {}) {
  return {
    Name: 'lease',
    GroupName: 'lambda-release',
    ScheduleExpression: at(lab, 60_000),
    FlexibleTimeWindow: {Mode: 'OFF' as const},
    ActionAfterCompletion: 'DELETE' as const,
    Target: {Arn: 'arn:aws:scheduler:::aws-sdk:lambda:updateAlias', RoleArn: role, Input: JSON.stringify(Input)},
    ...change,
  };
}

/** Polls, as anybody who watches a schedule has to. */
async function delivered(lab: Lab): Promise<Delivery> {
  for (;;) {
    const response = await fetch(`${lab.sandbox.endpoint}/_sandbox/deliveries`);
    const {deliveries} = (await response.json()) as {deliveries: readonly Delivery[]};
    const last = deliveries.findLast(({outcome}) => outcome !== 'tried again');
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function aRollout() {
  // An hour in a second: the lease's minute is soon over.
  const lab = await openLab({speed: 3600});
  const FunctionName = await lab.create({Publish: true});
  await lab.client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: await codeOf('two')}));
  lab.sandbox.settle();
  await lab.client.send(new PublishVersionCommand({FunctionName}));
  const alias = {FunctionName, Name: 'live'};
  const {RevisionId} = await lab.client.send(
    new CreateAliasCommand({...alias, FunctionVersion: '1', RoutingConfig: {AdditionalVersionWeights: {2: 0.1}}}),
  );
  await schedulerOf(lab).send(new CreateScheduleGroupCommand({Name: 'lambda-release'}));
  const back = {...alias, FunctionVersion: '1', RoutingConfig: {AdditionalVersionWeights: {}}, RevisionId};
  return {lab, alias, back};
}

test('a lease that fires gives everything back to stable, and is gone', async () => {
  const {lab, alias, back} = await aRollout();
  await using _ = lab;
  const scheduler = schedulerOf(lab);
  await scheduler.send(new CreateScheduleCommand(aLease(lab, back)));
  expect(await delivered(lab)).toMatchObject({outcome: 'delivered', status: 200, attempt: 1});
  const {FunctionVersion, RoutingConfig} = await lab.client.send(new GetAliasCommand(alias));
  expect([FunctionVersion, RoutingConfig]).toEqual(['1', undefined]);
  const renewal = scheduler.send(new UpdateScheduleCommand(aLease(lab, back)));
  await expect(renewal).rejects.toMatchObject({name: 'ResourceNotFoundException', $metadata: {httpStatusCode: 404}});
  expect(lab.sandbox.calls().filter(({operation}) => operation === 'UpdateAlias')).toMatchObject([{status: 200}]);
});

test('a lease touches nothing once another writer has moved the alias, and what it met is told', async () => {
  const {lab, alias, back} = await aRollout();
  await using _ = lab;
  await lab.client.send(new UpdateAliasCommand({...alias, Description: 'theirs'}));
  await schedulerOf(lab).send(new CreateScheduleCommand(aLease(lab, back)));
  expect(await delivered(lab)).toMatchObject({
    outcome: 'failed',
    errorCode: 'PreconditionFailedException',
    status: 412,
  });
  expect(await lab.client.send(new GetAliasCommand(alias))).toMatchObject({
    Description: 'theirs',
    RoutingConfig: {AdditionalVersionWeights: {2: 0.1}},
  });
});

test('a wrong input is taken when the schedule is made, and fails when it fires', async () => {
  const {lab, alias} = await aRollout();
  await using _ = lab;
  const input = {functionName: alias.FunctionName, name: 'live'};
  await expect(schedulerOf(lab).send(new CreateScheduleCommand(aLease(lab, input)))).resolves.toBeDefined();
  expect(await delivered(lab)).toMatchObject({outcome: 'failed', errorCode: 'ValidationException'});
});

test('faults hit what a schedule calls, and Scheduler itself', async () => {
  const {lab, back} = await aRollout();
  await using _ = lab;
  lab.sandbox.addFault({kind: 'throttle', service: 'scheduler'});
  await expect(schedulerOf(lab).send(new ListSchedulesCommand({}))).rejects.toMatchObject({
    name: 'ThrottlingException',
    $metadata: {httpStatusCode: 429},
  });
  lab.sandbox.addFault({kind: 'lost-request', service: 'lambda', operation: 'UpdateAlias'});
  // The SDK tries again with the same ClientToken: no conflict with itself.
  lab.sandbox.addFault({kind: 'lost-response', service: 'scheduler', operation: 'CreateSchedule'});
  const inTwoHours = {ScheduleExpression: at(lab, 7_200_000)};
  await schedulerOf(lab, 3).send(new CreateScheduleCommand(aLease(lab, back, inTwoHours)));
  expect(await delivered(lab)).toMatchObject({outcome: 'delivered', attempt: 2});
});

test('schedules and groups are read back, listed by page, and deleted', async () => {
  await using lab = await openLab();
  const scheduler = schedulerOf(lab);
  const group = await scheduler.send(new CreateScheduleGroupCommand({Name: 'g', Tags: [{Key: 'a', Value: '1'}]}));
  expect(group.ScheduleGroupArn).toBe('arn:aws:scheduler:us-east-1:111111111111:schedule-group/g');
  const far = {ScheduleExpression: 'at(2199-01-01T00:00:00)', ScheduleExpressionTimezone: 'Europe/Berlin'};
  for (const Name of ['one', 'two', 'three']) {
    const made = await scheduler.send(new CreateScheduleCommand(aLease(lab, {}, {...far, Name, GroupName: 'g'})));
    expect(made.ScheduleArn).toBe(`arn:aws:scheduler:us-east-1:111111111111:schedule/g/${Name}`);
  }
  const read = await scheduler.send(new GetScheduleCommand({Name: 'one', GroupName: 'g'}));
  expect(read).toMatchObject({
    ...far,
    State: 'ENABLED',
    ActionAfterCompletion: 'DELETE',
    FlexibleTimeWindow: {Mode: 'OFF'},
    CreationDate: expect.any(Date),
    Target: {Input: '{}', RetryPolicy: {MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185}},
  });
  const names = [];
  for await (const page of paginateListSchedules({client: scheduler, pageSize: 2}, {GroupName: 'g'})) {
    names.push(page.Schedules?.map(({Name}) => Name));
    expect(page.Schedules?.[0]).not.toHaveProperty('ScheduleExpression');
  }
  expect(names).toEqual([['one', 'three'], ['two']]);
  const some = await scheduler.send(new ListSchedulesCommand({NamePrefix: 't', State: 'ENABLED'}));
  expect(some.Schedules).toHaveLength(2);

  await scheduler.send(new DeleteScheduleCommand({Name: 'one', GroupName: 'g', ClientToken: 'x'}));
  const gone = scheduler.send(new GetScheduleCommand({Name: 'one', GroupName: 'g'}));
  await expect(gone).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Schedule one does not exist.',
  });
  const ResourceArn = group.ScheduleGroupArn;
  await scheduler.send(new TagResourceCommand({ResourceArn, Tags: [{Key: 'b', Value: '2'}]}));
  await scheduler.send(new UntagResourceCommand({ResourceArn, TagKeys: ['a']}));
  expect((await scheduler.send(new ListTagsForResourceCommand({ResourceArn}))).Tags).toEqual([{Key: 'b', Value: '2'}]);
  await scheduler.send(new DeleteScheduleGroupCommand({Name: 'g'}));
  expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  const groups = await scheduler.send(new ListScheduleGroupsCommand({}));
  expect(groups.ScheduleGroups?.map(({Name}) => Name)).toEqual(['default']);
  await expect(scheduler.send(new GetScheduleGroupCommand({Name: 'g'}))).rejects.toHaveProperty(
    'name',
    'ResourceNotFoundException',
  );
});

test('refusals have the names of the model', async () => {
  await using lab = await openLab();
  const scheduler = schedulerOf(lab);
  const create = (change: object) => scheduler.send(new CreateScheduleCommand(aLease(lab, {}, change)));
  await expect(create({})).rejects.toMatchObject({name: 'ResourceNotFoundException'});
  const free = {GroupName: undefined};
  await expect(create({...free, ScheduleExpression: 'at(2026-11-21T10:00:00Z)'})).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Invalid Schedule Expression at(2026-11-21T10:00:00Z).',
  });
  await expect(create({...free, Name: 'fn:live'})).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining("Value 'fn:live' at 'name' failed to satisfy constraint: Member must satisfy"),
  });
  await create({...free, ScheduleExpression: 'at(2199-01-01T00:00:00)'});
  await expect(create({...free})).rejects.toMatchObject({name: 'ConflictException', $metadata: {httpStatusCode: 409}});
});

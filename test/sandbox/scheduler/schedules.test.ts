import {expect, test} from 'vitest';
import {aScheduler, LEASE, MINUTE_MS, NOW_MS} from './schedules-fixture.js';

test.each([
  [0, 5 * MINUTE_MS],
  [0.5, 5.5 * MINUTE_MS],
  [0.999, 5.999 * MINUTE_MS],
])('a schedule fires some time within its minute: at %d of it', async (random, atMs) => {
  const at = aScheduler([{status: 200}], random);
  at.create();
  await at.clock.advance(4.99 * MINUTE_MS);
  expect(at.calls).toEqual([]);
  await at.clock.advance(MINUTE_MS * 2);
  expect(at.calls.map((call) => call.atMs)).toEqual([atMs]);
  expect(at.calls[0]?.request).toMatchObject({
    method: 'PUT',
    path: '/2015-03-31/functions/fn/aliases/live',
    signedService: 'lambda',
    region: 'us-east-1',
  });
  expect(JSON.parse(String(at.calls[0]?.request.body))).toEqual({FunctionVersion: '1', RevisionId: 'r'});
});

test('with DELETE it is gone after its last invocation, without it stays and fires no more', async () => {
  const gone = aScheduler();
  gone.create();
  await gone.clock.advance(10 * MINUTE_MS);
  expect(gone.names()).toEqual([]);
  expect(() => gone.update()).toThrow('Schedule lease does not exist.');
  const kept = aScheduler();
  kept.create({ActionAfterCompletion: undefined});
  await kept.clock.advance(100 * MINUTE_MS);
  expect(kept.names()).toEqual(['lease']);
  expect(kept.calls).toHaveLength(1);
});

test('it goes also when its target refuses', async () => {
  const at = aScheduler([{status: 412, headers: {'x-amzn-errortype': 'PreconditionFailedException'}}]);
  at.create();
  await at.clock.advance(10 * MINUTE_MS);
  expect(at.names()).toEqual([]);
  expect(at.calls).toHaveLength(1);
});

test('an update moves the time, and what it does not name has its default again', async () => {
  const at = aScheduler();
  at.create({Description: 'of a rollout', FlexibleTimeWindow: {Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5}});
  await at.clock.advance(3 * MINUTE_MS);
  const {settings} = at.update({ActionAfterCompletion: undefined, ScheduleExpression: 'at(2026-11-21T10:08:00)'});
  expect(settings).toMatchObject({actionAfterCompletion: 'NONE', description: undefined, windowMinutes: 0});
  await at.clock.advance(20 * MINUTE_MS);
  expect(at.calls.map((call) => call.atMs)).toEqual([8.5 * MINUTE_MS]);
});

test('what was deleted or disabled does not fire', async () => {
  const deleted = aScheduler();
  deleted.create();
  deleted.schedules.delete('default', 'lease');
  const disabled = aScheduler();
  disabled.create();
  disabled.update({State: 'DISABLED'});
  for (const at of [deleted, disabled]) {
    await at.clock.advance(100 * MINUTE_MS);
    expect(at.calls).toEqual([]);
  }
});

test('a time that is past fires at once, also of one that is enabled again', async () => {
  const at = aScheduler();
  at.create({ScheduleExpression: 'at(2026-11-21T09:00:00)', State: 'DISABLED'});
  await at.clock.advance(10 * MINUTE_MS);
  at.update({ScheduleExpression: 'at(2026-11-21T09:00:00)'});
  await at.clock.advance(MINUTE_MS);
  expect(at.calls.map((call) => call.atMs)).toEqual([10.5 * MINUTE_MS]);
});

test('a flexible window lets it wait', async () => {
  const at = aScheduler();
  at.create({FlexibleTimeWindow: {Mode: 'FLEXIBLE', MaximumWindowInMinutes: 9}});
  await at.clock.advance(60 * MINUTE_MS);
  expect(at.calls.map((call) => call.atMs)).toEqual([10 * MINUTE_MS]);
});

test('a rate begins at once and goes on until its end', async () => {
  const at = aScheduler([{status: 200}], 0);
  const EndDate = (at.clock.now() + 25 * MINUTE_MS) / 1000;
  at.create({ScheduleExpression: 'rate(10 minutes)', EndDate});
  await at.clock.advance(100 * MINUTE_MS);
  expect(at.calls.map((call) => call.atMs)).toEqual([0, 10 * MINUTE_MS, 20 * MINUTE_MS]);
  expect(at.names()).toEqual([]);
});

test('a creation repeated with its ClientToken is the same schedule, with another one a conflict', () => {
  const at = aScheduler();
  const first = at.create({ClientToken: 'a'});
  expect(at.create({ClientToken: 'a'})).toBe(first);
  expect(() => at.create({ClientToken: 'b'})).toThrow('Schedule lease already exists.');
  expect(() => at.create({ClientToken: 'a', GroupName: 'nobody'})).toThrow('Schedule group nobody does not exist.');
});

test.each([
  ['a role that is none', {Target: {...LEASE.Target, RoleArn: 'me'}}, "Value 'me' at 'target.roleArn'"],
  ['no target', {Target: undefined}, "Value null at 'target' failed to satisfy constraint: Member must not be null"],
  ['no window', {FlexibleTimeWindow: undefined}, "at 'flexibleTimeWindow'"],
  ['a window without its length', {FlexibleTimeWindow: {Mode: 'FLEXIBLE'}}, 'MaximumWindowInMinutes'],
  [
    'too short an age',
    {Target: {...LEASE.Target, RetryPolicy: {MaximumEventAgeInSeconds: 59}}},
    'greater than or equal to 60',
  ],
  ['an ARN that is none', {Target: {...LEASE.Target, Arn: 'updateAlias'}}, 'Provided Arn is not in correct format.'],
  ['an action that reads', {Target: {...LEASE.Target, Arn: 'arn:aws:scheduler:::aws-sdk:lambda:getAlias'}}, 'getAlias'],
  ['an unknown state', {State: 'ON'}, 'Member must satisfy enum value set: [ENABLED, DISABLED]'],
])('%s is refused', (_, change, message) => {
  expect(() => aScheduler().create(change)).toThrow(message);
});

test('a cron fires again and again, by the clocks of its zone, until its end', async () => {
  const at = aScheduler();
  // It is 11 o'clock in Berlin on a Saturday.
  at.create({
    ScheduleExpression: 'cron(0/20 11 ? * SAT-SUN *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    EndDate: (NOW_MS + 24 * 60 * MINUTE_MS) / 1000,
  });
  await at.clock.advance(72 * 60 * MINUTE_MS);
  const day = 24 * 60;
  expect(at.calls.map((call) => call.atMs / MINUTE_MS)).toEqual([0.5, 20.5, 40.5, day + 0.5]);
  expect(at.names()).toEqual([]);
});

test('a cron of years that are over fires never, and is gone', async () => {
  const at = aScheduler();
  at.create({ScheduleExpression: 'cron(0 8 1 * ? 2025)'});
  await at.clock.advance(MINUTE_MS);
  expect(at.calls).toEqual([]);
  expect(at.names()).toEqual([]);
});

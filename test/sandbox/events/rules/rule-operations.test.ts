import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import {expect, test} from 'vitest';
import {EventBuses} from '../../../../src/lib/sandbox/events/event-buses.js';
import {createEvents} from '../../../../src/lib/sandbox/events/events-service.js';
import {Rules} from '../../../../src/lib/sandbox/events/rules/rules.js';
import {hostService} from '../../service-host.js';

const EventPattern = '{"source":["shop"]}';
const queue = 'arn:aws:sqs:eu-west-1:111111111111:orders';

async function aClient() {
  const now = () => Date.UTC(2026, 10, 21, 10);
  const buses = new EventBuses(now);
  const place = {region: 'eu-west-1', accountId: '111111111111'};
  const host = await hostService(createEvents(buses, new Rules(place, buses), place, {now}));
  const client = new EventBridgeClient({
    endpoint: host.endpoint,
    region: 'eu-west-1',
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  return {client, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

test('a rule is put, described, listed, switched off and on, and deleted once it has no targets', async () => {
  await using at = await aClient();
  await at.client.send(new CreateEventBusCommand({Name: 'releases'}));
  const {RuleArn} = await at.client.send(
    new PutRuleCommand({Name: 'promoted', EventPattern, EventBusName: 'releases', Description: 'of us'}),
  );
  expect(RuleArn).toBe('arn:aws:events:eu-west-1:111111111111:rule/releases/promoted');
  const of = {Name: 'promoted', EventBusName: 'releases'};
  expect(await at.client.send(new DescribeRuleCommand(of))).toMatchObject({
    ...of,
    Arn: RuleArn,
    EventPattern,
    State: 'ENABLED',
    Description: 'of us',
    CreatedBy: '111111111111',
  });
  await at.client.send(new DisableRuleCommand(of));
  const {Rules: listed} = await at.client.send(new ListRulesCommand({EventBusName: 'releases', NamePrefix: 'pro'}));
  expect(listed).toMatchObject([{Name: 'promoted', State: 'DISABLED'}]);
  await at.client.send(new EnableRuleCommand(of));
  const targeted = {Rule: 'promoted', EventBusName: 'releases'};
  await at.client.send(new PutTargetsCommand({...targeted, Targets: [{Id: 'one', Arn: queue, Input: '{}'}]}));
  await expect(at.client.send(new DeleteRuleCommand(of))).rejects.toThrow(
    "Rule can't be deleted since it has targets.",
  );
  await expect(at.client.send(new DeleteEventBusCommand({Name: 'releases'}))).rejects.toThrow('has rules');
  const {Targets} = await at.client.send(new ListTargetsByRuleCommand(targeted));
  expect(Targets).toEqual([{Id: 'one', Arn: queue, Input: '{}'}]);
  const names = new ListRuleNamesByTargetCommand({TargetArn: queue, EventBusName: 'releases'});
  expect((await at.client.send(names)).RuleNames).toEqual(['promoted']);
  expect(await at.client.send(new RemoveTargetsCommand({...targeted, Ids: ['one', 'two']}))).toMatchObject({
    FailedEntryCount: 1,
    FailedEntries: [{TargetId: 'two', ErrorCode: 'ResourceNotFoundException'}],
  });
  await at.client.send(new DeleteRuleCommand(of));
  await expect(at.client.send(new DescribeRuleCommand(of))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Rule promoted does not exist on EventBus releases.',
  });
});

test.each([
  [{Name: 'r'}, 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
  [{Name: 'r', ScheduleExpression: 'rate(0 minutes)'}, 'Parameter ScheduleExpression is not valid.'],
  [{Name: 'r', ScheduleExpression: 'rate(5 minute)'}, 'Parameter ScheduleExpression is not valid.'],
  [{Name: 'r', ScheduleExpression: 'rate(1 minutes)'}, 'Parameter ScheduleExpression is not valid.'],
  [{Name: 'r', ScheduleExpression: 'at(2026-01-01T00:00:00)'}, 'Parameter ScheduleExpression is not valid.'],
  [
    {Name: 'r', ScheduleExpression: 'rate(1 minute)', EventBusName: 'releases'},
    'ScheduleExpression is supported only on the default event bus.',
  ],
  [{Name: 'r', EventPattern: '[]'}, 'Event pattern is not valid. Reason: Filter is not an object'],
  [{Name: 'r', EventPattern, EventBusName: 'nobody'}, 'Event bus nobody does not exist.'],
])('%o is no rule', async (input, message) => {
  await using at = await aClient();
  await at.client.send(new CreateEventBusCommand({Name: 'releases'}));
  await expect(at.client.send(new PutRuleCommand(input))).rejects.toThrow(message);
});

test('a rule has five targets at the most, each refused for itself', async () => {
  await using at = await aClient();
  await at.client.send(new PutRuleCommand({Name: 'r', EventPattern}));
  const targets = (count: number) => Array.from({length: count}, (_, index) => ({Id: `t${index}`, Arn: queue}));
  const put = (Targets: {Id: string; Arn: string; Input?: string}[]) =>
    at.client.send(new PutTargetsCommand({Rule: 'r', Targets}));
  await expect(put(targets(6))).rejects.toHaveProperty('name', 'LimitExceededException');
  const {FailedEntries, FailedEntryCount} = await put([
    ...targets(1),
    {Id: 'bad', Arn: 'orders'},
    {Id: 'text', Arn: queue, Input: 'text'},
  ]);
  expect(FailedEntryCount).toBe(2);
  expect(FailedEntries?.map(({TargetId}) => TargetId)).toEqual(['bad', 'text']);
  const {Targets} = await at.client.send(new ListTargetsByRuleCommand({Rule: 'r'}));
  expect(Targets?.map(({Id}) => Id)).toEqual(['t0']);
});

test('rules and buses have tags', async () => {
  await using at = await aClient();
  const {RuleArn: ResourceARN} = await at.client.send(
    new PutRuleCommand({Name: 'r', EventPattern, Tags: [{Key: 'team', Value: 'a'}]}),
  );
  await at.client.send(new TagResourceCommand({ResourceARN, Tags: [{Key: 'stage', Value: 'live'}]}));
  await at.client.send(new UntagResourceCommand({ResourceARN, TagKeys: ['team']}));
  const {Tags} = await at.client.send(new ListTagsForResourceCommand({ResourceARN}));
  expect(Tags).toEqual([{Key: 'stage', Value: 'live'}]);
  await expect(at.client.send(new ListTagsForResourceCommand({ResourceARN: `${ResourceARN}x`}))).rejects.toHaveProperty(
    'name',
    'ResourceNotFoundException',
  );
});

test('a pattern is tried on an event that has all an event must have', async () => {
  await using at = await aClient();
  const event = {id: '1', account: '1', source: 'shop', time: '2026-01-01T00:00:00Z', region: 'x', resources: []};
  const whole = JSON.stringify({...event, 'detail-type': 'a'});
  expect((await at.client.send(new TestEventPatternCommand({EventPattern, Event: whole}))).Result).toBe(true);
  await expect(
    at.client.send(new TestEventPatternCommand({EventPattern, Event: JSON.stringify(event)})),
  ).rejects.toThrow('Parameter Event is not valid.');
});

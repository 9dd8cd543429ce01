import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import {expect, test} from 'vitest';
import {EventBuses} from '../../../src/lib/sandbox/events/event-buses.js';
import {createEvents} from '../../../src/lib/sandbox/events/events-service.js';
import {Rules} from '../../../src/lib/sandbox/events/rules/rules.js';
import {hostService} from '../service-host.js';

const NOW_MS = Date.UTC(2026, 10, 21, 10);

async function aClient() {
  const buses = new EventBuses(() => NOW_MS);
  const place = {region: 'eu-west-1', accountId: '111111111111'};
  const host = await hostService(createEvents(buses, new Rules(place, buses), place, {now: () => NOW_MS}));
  const client = new EventBridgeClient({
    endpoint: host.endpoint,
    region: 'eu-west-1',
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  return {buses, client, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]()};
}

const good: PutEventsRequestEntry = {Source: 'shop', DetailType: 'promoted', Detail: '{"version":"7"}'};

test('events are accepted and can be looked at as their bus has them', async () => {
  await using at = await aClient();
  const {EventBusArn} = await at.client.send(new CreateEventBusCommand({Name: 'releases'}));
  const {Entries, FailedEntryCount} = await at.client.send(
    new PutEventsCommand({
      Entries: [
        {...good, Resources: ['arn:aws:lambda:eu-west-1:111111111111:function:fn'], Time: new Date(NOW_MS - 5000)},
        {...good, EventBusName: EventBusArn},
        {...good, EventBusName: 'nobody'},
      ],
    }),
  );
  expect(FailedEntryCount).toBe(0);
  expect(at.buses.accepted()).toMatchObject([
    {
      bus: 'default',
      busExists: true,
      event: {
        version: '0',
        id: Entries?.[0]?.EventId,
        'detail-type': 'promoted',
        source: 'shop',
        account: '111111111111',
        time: '2026-11-21T09:59:55Z',
        region: 'eu-west-1',
        resources: ['arn:aws:lambda:eu-west-1:111111111111:function:fn'],
        detail: {version: '7'},
      },
    },
    {bus: 'releases', busExists: true, event: {time: '2026-11-21T10:00:00Z', resources: []}},
    {bus: 'nobody', busExists: false},
  ]);
});

test('each entry is refused for itself, as recorded from AWS', async () => {
  await using at = await aClient();
  const {Entries = [], FailedEntryCount} = await at.client.send(
    new PutEventsCommand({
      Entries: [
        {...good, Source: undefined},
        {...good, DetailType: undefined},
        {...good, Detail: undefined},
        {...good, Detail: 'text'},
        {...good, Detail: '["a"]'},
        {...good, Source: 'aws.lambda'},
        good,
      ],
    }),
  );
  expect(FailedEntryCount).toBe(6);
  expect(Entries.map(({ErrorCode, ErrorMessage}) => ErrorCode && `${ErrorCode}: ${ErrorMessage}`)).toEqual([
    'InvalidArgument: Parameter Source is not valid. Reason: Source is a required argument.',
    'InvalidArgument: Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    'InvalidArgument: Parameter Detail is not valid. Reason: Detail is a required argument.',
    'MalformedDetail: Detail is malformed.',
    'MalformedDetail: Detail is malformed.',
    'NotAuthorizedForSourceException: Not authorized for the source.',
    undefined,
  ]);
  expect(at.buses.accepted()).toHaveLength(1);
});

test.each([
  ['none', [], 'Member must have length greater than or equal to 1'],
  [
    'eleven',
    Array(11).fill(good),
    /^1 validation error detected: Value '\[PutEventsRequestEntry\(time=null, source=shop,.*Member must have length less than or equal to 10$/,
  ],
  [
    '256 KB',
    [{...good, Detail: JSON.stringify({text: 'x'.repeat(262_144)})}],
    'Total size of the entries in the request is over the limit.',
  ],
])('%s of them are refused together', async (_, Entries, message) => {
  await using at = await aClient();
  const refused = at.client.send(new PutEventsCommand({Entries}));
  await expect(refused).rejects.toMatchObject({name: 'ValidationException'});
  await expect(refused).rejects.toThrow(message);
});

test('buses are described, listed and deleted', async () => {
  await using at = await aClient();
  await at.client.send(new CreateEventBusCommand({Name: 'releases', Description: 'of us'}));
  const twice = at.client.send(new CreateEventBusCommand({Name: 'releases'}));
  await expect(twice).rejects.toHaveProperty('name', 'ResourceAlreadyExistsException');
  expect(await at.client.send(new DescribeEventBusCommand({Name: 'releases'}))).toMatchObject({
    Arn: 'arn:aws:events:eu-west-1:111111111111:event-bus/releases',
    Description: 'of us',
    CreationTime: new Date(NOW_MS),
  });
  const {EventBuses: all} = await at.client.send(new ListEventBusesCommand({}));
  expect(all?.map(({Name}) => Name)).toEqual(['default', 'releases']);
  await at.client.send(new DeleteEventBusCommand({Name: 'releases'}));
  const gone = at.client.send(new DescribeEventBusCommand({Name: 'releases'}));
  await expect(gone).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Event bus releases does not exist.',
  });
});

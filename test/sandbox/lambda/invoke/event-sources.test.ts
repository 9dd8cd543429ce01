import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {openLab} from '../lab.js';

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:111111111111:function:${name}`;

test('event source mappings are kept by what they point at', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create();
  expect((await client.send(new ListEventSourceMappingsCommand({FunctionName}))).EventSourceMappings).toEqual([]);
  const EventSourceArn = 'arn:aws:sqs:us-east-1:111111111111:orders';
  const {UUID, State} = await client.send(new CreateEventSourceMappingCommand({FunctionName, EventSourceArn}));
  expect(State).toBe('Creating');
  await expect(client.send(new UpdateEventSourceMappingCommand({UUID, BatchSize: 1}))).rejects.toMatchObject({
    name: 'ResourceInUseException',
  });
  lab.sandbox.settle();
  const listed = await client.send(new ListEventSourceMappingsCommand({FunctionName}));
  expect(listed.EventSourceMappings).toEqual([expect.objectContaining({UUID, FunctionArn: arnOf(FunctionName)})]);
  expect(await client.send(new GetEventSourceMappingCommand({UUID}))).toMatchObject({
    State: 'Enabled',
    EventSourceMappingArn: `arn:aws:lambda:us-east-1:111111111111:event-source-mapping:${UUID}`,
    BatchSize: 10,
  });
  await expect(client.send(new CreateEventSourceMappingCommand({FunctionName, EventSourceArn}))).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message: expect.stringContaining(String(UUID)),
  });
  await client.send(new UpdateEventSourceMappingCommand({UUID, Enabled: false, BatchSize: 5}));
  lab.sandbox.settle();
  expect(await client.send(new GetEventSourceMappingCommand({UUID}))).toMatchObject({State: 'Disabled', BatchSize: 5});
  const Resource = `arn:aws:lambda:us-east-1:111111111111:event-source-mapping:${UUID}`;
  await client.send(new TagResourceCommand({Resource, Tags: {team: 'a'}}));
  expect(await client.send(new ListTagsCommand({Resource}))).toMatchObject({Tags: {team: 'a'}});
  await client.send(new DeleteEventSourceMappingCommand({UUID}));
  lab.sandbox.settle();
  await expect(client.send(new GetEventSourceMappingCommand({UUID}))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test.each([
  ['sqs:us-east-1:111111111111:orders', 'USER_INITIATED'],
  ['dynamodb:us-east-1:111111111111:table/t/stream/2026', 'User action'],
  ['kinesis:us-east-1:111111111111:stream/clicks', 'User action'],
])('a mapping of %s gives its own reason for its state', async (source, StateTransitionReason) => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const input = {FunctionName, EventSourceArn: `arn:aws:${source}`, StartingPosition: 'LATEST'} as const;
  expect(await lab.client.send(new CreateEventSourceMappingCommand(input))).toMatchObject({StateTransitionReason});
});

import {setTimeout as sleep} from 'node:timers/promises';
import {
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import type {DeliveredEvent} from '../../../../src/lib/sandbox/lambda/invoke/deliveries.js';
import {zipOf} from '../../zip-of.js';
import {type Lab, openLab} from '../lab.js';

const queue = 'arn:aws:sqs:us-east-1:111111111111:records';
const topic = 'arn:aws:sns:us-east-1:111111111111:failures';
const source =
  'export const handler = async (event) => { if (event.fail) throw new Error("no"); return {seen: event.n}; };';

async function aFunction(lab: Lab, more: object = {}) {
  return lab.create({Runtime: 'nodejs22.x', Code: {ZipFile: await zipOf({'index.mjs': source})}, ...more});
}

async function deliveries(lab: Lab, count: number): Promise<DeliveredEvent[]> {
  for (;;) {
    const answer = await fetch(`${lab.sandbox.endpoint}/_sandbox/destinations`);
    const body = (await answer.json()) as {deliveries: DeliveredEvent[]};
    if (body.deliveries.length >= count) return body.deliveries;
    await sleep(10);
  }
}

const send = (lab: Lab, FunctionName: string, event: object) =>
  lab.client.send(new InvokeCommand({FunctionName, InvocationType: 'Event', Payload: JSON.stringify(event)}));

test('success and failure go to their destinations with the record of the invocation', async () => {
  await using lab = await openLab();
  const FunctionName = await aFunction(lab, {DeadLetterConfig: {TargetArn: queue}});
  const DestinationConfig = {OnSuccess: {Destination: queue}, OnFailure: {Destination: topic}};
  const config = {FunctionName, MaximumRetryAttempts: 0, DestinationConfig};
  await lab.client.send(new PutFunctionEventInvokeConfigCommand(config));
  await send(lab, FunctionName, {n: 1});
  const functionArn = `arn:aws:lambda:us-east-1:111111111111:function:${FunctionName}:$LATEST`;
  expect(await deliveries(lab, 1)).toMatchObject([
    {
      kind: 'on-success',
      destination: queue,
      functionArn,
      body: {
        version: '1.0',
        requestContext: {functionArn, condition: 'Success', approximateInvokeCount: 1},
        requestPayload: {n: 1},
        responseContext: {statusCode: 200, executedVersion: '$LATEST'},
        responsePayload: {seen: 1},
      },
    },
  ]);
  await send(lab, FunctionName, {fail: true});
  const [, failure, letter] = await deliveries(lab, 3);
  expect(failure).toMatchObject({
    kind: 'on-failure',
    destination: topic,
    body: {
      requestContext: {condition: 'RetriesExhausted', approximateInvokeCount: 1},
      responseContext: {functionError: 'Unhandled'},
      responsePayload: {errorMessage: 'no'},
    },
  });
  expect(letter).toMatchObject({
    kind: 'dead-letter',
    destination: queue,
    body: {fail: true},
    attributes: {ErrorCode: '200', ErrorMessage: 'no'},
  });
});

test('a function as a destination is invoked with the record', async () => {
  await using lab = await openLab();
  const FunctionName = await aFunction(lab);
  const next = await aFunction(lab);
  const Destination = `arn:aws:lambda:us-east-1:111111111111:function:${next}`;
  const to = (OnSuccess: object) => ({DestinationConfig: {OnSuccess}, MaximumRetryAttempts: 0});
  await lab.client.send(new PutFunctionEventInvokeConfigCommand({FunctionName, ...to({Destination})}));
  await lab.client.send(new PutFunctionEventInvokeConfigCommand({FunctionName: next, ...to({Destination: queue})}));
  await send(lab, FunctionName, {n: 7});
  const [, second] = await deliveries(lab, 2);
  expect(second).toMatchObject({
    destination: queue,
    body: {requestPayload: {requestPayload: {n: 7}, responsePayload: {seen: 7}}},
  });
});

test('a function that is stopped gives its events up at once', async () => {
  await using lab = await openLab();
  const FunctionName = await aFunction(lab);
  const OnFailure = {Destination: 'arn:aws:s3:::failed-events'};
  await lab.client.send(new PutFunctionEventInvokeConfigCommand({FunctionName, DestinationConfig: {OnFailure}}));
  await lab.client.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions: 0}));
  await send(lab, FunctionName, {});
  const [failure] = await deliveries(lab, 1);
  expect(failure).toMatchObject({kind: 'on-failure', destination: OnFailure.Destination});
  expect(failure?.body).not.toHaveProperty('responseContext');
});

test.each([
  [
    'arn:aws:dynamodb:us-east-1:111111111111:table/t',
    'InvalidParameterValueException',
    /^The provided destination config DestinationConfig\(onSuccess=OnSuccess\(destination=arn:aws:dynamodb/,
  ],
  ['arn:aws:s3:::only-for-failures', 'InvalidParameterValueException', /is invalid\.$/],
  ['arn:aws:sqs:us-east-1:111111111111:ordered.fifo', 'InvalidParameterValueException', /is invalid\.$/],
  ['arn:aws:lambda:us-east-1:111111111111:function:nobody', 'InvalidParameterValueException', /^The destination ARN/],
  ['not an arn', 'ValidationException', /destinationConfig\.onSuccess\.destination/],
])('%s is no destination of successes', async (Destination, name, message) => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const input = {FunctionName, DestinationConfig: {OnSuccess: {Destination}}};
  await expect(lab.client.send(new PutFunctionEventInvokeConfigCommand(input))).rejects.toMatchObject({
    name,
    message: expect.stringMatching(message),
  });
});

test('a function is no destination for itself, and an update keeps what it does not name', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  const Destination = `arn:aws:lambda:us-east-1:111111111111:function:${FunctionName}`;
  const own = {FunctionName, DestinationConfig: {OnFailure: {Destination}}};
  await expect(lab.client.send(new PutFunctionEventInvokeConfigCommand(own))).rejects.toThrow(
    "You can't specify the function as a destination for itself.",
  );
  const DestinationConfig = {OnFailure: {Destination: queue}};
  await lab.client.send(new PutFunctionEventInvokeConfigCommand({FunctionName, DestinationConfig}));
  const updated = await lab.client.send(
    new UpdateFunctionEventInvokeConfigCommand({FunctionName, MaximumRetryAttempts: 1}),
  );
  expect(updated).toMatchObject({MaximumRetryAttempts: 1, DestinationConfig: {OnSuccess: {}, ...DestinationConfig}});
});

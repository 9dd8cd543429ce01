import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {expect, onTestFinished, test, vi} from 'vitest';
import {startSandbox} from '../../../src/lib/sandbox/start.js';

async function open() {
  const sandbox = await startSandbox({speed: 600, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  const credentials = {accessKeyId: 'test', secretAccessKey: 'test'};
  const sqs = new SQSClient({endpoint: sandbox.endpoint, region: sandbox.region, credentials});
  const Attributes = {VisibilityTimeout: '600'};
  const {QueueUrl} = await sqs.send(new CreateQueueCommand({QueueName: 'orders', Attributes}));
  return {sqs, QueueUrl};
}

test('a message is given out once, and again when it was not deleted in time', async () => {
  const {sqs, QueueUrl} = await open();
  const {MessageId} = await sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'one'}));
  const first = await sqs.send(new ReceiveMessageCommand({QueueUrl}));
  expect(first.Messages).toMatchObject([{MessageId, Body: 'one', Attributes: {ApproximateReceiveCount: '1'}}]);
  expect((await sqs.send(new ReceiveMessageCommand({QueueUrl}))).Messages).toBeUndefined();
  // Ten minutes of the sandbox.
  const again = await vi.waitFor(async () => {
    const {Messages: [message] = []} = await sqs.send(new ReceiveMessageCommand({QueueUrl}));
    if (!message) throw new Error('Not visible yet.');
    return message;
  }, 20_000);
  expect(again).toMatchObject({MessageId, Attributes: {ApproximateReceiveCount: '2'}});
  const {ReceiptHandle} = again;
  await sqs.send(new ChangeMessageVisibilityCommand({QueueUrl, ReceiptHandle, VisibilityTimeout: 0}));
  const {Messages: [third] = []} = await sqs.send(new ReceiveMessageCommand({QueueUrl}));
  await sqs.send(new DeleteMessageCommand({QueueUrl, ReceiptHandle: third?.ReceiptHandle}));
  const {Attributes} = await sqs.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['All']}));
  expect(Attributes).toMatchObject({ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0'});
});

test('several at once, and a queue by its name', async () => {
  const {sqs, QueueUrl} = await open();
  const Entries = ['a', 'b', 'c'].map((Id) => ({Id, MessageBody: Id}));
  const {Successful = []} = await sqs.send(new SendMessageBatchCommand({QueueUrl, Entries}));
  expect(Successful.map(({Id}) => Id)).toEqual(['a', 'b', 'c']);
  const {Messages = []} = await sqs.send(new ReceiveMessageCommand({QueueUrl, MaxNumberOfMessages: 10}));
  expect(Messages.map(({Body}) => Body)).toEqual(['a', 'b', 'c']);
  expect((await sqs.send(new GetQueueUrlCommand({QueueName: 'orders'}))).QueueUrl).toBe(QueueUrl);
});

test('what is not there, and what is too much, is refused in words of SQS', async () => {
  const {sqs, QueueUrl} = await open();
  await expect(sqs.send(new ReceiveMessageCommand({QueueUrl, MaxNumberOfMessages: 11}))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
  const other = new CreateQueueCommand({QueueName: 'orders', Attributes: {VisibilityTimeout: '5'}});
  await expect(sqs.send(other)).rejects.toMatchObject({
    name: expect.stringMatching(/QueueNameExists|QueueAlreadyExists/),
  });
  await sqs.send(new DeleteQueueCommand({QueueUrl}));
  await expect(sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'x'}))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
  });
});

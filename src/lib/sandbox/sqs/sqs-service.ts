import * as z from 'zod';
import {firstViolation} from '../constraints/first-violation.js';
import {createJsonService} from '../json-service.js';
import type {SandboxService} from '../service.js';
import type {Queue} from './queue.js';
import type {Queues} from './queues.js';
import {SqsError} from './sqs-error.js';

/** A message has 1 MiB at most (SQS Developer Guide, quotas-messages). */
const MOST_BYTES = 1_048_576;

const url = z.object({QueueUrl: z.string().min(1)});
const seconds = z.number().int().min(0).max(43_200);
const message = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
});
const schemas = {
  create: z.object({
    QueueName: z.string().regex(/^[a-zA-Z0-9_-]{1,80}$/),
    Attributes: z.object({VisibilityTimeout: z.string().regex(/^\d+$/).optional()}).optional(),
  }),
  name: z.object({QueueName: z.string()}),
  url,
  send: url.extend(message.shape),
  batch: url.extend({
    Entries: z
      .array(message.extend({Id: z.string().regex(/^[\w-]{1,80}$/)}))
      .min(1)
      .max(10),
  }),
  receive: url.extend({
    MaxNumberOfMessages: z.number().int().min(1).max(10).optional(),
    VisibilityTimeout: seconds.optional(),
  }),
  handle: url.extend({ReceiptHandle: z.string().min(1)}),
  visibility: url.extend({ReceiptHandle: z.string().min(1), VisibilityTimeout: seconds}),
};

/** Standard queues of SQS over AWS JSON 1.0. A receive answers at once: WaitTimeSeconds is not waited for. */
export function createSqs(queues: Queues, endpointUrl: () => string | undefined, accountId: string): SandboxService {
  const urlOf = ({name}: Queue) => `${endpointUrl() ?? ''}/${accountId}/${name}`;
  const at = ({QueueUrl}: z.output<typeof url>) => queues.get(QueueUrl.split('/').at(-1) ?? '');
  const operations: Readonly<Record<string, (input: unknown) => object>> = {
    CreateQueue: (input) => {
      const {QueueName, Attributes} = parse(schemas.create, input);
      const timeout = Attributes?.VisibilityTimeout;
      return {QueueUrl: urlOf(queues.create(QueueName, timeout === undefined ? undefined : Number(timeout)))};
    },
    GetQueueUrl: (input) => ({QueueUrl: urlOf(queues.get(parse(schemas.name, input).QueueName))}),
    GetQueueAttributes: (input) => ({Attributes: attributesOf(at(parse(schemas.url, input)))}),
    DeleteQueue: (input) => {
      queues.delete(at(parse(schemas.url, input)).name);
      return {};
    },
    SendMessage: (input) => {
      const {MessageBody, DelaySeconds, ...to} = parse(schemas.send, input);
      requireFits(MessageBody);
      return at(to).send(MessageBody, DelaySeconds);
    },
    SendMessageBatch: (input) => {
      const {Entries, ...to} = parse(schemas.batch, input);
      for (const {MessageBody} of Entries) requireFits(MessageBody);
      const queue = at(to);
      const sent = Entries.map(({Id, MessageBody, DelaySeconds}) => ({Id, ...queue.send(MessageBody, DelaySeconds)}));
      return {Successful: sent, Failed: []};
    },
    ReceiveMessage: (input) => {
      const {MaxNumberOfMessages = 1, VisibilityTimeout, ...of} = parse(schemas.receive, input);
      const received = at(of).receive(MaxNumberOfMessages, VisibilityTimeout);
      const toAws = ({messageId, receiptHandle, body, md5OfBody, attributes}: (typeof received)[number]) => ({
        ...{MessageId: messageId, ReceiptHandle: receiptHandle, Body: body, MD5OfBody: md5OfBody},
        Attributes: attributes,
      });
      return received.length === 0 ? {} : {Messages: received.map(toAws)};
    },
    DeleteMessage: (input) => {
      const {ReceiptHandle, ...of} = parse(schemas.handle, input);
      at(of).delete(ReceiptHandle);
      return {};
    },
    ChangeMessageVisibility: (input) => {
      const {ReceiptHandle, VisibilityTimeout, ...of} = parse(schemas.visibility, input);
      at(of).changeVisibility(ReceiptHandle, VisibilityTimeout);
      return {};
    },
  };
  return createJsonService({target: 'AmazonSQS', version: '1.0', answer: (name, input) => operations[name]?.(input)});
}

function attributesOf(queue: Queue): Readonly<Record<string, string>> {
  const {visible, inFlight} = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    VisibilityTimeout: String(queue.visibilitySeconds),
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
  };
}

function requireFits(body: string): void {
  if (Buffer.byteLength(body) <= MOST_BYTES) return;
  const reason = `One or more parameters are invalid. Reason: Message must be shorter than ${MOST_BYTES} bytes.`;
  throw new SqsError('InvalidParameterValue', reason);
}

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new SqsError('InvalidParameterValue', firstViolation(parsed.error, input));
}

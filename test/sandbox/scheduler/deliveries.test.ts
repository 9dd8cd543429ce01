import {expect, test} from 'vitest';
import {toTargetRequest} from '../../../src/lib/sandbox/scheduler/target-request.js';
import {aScheduler, LEASE, MINUTE_MS} from './schedules-fixture.js';

const THROTTLED = {
  status: 429,
  headers: {'x-amzn-errortype': 'TooManyRequestsException'},
  body: '{"message":"Rate exceeded"}',
};
const REFUSED = {
  status: 412,
  headers: {'x-amzn-errortype': 'PreconditionFailedException'},
  body: '{"message":"stale"}',
};

test('what may pass is tried again, what is refused is not', async () => {
  const at = aScheduler([THROTTLED, undefined, {status: 500}, REFUSED]);
  at.create();
  await at.clock.advance(10 * MINUTE_MS);
  expect(at.deliveries.list().map(({attempt, outcome, errorCode}) => [attempt, outcome, errorCode])).toEqual([
    [1, 'tried again', 'TooManyRequestsException'],
    [2, 'tried again', 'AWS.Scheduler.InternalServerError'],
    [3, 'tried again', 'HTTP 500'],
    [4, 'failed', 'PreconditionFailedException'],
  ]);
  expect(at.deliveries.list()[3]).toMatchObject({
    schedule: 'arn:aws:scheduler:us-east-1:111111111111:schedule/default/lease',
    scheduledFor: '2026-11-21T10:05:00Z',
    at: '2026-11-21T10:05:37.000Z',
    errorMessage: 'stale',
    status: 412,
  });
  expect(at.counted.filter((name) => name === 'InvocationAttemptCount')).toHaveLength(4);
  expect(at.counted).toContain('InvocationDroppedCount');
});

test.each([
  [{MaximumRetryAttempts: 2}, 3],
  [{MaximumRetryAttempts: 0}, 1],
  // 1, 2, 4, 8, 16 and 32 seconds of waiting are 63.
  [{MaximumEventAgeInSeconds: 60}, 6],
])('the retry policy %o ends after %d attempts', async (RetryPolicy, attempts) => {
  const at = aScheduler([THROTTLED]);
  const DeadLetterConfig = {Arn: 'arn:aws:sqs:us-east-1:111111111111:dead'};
  at.create({Target: {...LEASE.Target, RetryPolicy, DeadLetterConfig}});
  await at.clock.advance(100 * MINUTE_MS);
  expect(at.calls).toHaveLength(attempts);
  expect(at.deliveries.list().at(-1)).toMatchObject({outcome: 'failed', deadLetterQueue: DeadLetterConfig.Arn});
});

test('a schedule that is updated while its target is tried stays', async () => {
  const at = aScheduler([THROTTLED, {status: 200}, {status: 200}]);
  at.create();
  await at.clock.advance(5.5 * MINUTE_MS);
  at.update({ScheduleExpression: 'at(2026-11-21T11:00:00)'});
  await at.clock.advance(MINUTE_MS);
  expect(at.calls).toHaveLength(2);
  expect(at.names()).toEqual(['lease']);
});

test('texts in angle brackets are replaced in the input', async () => {
  const at = aScheduler();
  const Input = JSON.stringify({
    FunctionName: 'fn',
    Name: 'live',
    Description: '<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.attempt-number>',
  });
  at.create({Target: {...LEASE.Target, Input}});
  await at.clock.advance(10 * MINUTE_MS);
  expect(JSON.parse(String(at.calls[0]?.request.body)).Description).toBe(
    'arn:aws:scheduler:us-east-1:111111111111:schedule/default/lease 2026-11-21T10:05:00Z 1',
  );
});

const updateAlias = 'arn:aws:scheduler:::aws-sdk:lambda:updateAlias';
test.each([
  ['no JSON', updateAlias, 'FunctionName=fn'],
  ['members in camel case', updateAlias, '{"functionName":"fn","name":"live"}'],
  ['a member in camel case', updateAlias, '{"FunctionName":"fn","Name":"live","revisionId":"r"}'],
  [
    'a nested member in camel case',
    updateAlias,
    '{"FunctionName":"fn","Name":"live","RoutingConfig":{"additionalVersionWeights":{}}}',
  ],
  ['a missing name', updateAlias, '{"FunctionName":"fn"}'],
  ['a service it cannot call', 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage', '{}'],
])('%s cannot be called', (_, arn, input) => {
  expect(toTargetRequest(arn, input)).toMatchObject({kind: 'impossible'});
});

test.each([
  [
    updateAlias,
    '{"FunctionName":"a:b","Name":"live","RoutingConfig":{"AdditionalVersionWeights":{}}}',
    'PUT /2015-03-31/functions/a%3Ab/aliases/live',
  ],
  [
    'arn:aws:scheduler:::aws-sdk:lambda:UpdateAlias',
    '{"FunctionName":"fn","Name":"live"}',
    'PUT /2015-03-31/functions/fn/aliases/live',
  ],
  [
    'arn:aws:scheduler:::aws-sdk:lambda:putFunctionConcurrency',
    '{"FunctionName":"fn","ReservedConcurrentExecutions":0}',
    'PUT /2017-10-31/functions/fn/concurrency',
  ],
  [
    'arn:aws:scheduler:::aws-sdk:lambda:invoke',
    '{"FunctionName":"fn","Payload":"{}"}',
    'POST /2015-03-31/functions/fn/invocations',
  ],
  [
    'arn:aws:lambda:us-east-1:111111111111:function:fn:live',
    undefined,
    'POST /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A111111111111%3Afunction%3Afn%3Alive/invocations',
  ],
  ['arn:aws:scheduler:::aws-sdk:eventbridge:putEvents', '{"Entries":[]}', 'POST /'],
])('%s is a call', (arn, input, expected) => {
  const called = toTargetRequest(arn, input);
  expect(called.kind === 'call' && `${called.request.method} ${called.request.path}`).toBe(expected);
});

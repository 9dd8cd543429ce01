import {expect, test} from 'vitest';
import {startSandbox} from '../../../src/lib/sandbox/start.js';

const pattern = 'failed to satisfy constraint: Member must satisfy regular expression pattern:';

test.each<[target: string, input: object, message: string]>([
  [
    'Logs_20140328.PutLogEvents',
    {logGroupName: 'a b'},
    `Value 'a b' at 'logGroupName' ${pattern} [\\.\\-_/#A-Za-z0-9]+`,
  ],
  [
    'Logs_20140328.DescribeMetricFilters',
    {filterNamePrefix: ''},
    "Value '' at 'filterNamePrefix' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    'Logs_20140328.PutMetricFilter',
    {logGroupName: 'g', metricTransformations: [{metricName: 'a:b'}]},
    `Value 'a:b' at 'metricTransformations.1.member.metricName' ${pattern} [^:*$]*`,
  ],
  [
    'GraniteServiceVersion20100801.DescribeAlarms',
    {AlarmTypes: ['Alarm']},
    "Value '[Alarm]' at 'alarmTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [CompositeAlarm, MetricAlarm, LogAlarm], Member must not be null]",
  ],
  ['GraniteServiceVersion20100801.ListMetrics', {Namespace: ':x'}, `Value ':x' at 'namespace' ${pattern} [^:].*`],
  [
    'GraniteServiceVersion20100801.SetAlarmState',
    {AlarmName: 'a', StateValue: 'OK', StateReason: 'x'.repeat(1024)},
    `Value '${'x'.repeat(1024)}' at 'stateReason' failed to satisfy constraint: Member must have length less than or equal to 1023`,
  ],
])('%s with %o is refused as the service model has it', async (target, input, message) => {
  await using sandbox = await startSandbox();
  const answer = await fetch(sandbox.endpoint, {
    method: 'POST',
    headers: {'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0'},
    body: JSON.stringify(input),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({message: `1 validation error detected: ${message}`});
});

test.each([
  [
    'GET',
    '/schedules?State=PAUSED',
    "Value 'PAUSED' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED]",
  ],
  ['GET', '/schedules/a%20b', `Value 'a b' at 'name' ${pattern} [0-9a-zA-Z-_.]+`],
  ['DELETE', '/schedules/a?groupName=a%20b', `Value 'a b' at 'groupName' ${pattern} [0-9a-zA-Z-_.]+`],
])('%s %s of the Scheduler too', async (method, path, message) => {
  await using sandbox = await startSandbox();
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/scheduler/aws4_request, SignedHeaders=host, Signature=0';
  const answer = await fetch(`${sandbox.endpoint}${path}`, {method, headers: {authorization}});
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({Message: `1 validation error detected: ${message}`});
});

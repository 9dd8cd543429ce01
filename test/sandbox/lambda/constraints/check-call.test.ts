import {expect, test} from 'vitest';
import {openLab} from '../lab.js';

const FUNCTION = '/2015-03-31/functions/fn-0';
const MAPPING = '/2015-03-31/event-source-mappings';
const uuid = '00000000-0000-4000-8000-000000000000';
const permission = {StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com'};
const anyArn =
  'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)';

test.each<[method: string, path: string, body: object | undefined, constraint: string]>([
  [
    'POST',
    `${FUNCTION}/policy`,
    {...permission, SourceAccount: '1234'},
    "Value '1234' at 'sourceAccount' failed to satisfy constraint: Member must satisfy regular expression pattern: \\d{12}",
  ],
  [
    'POST',
    `${FUNCTION}/policy`,
    {...permission, FunctionUrlAuthType: 'ALL'},
    "Value 'ALL' at 'functionUrlAuthType' failed to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM]",
  ],
  [
    'POST',
    MAPPING,
    {FunctionName: 'fn-0', EventSourceArn: 'queue'},
    `Value 'queue' at 'eventSourceArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${anyArn}`,
  ],
  [
    'PUT',
    `${MAPPING}/${uuid}`,
    {BatchSize: 10_001, ScalingConfig: {MaximumConcurrency: 1}},
    "Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000; Value '1' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must have value greater than or equal to 2",
  ],
  [
    'PUT',
    `${MAPPING}/${uuid}`,
    {FilterCriteria: {Filters: [{Pattern: '{}'}, {Pattern: 'x'.repeat(4097)}]}},
    `Value '${'x'.repeat(4097)}' at 'filterCriteria.filters.2.member.pattern' failed to satisfy constraint: Member must have length less than or equal to 4096`,
  ],
  [
    'GET',
    `${MAPPING}/abc`,
    undefined,
    "Value 'abc' at 'uUID' failed to satisfy constraint: Member must have length greater than or equal to 36",
  ],
  [
    'PUT',
    `${FUNCTION}/configuration`,
    {VpcConfig: {SubnetIds: ['subnet-1', 'net-2'], SecurityGroupIds: []}},
    "Value '[subnet-1, net-2]' at 'vpcConfig.subnetIds' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: subnet-[0-9a-z]*, Member must not be null]",
  ],
  [
    'PUT',
    `${FUNCTION}/configuration`,
    {Timeout: 901, LoggingConfig: {SystemLogLevel: 'TRACE'}},
    "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900; Value 'TRACE' at 'loggingConfig.systemLogLevel' failed to satisfy constraint: Member must satisfy enum value set: [DEBUG, INFO, WARN]",
  ],
  [
    'POST',
    '/2021-10-31/functions/fn-0/url',
    {AuthType: 'NONE', Cors: {MaxAge: 86_401, AllowMethods: ['GET', 'PUT', 'POST', 'PATCH', 'HEAD', '*', 'DELETE']}},
    "Value '[GET, PUT, POST, PATCH, HEAD, *, DELETE]' at 'cors.allowMethods' failed to satisfy constraint: Member must have length less than or equal to 6; Value '86401' at 'cors.maxAge' failed to satisfy constraint: Member must have value less than or equal to 86400",
  ],
  [
    'DELETE',
    `${FUNCTION}/aliases/7`,
    undefined,
    "Value '7' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
  ],
  [
    'GET',
    '/2018-10-31/layers?MaxItems=51',
    undefined,
    "Value '51' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 50",
  ],
  [
    'GET',
    '/2015-03-31/functions?FunctionVersion=1',
    undefined,
    "Value '1' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]",
  ],
  [
    'POST',
    `${FUNCTION}/invocations`,
    {},
    "Value 'Head' at 'logType' failed to satisfy constraint: Member must satisfy enum value set: [None, Tail]",
  ],
])('%s %s with %o is refused as the service model has it', async (method, path, body, constraint) => {
  await using lab = await openLab();
  await lab.create();
  const answer = await fetch(`${lab.sandbox.endpoint}${path}`, {
    method,
    headers: {'x-amz-log-type': 'Head'},
    ...(body && {body: JSON.stringify(body)}),
  });
  const problems = constraint.split('; Value').length;
  expect(answer.status).toBe(400);
  expect(answer.headers.get('x-amzn-errortype')).toContain('ValidationException');
  expect(await answer.json()).toMatchObject({
    message: `${problems} validation error${problems === 1 ? '' : 's'} detected: ${constraint}`,
  });
});

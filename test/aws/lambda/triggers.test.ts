import {expect, test} from 'vitest';
import {LambdaTriggers} from '../../../src/lib/aws/lambda/triggers.js';
import {lambdaError, type StubRequest, stubAws} from '../stub-aws.js';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';
const MAPPINGS = [
  {
    UUID: 'u-1',
    FunctionArn: FUNCTION_ARN,
    EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
    State: 'Enabled',
  },
  {UUID: 'u-2', FunctionArn: `${FUNCTION_ARN}:live`, State: 'Creating'},
  {UUID: 'u-3', FunctionArn: `${FUNCTION_ARN}:$LATEST`, State: 'Disabled'},
  {UUID: 'u-4', FunctionArn: FUNCTION_ARN, State: 'Disabling'},
  {UUID: 'u-5', FunctionArn: FUNCTION_ARN, State: 'Deleting'},
];

/** Two pages of mappings; neither a URL nor a policy. */
function answer({path, query}: StubRequest) {
  if (!path.includes('event-source-mappings')) {
    return lambdaError(404, 'ResourceNotFoundException', 'The resource you requested does not exist.');
  }
  const isFirst = query.get('Marker') === null;
  const EventSourceMappings = isFirst ? MAPPINGS.slice(0, 2) : MAPPINGS.slice(2);
  return {status: 200, body: {EventSourceMappings, ...(isFirst && {NextMarker: 'more'})}};
}

test('event sources are enabled until they are off or on their way there, on every page', async () => {
  const {clients, requests} = await stubAws(answer);
  const found = await new LambdaTriggers(clients).listEventSources();

  expect(found.map(({uuid, isEnabled}) => [uuid, isEnabled])).toEqual([
    ['u-1', true],
    ['u-2', true],
    ['u-3', false],
    ['u-4', false],
    ['u-5', false],
  ]);
  expect(found.map(({qualifier}) => qualifier)).toEqual([undefined, 'live', undefined, undefined, undefined]);
  expect(requests.map(({query}) => query.get('FunctionName'))).toEqual([null, null]);
});

test('only an enabled event source of the bare function goes past the aliases', async () => {
  const {clients} = await stubAws(answer);

  expect(await new LambdaTriggers(clients).listBypasses('checkout')).toEqual([
    {kind: 'eventSource', source: 'arn:aws:sqs:eu-west-1:123456789012:orders', uuid: 'u-1'},
  ]);
});

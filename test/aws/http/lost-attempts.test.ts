import {describe, expect, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaConcurrency} from '../../../src/lib/aws/lambda/concurrency.js';
import {LambdaInvoke} from '../../../src/lib/aws/lambda/invoke.js';
import {lambdaError, stubAws, stubEnvironment} from '../stub-aws.js';

const HTML = {status: 200, headers: {'content-type': 'text/html'}, body: '<html>Sign in</html>'};
const LOST = [
  ['no answer', undefined],
  ['half an answer', 'truncate'],
  ['an answer that never ends', 'trickle'],
  ['silence', 'hang'],
  ['a failure of AWS after the effect', lambdaError(500, 'ServiceException', 'no')],
  ['an overloaded gateway', {status: 503, body: ''}],
] as const;
const REFUSED = [
  ['ACCESS_DENIED', lambdaError(403, 'AccessDeniedException', 'no')],
  ['CREDENTIALS_INVALID', lambdaError(403, 'UnrecognizedClientException', 'no')],
  ['CREDENTIALS_EXPIRED', lambdaError(403, 'ExpiredTokenException', 'no')],
  ['FUNCTION_NOT_FOUND', lambdaError(404, 'ResourceNotFoundException', 'Function not found: arn:f')],
  ['PRECONDITION_FAILED', lambdaError(412, 'PreconditionFailedException', 'no')],
  ['THROTTLED', lambdaError(429, 'TooManyRequestsException', 'no')],
] as const;
const PAIRS = [
  ...LOST.map(([lost, first]) => ({lost, first, code: REFUSED[0][0], second: REFUSED[0][1]})),
  ...REFUSED.map(([code, refusal]) => ({lost: LOST[0][0], first: LOST[0][1], code, second: refusal})),
];
const options = {region: 'eu-west-1', limits: {attemptMs: 500, callMs: 60_000, idleMs: 60_000}};

describe('a write that is refused after an earlier attempt was lost', () => {
  test.each(PAIRS)('$lost, then $code: nobody knows what became of it', async ({first, code, second}) => {
    const {clients} = await stubAws((_request, count) => (count === 1 ? first : second), options);
    await expect(new LambdaConcurrency(clients, clients).putReserved('checkout', 0)).rejects.toMatchObject({
      code,
      uncertain: true,
      traffic: 'unknown',
      details: {lostAttempts: 1},
    });
  });

  test('says so, and does not blame somebody else for its own work', async () => {
    const answer = (status: number, name: string) => lambdaError(status, name, 'no');
    const {clients} = await stubAws(
      (_request, count) => (count === 1 ? undefined : answer(412, 'PreconditionFailedException')),
      options,
    );
    const putting = new LambdaConcurrency(clients, clients).putReserved('checkout', 0);
    await expect(putting).rejects.toThrow('by this command or by somebody else');
  });
});

describe('a write of which every attempt was refused', () => {
  test.each(REFUSED)('%s: nothing was carried out', async (code, refusal) => {
    const {clients} = await stubAws(() => refusal, options);
    const putting = new LambdaConcurrency(clients, clients).putReserved('checkout', 0);
    await expect(putting).rejects.toMatchObject({code, uncertain: false, traffic: 'untouched'});
  });

  test('an endpoint that nobody listens at has carried out nothing either', async () => {
    stubEnvironment({AWS_ENDPOINT_URL: 'http://127.0.0.1:9'});
    const clients = new AwsClients({region: 'eu-west-1'});
    const putting = new LambdaConcurrency(clients, clients).putReserved('checkout', 0);
    await expect(putting).rejects.toMatchObject({code: 'NETWORK', uncertain: false});
  });
});

describe('lost answers', () => {
  test.each([
    ['a page of HTML', HTML, 'NOT_AN_AWS_ENDPOINT'],
    ['half an answer', 'truncate', 'NETWORK'],
  ] as const)('%s, three times over, is told by its own name', async (_name, answer, code) => {
    const {clients} = await stubAws(() => answer, options);
    const putting = new LambdaConcurrency(clients, clients).putReserved('checkout', 0);
    await expect(putting).rejects.toMatchObject({code, uncertain: true});
  });

  test('of a read leave nothing open', async () => {
    const {clients} = await stubAws(() => undefined, options);
    const reading = new LambdaConcurrency(clients, clients).getReserved('checkout');
    await expect(reading).rejects.toMatchObject({code: 'NETWORK', uncertain: false});
  });

  test('of an invocation are not made up for by a second one', async () => {
    const {clients, requests} = await stubAws(() => undefined);
    const request = {functionName: 'checkout', qualifier: 'live', payload: '{}', timeoutMs: 1000, secrets: []};
    await expect(new LambdaInvoke(clients).invoke(request)).rejects.toMatchObject({code: 'NETWORK', uncertain: true});
    expect(requests).toHaveLength(1);
  });
});

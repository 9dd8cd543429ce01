import {expect, test} from 'vitest';
import {LambdaProvisioned} from '../../../src/lib/aws/lambda/provisioned.js';
import {lambdaError, stubAws} from '../stub-aws.js';

const REF = {functionName: 'checkout', alias: 'live'};
const READY = {
  RequestedProvisionedConcurrentExecutions: 5,
  AllocatedProvisionedConcurrentExecutions: 5,
  AvailableProvisionedConcurrentExecutions: 4,
  Status: 'READY',
};

async function stubProvisioned(...[answer]: Parameters<typeof stubAws>) {
  const {clients, requests} = await stubAws(answer);
  return {provisioned: new LambdaProvisioned(clients), requests};
}

test('of one alias it is asked for by qualifier; none is no error, and another error is one', async () => {
  const none = 'ProvisionedConcurrencyConfigNotFoundException';
  const {provisioned, requests} = await stubProvisioned((_request, count) => {
    if (count === 1) return {status: 200, body: READY};
    return count === 2
      ? lambdaError(404, none, 'No Provisioned Concurrency Config found')
      : lambdaError(400, 'InvalidParameterValueException', 'weights');
  });
  expect(await provisioned.getProvisioned(REF)).toEqual({requested: 5, allocated: 5, available: 4, status: 'READY'});
  expect(requests[0]?.query.get('Qualifier')).toBe('live');
  expect(await provisioned.getProvisioned(REF)).toBeUndefined();
  await expect(provisioned.putProvisioned(REF, 1)).rejects.toMatchObject({code: 'INVALID_REQUEST'});
});

test('of a function it is that of every alias and version, over all pages', async () => {
  const config = (qualifier: string) => ({
    ...READY,
    FunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:checkout:${qualifier}`,
  });
  const {provisioned} = await stubProvisioned((_request, count) => ({
    status: 200,
    body:
      count === 1
        ? {ProvisionedConcurrencyConfigs: [config('live')], NextMarker: 'more'}
        : {ProvisionedConcurrencyConfigs: [config('7')]},
  }));
  const row = {requested: 5, allocated: 5, status: 'READY'};
  expect(await provisioned.listProvisioned('checkout')).toEqual([
    {qualifier: 'live', ...row},
    {qualifier: '7', ...row},
  ]);
});

import {expect, test} from 'vitest';
import {LambdaVersions} from '../../../src/lib/aws/lambda/versions.js';
import {stubAws} from '../stub-aws.js';

test('running durable executions of a version are counted over all pages', async () => {
  const execution = {
    ...{DurableExecutionArn: 'arn', DurableExecutionName: 'order-1', FunctionArn: 'arn:7'},
    ...{Status: 'RUNNING', StartTimestamp: 1_700_000_000},
  };
  const {clients, requests} = await stubAws((_request, count) => ({
    status: 200,
    body: count === 1 ? {DurableExecutions: [execution, execution], NextMarker: 'm'} : {DurableExecutions: [execution]},
  }));
  expect(await new LambdaVersions(clients).countRunningExecutions('checkout', '7')).toBe(3);
  const queries = requests.map(({query}) => query.toString());
  expect(requests[0]?.path).toContain('/functions/checkout/durable-executions');
  expect(queries[0]).toMatch(/Qualifier=7.*Statuses=RUNNING|Statuses=RUNNING.*Qualifier=7/);
  expect(queries[1]).toContain('Marker=m');
});

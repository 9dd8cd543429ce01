import {CloudWatchClient, GetMetricDataCommand} from '@aws-sdk/client-cloudwatch';
import {InvokeCommand} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {openLab} from '../lambda/lab.js';
import {zipOf} from '../zip-of.js';

const HOUR_MS = 3_600_000;
const code = `
const aws = (Metrics) => ({Timestamp: Date.now(), CloudWatchMetrics: [{Namespace: 'Shop', Dimensions: [['version']], Metrics}]});
export const handler = async () => {
  const version = process.env.AWS_LAMBDA_FUNCTION_VERSION;
  console.log(JSON.stringify({_aws: aws([{Name: 'Orders', Unit: 'Count'}]), version, Orders: [2, 3]}));
  console.log(JSON.stringify({_aws: aws([{Name: 'Orders'}]), version}));
};`;

test('what a handler prints in the Embedded Metric Format is a metric, at the sandbox time of its printing', async () => {
  // So fast that a minute of the wall is more than two hours here: wall times would be refused as too old.
  await using lab = await openLab({speed: 600, metricsDelayMs: 0});
  const FunctionName = await lab.create({
    Runtime: 'nodejs22.x',
    Publish: true,
    Code: {ZipFile: await zipOf({'index.mjs': code})},
  });
  const {FunctionError} = await lab.client.send(new InvokeCommand({FunctionName, Qualifier: '1'}));
  expect(FunctionError).toBeUndefined();
  const cloudwatch = new CloudWatchClient({
    endpoint: lab.sandbox.endpoint,
    region: lab.sandbox.region,
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
  });
  const query = (Id: string, Namespace: string, MetricName: string, Name: string, Value: string) => ({
    Id,
    MetricStat: {Metric: {Namespace, MetricName, Dimensions: [{Name, Value}]}, Period: 3600, Stat: 'Sum'},
  });
  const {MetricDataResults = []} = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(lab.sandbox.clock.now() - 2 * HOUR_MS),
      EndTime: new Date(lab.sandbox.clock.now() + HOUR_MS),
      MetricDataQueries: [
        query('orders', 'Shop', 'Orders', 'version', '1'),
        query('invalid', 'AWS/Logs', 'EMFValidationErrors', 'LogGroupName', `/aws/lambda/${FunctionName}`),
      ],
    }),
  );
  const sums = MetricDataResults.map(({Id, Values}) => [Id, Values?.reduce((sum, value) => sum + value, 0)]);
  expect(sums).toEqual([
    ['orders', 5],
    ['invalid', 1],
  ]);
});

import {execFile, spawnSync} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import type {Sandbox} from '../../../src/lib/sandbox/start.js';
import {startTraffic} from '../../../src/lib/sandbox/traffic/start-traffic.js';
import {aReleasedFunction} from './released-function.js';

// Clients that are not ours must see the same world. They are skipped, and reported as skipped, where not installed.
const hasAwsCli = spawnSync('aws', ['--version']).status === 0;
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;
const run = promisify(execFile);

function environment(sandbox: Sandbox): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_REGION: sandbox.region,
    AWS_DEFAULT_REGION: sandbox.region,
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
    AWS_PAGER: '',
  };
}

async function sandboxWithTraffic() {
  const sandbox = await aReleasedFunction();
  const ref = {functionName: 'checkout', alias: 'live'};
  const report = await startTraffic({endpoint: sandbox.endpoint, ref, rps: 200, maxRequests: 20});
  const window = [new Date(sandbox.clock.now() - 600_000), new Date(sandbox.clock.now() + 60_000)];
  return {sandbox, report, window: window.map((date) => date.toISOString())};
}

test.skipIf(!hasAwsCli)('the AWS CLI reads metrics, logs, identity and objects', async () => {
  const {sandbox, report, window} = await sandboxWithTraffic();
  await using _ = sandbox;
  const aws = async (...command: string[]) => {
    const {stdout} = await run('aws', [...command, '--output', 'json'], {env: environment(sandbox)});
    return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as Record<string, unknown>);
  };
  const dimensions = ['FunctionName=checkout', 'Resource=checkout:live', 'ExecutedVersion=2'];
  const metrics = await aws(
    ...[
      'cloudwatch',
      'get-metric-statistics',
      '--namespace',
      'AWS/Lambda',
      '--metric-name',
      'Errors',
      '--period',
      '3600',
    ],
    ...['--statistics', 'Sum', '--start-time', window[0] ?? '', '--end-time', window[1] ?? '', '--dimensions'],
    ...dimensions.map((each) => `Name=${each.replace('=', ',Value=')}`),
  );
  expect(metrics?.Datapoints).toMatchObject([{Sum: report.versions[2]?.failed, Unit: 'Count'}]);
  const logs = await aws(
    'logs',
    'filter-log-events',
    '--log-group-name',
    '/aws/lambda/checkout',
    '--filter-pattern',
    'hello',
  );
  expect(logs?.events).toHaveLength(report.versions[1]?.served ?? 0);
  expect(await aws('sts', 'get-caller-identity')).toHaveProperty('Account', sandbox.accountId);
  await aws('s3api', 'create-bucket', '--bucket', 'from-the-cli');
  await aws('s3', 'cp', '--only-show-errors', new URL(import.meta.url).pathname, 's3://from-the-cli/a/b.ts');
  const listed = await aws('s3api', 'list-objects-v2', '--bucket', 'from-the-cli');
  expect(listed?.Contents).toMatchObject([{Key: 'a/b.ts'}]);
});

const PYTHON = `
import boto3, json, sys
from datetime import datetime
start, end = (datetime.fromisoformat(text.replace('Z', '+00:00')) for text in sys.argv[1:3])
def query(name, version):
    dimensions = {'FunctionName': 'checkout', 'Resource': 'checkout:live', 'ExecutedVersion': version}
    metric = {'Namespace': 'AWS/Lambda', 'MetricName': name, 'Dimensions': [{'Name': k, 'Value': v} for k, v in dimensions.items()]}
    return {'Id': name.lower() + version, 'MetricStat': {'Metric': metric, 'Period': 60, 'Stat': 'Sum'}}
data = boto3.client('cloudwatch').get_metric_data(
    StartTime=start, EndTime=end, MetricDataQueries=[query('Invocations', '1'), query('Errors', '2'), query('Errors', '3')])
s3 = boto3.client('s3')
s3.create_bucket(Bucket='from-python')
s3.put_object(Bucket='from-python', Key='k', Body=b'text', ChecksumAlgorithm='SHA256')
print(json.dumps({
    'sums': {each['Id']: sum(each['Values']) for each in data['MetricDataResults']},
    'body': s3.get_object(Bucket='from-python', Key='k', ChecksumMode='ENABLED')['Body'].read().decode(),
}))
`;

test.skipIf(!hasBoto3)('boto3 reads metrics and objects', async () => {
  const {sandbox, report, window} = await sandboxWithTraffic();
  await using _ = sandbox;
  const {stdout} = await run('python3', ['-c', PYTHON, ...window], {env: environment(sandbox)});
  expect(JSON.parse(stdout)).toEqual({
    sums: {invocations1: report.versions[1]?.served, errors2: report.versions[2]?.failed, errors3: 0},
    body: 'text',
  });
});

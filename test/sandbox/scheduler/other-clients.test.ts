import {execFile, spawnSync} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {type Sandbox, startSandbox} from '../../../src/lib/sandbox/start.js';

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

const target = {
  Arn: 'arn:aws:scheduler:::aws-sdk:lambda:updateAlias',
  RoleArn: 'arn:aws:iam::000000000000:role/lease',
  Input: '{"FunctionName":"fn","Name":"live"}',
};

test.skipIf(!hasAwsCli)('the AWS CLI makes, changes, reads and removes a schedule, and puts events', async () => {
  await using sandbox = await startSandbox();
  const aws = async (...command: string[]) => {
    const {stdout} = await run('aws', [...command, '--output', 'json'], {env: environment(sandbox)});
    return JSON.parse(stdout.trim() || '{}');
  };
  const lease = (expression: string) => [
    ...['--name', 'lease', '--group-name', 'lambda-release', '--flexible-time-window', 'Mode=OFF'],
    ...['--schedule-expression', expression, '--target', JSON.stringify(target)],
  ];
  await aws('scheduler', 'create-schedule-group', '--name', 'lambda-release');
  const made = await aws('scheduler', 'create-schedule', ...lease('at(2099-01-01T00:00:00)'));
  expect(made.ScheduleArn).toMatch(/:schedule\/lambda-release\/lease$/);
  await aws('scheduler', 'update-schedule', ...lease('at(2099-01-01T00:05:00)'));
  const read = await aws('scheduler', 'get-schedule', '--name', 'lease', '--group-name', 'lambda-release');
  expect(read).toMatchObject({ScheduleExpression: 'at(2099-01-01T00:05:00)', Target: target});
  await aws('scheduler', 'delete-schedule', '--name', 'lease', '--group-name', 'lambda-release');
  expect(await aws('scheduler', 'list-schedules')).toEqual({Schedules: []});
  await expect(aws('scheduler', 'create-schedule', ...lease('at(2099-01-01T00:00:00Z)'))).rejects.toThrow(
    /\(ValidationException\).*CreateSchedule operation: Invalid Schedule Expression/,
  );
  const entries = JSON.stringify([{Source: 'shop', DetailType: 'promoted', Detail: '{}'}]);
  expect(await aws('events', 'put-events', '--entries', entries)).toMatchObject({FailedEntryCount: 0});
});

const script = `
import boto3, json
scheduler = boto3.client('scheduler')
scheduler.create_schedule_group(Name='g', Tags=[{'Key': 'a', 'Value': 'b'}])
lease = dict(Name='lease', GroupName='g', FlexibleTimeWindow={'Mode': 'OFF'}, Target=json.loads('${JSON.stringify(target).replaceAll('\\', '\\\\')}'))
scheduler.create_schedule(ScheduleExpression='at(2099-01-01T00:00:00)', ActionAfterCompletion='DELETE', **lease)
scheduler.update_schedule(ScheduleExpression='at(2099-01-01T00:05:00)', **lease)
read = scheduler.get_schedule(Name='lease', GroupName='g')
try:
  scheduler.create_schedule(ScheduleExpression='rate(1 minute)', **lease)
  refusal = None
except scheduler.exceptions.ConflictException as error:
  refusal = error.response['Error']['Message']
put = boto3.client('events').put_events(Entries=[{'Source': 'shop', 'DetailType': 'd', 'Detail': '{}'}, {'Source': 'shop'}])
print(json.dumps([read['ScheduleExpression'], read['ActionAfterCompletion'], refusal, put['FailedEntryCount']]))
`;

test.skipIf(!hasBoto3)('boto3 does so too, and knows its conflicts by name', async () => {
  await using sandbox = await startSandbox();
  const {stdout} = await run('python3', ['-c', script], {env: environment(sandbox)});
  expect(JSON.parse(stdout)).toEqual(['at(2099-01-01T00:05:00)', 'NONE', 'Schedule lease already exists.', 1]);
});

import {CloudWatchLogsClient, FilterLogEventsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {expect, it, onTestFinished, vi} from 'vitest';
import History from '../../src/commands/history.js';
import Rollback from '../../src/commands/rollback.js';
import Abort from '../../src/commands/rollout/abort.js';
import Hold from '../../src/commands/rollout/hold.js';
import Start from '../../src/commands/rollout/start.js';
import Shift from '../../src/commands/shift.js';
import {runCommand} from '../cli/run-command.js';
import {openSandbox} from './on-sandbox.js';
import {createAlias, publishVersions, SECRET, sdkOn} from './published-function.js';

const NAME = 'checkout:live';
const RECORD = ['--record', '/lambda-release'];

async function staged() {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 2);
  await createAlias(client, {name: 'live', version: '1'});
  const logs = new CloudWatchLogsClient({});
  onTestFinished(() => logs.destroy());
  const kept = async (logGroupName = '/lambda-release') => {
    const {events = []} = await logs.send(new FilterLogEventsCommand({logGroupName, logStreamNames: ['checkout']}));
    return events.map(({message = ''}) => JSON.parse(message));
  };
  return {sandbox, kept};
}

it('keeps what every command does, whoever drives, with who and where', async () => {
  const {kept} = await staged();
  const job = {GITHUB_SERVER_URL: 'https://ada:pw@ghe.test', GITHUB_REPOSITORY: 'shop/checkout', GITHUB_RUN_ID: '42'};
  for (const [name, value] of Object.entries(job)) vi.stubEnv(name, value);
  const runs = [
    [Start, [NAME, '2', '--steps', '10%:8h', '--detach', '--yes']],
    [Hold, [NAME]],
    [Abort, [NAME]],
    [Shift, [NAME, '2', '--yes']],
    [Rollback, [NAME, '--yes']],
  ] as const;
  for (const [command, argv] of runs) {
    expect(await runCommand(command, [...argv, ...RECORD])).toMatchObject({exitCode: 0});
  }
  const events = await kept();
  const types = events.map(({type}) => type);
  for (const type of ['rollout.started', 'rollout.held', 'abort.finished']) expect(types).toContain(type);
  expect(events.find(({type}) => type === 'abort.finished')).toMatchObject({candidate: '2', stable: '1'});
  expect(events.findLast(({type}) => type === 'traffic.shifted')).toMatchObject({stable: '1', from: '2'});
  const origin = {
    by: expect.stringMatching(/^arn:aws:/),
    job: 'https://ghe.test/shop/checkout/actions/runs/42',
    tool: expect.stringMatching(/^\d+\.\d+\.\d+/),
    host: expect.stringMatching(/./),
  };
  for (const event of events) expect(event).toMatchObject({origin, time: expect.stringMatching(/Z$/)});
  expect(JSON.stringify(events)).not.toContain(SECRET);
  const {stdout} = await runCommand(History, [NAME, ...RECORD]);
  expect(stdout).toMatch(
    /live +had all traffic, and was rolled back to version 1 \d.* by arn:aws:\S+ \(https:\S+\/42\)/,
  );
  // What changes nothing leaves nothing.
  await runCommand(Abort, [NAME, ...RECORD]);
  await runCommand(Shift, [NAME, '2', '--dry-run', ...RECORD]);
  expect(await kept()).toHaveLength(events.length);
});

it('a record that is refused is one warning, and the command ends as it would have', async () => {
  const {sandbox} = await staged();
  sandbox.addFault({service: 'logs', kind: 'error', status: 400, code: 'AccessDeniedException', message: 'No.'});
  const {exitCode, stdout} = await runCommand(Shift, [NAME, '2', '--yes', '--json', ...RECORD]);
  expect(exitCode).toBe(0);
  const message = expect.stringContaining('/lambda-release');
  expect(JSON.parse(stdout).warnings).toEqual([{code: 'RECORD_FAILED', message}]);
});

it('a record that cannot be read is a warning of history', async () => {
  const {sandbox} = await staged();
  sandbox.addFault({service: 'logs', kind: 'error', status: 400, code: 'AccessDeniedException', message: 'No.'});
  const {exitCode, stdout} = await runCommand(History, [NAME, '--json', ...RECORD]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({warnings: [{code: 'RECORD_UNREAD'}], result: {releases: [{}, {}]}});
});

it('a log group that cannot be is refused before anything is done', async () => {
  const {stderr, exitCode} = await runCommand(Shift, [NAME, '2', '--yes', '--record', 'no such:group']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no name of a log group')]);
});

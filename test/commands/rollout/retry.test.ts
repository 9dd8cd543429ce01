import {UpdateAliasCommand} from '@aws-sdk/client-lambda';
import {expect, it} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import History from '../../../src/commands/history.js';
import Plan from '../../../src/commands/plan.js';
import Publish from '../../../src/commands/publish.js';
import Abort from '../../../src/commands/rollout/abort.js';
import Start from '../../../src/commands/rollout/start.js';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {CloudWatchRecordStore} from '../../../src/lib/aws/cloudwatch/record-store.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, GOOD, openSandboxWithCheckout} from '../on-sandbox.js';
import {sdkOn} from '../published-function.js';

const NAME = 'checkout:live';
const WHY = 'candidate 2 failed 12 of 100 requests';
const DEPLOY = [NAME, '--source', FAILING, '--detach', '--yes'];
const START = [NAME, '2', '--detach', '--yes'];

/** Version 2 is published, and was taken back, as far as the alias's description says so. */
async function published(description: string) {
  const sandbox = await openSandboxWithCheckout();
  const client = sdkOn(sandbox);
  expect(await runCommand(Publish, ['checkout', '--source', FAILING])).toMatchObject({exitCode: 0});
  await client.send(new UpdateAliasCommand({FunctionName: 'checkout', Name: 'live', Description: description}));
  return sandbox;
}

async function refused(command: typeof Deploy | typeof Start | typeof Plan, argv: readonly string[]) {
  const {exitCode, stdout} = await runCommand(command, [...argv, '--json']);
  const {error} = JSON.parse(stdout);
  return {exitCode, code: error?.code, message: error?.message, suggestions: error?.suggestions};
}

it('what an alias remembers as convicted is not released again by itself, by whatever number and command', async () => {
  await published(`Mine. [took back 2 2026-11-26T23:14Z: ${WHY}]`);
  const no = {
    exitCode: 3,
    code: 'CONVICTED_BEFORE',
    message: expect.stringContaining(`at 2026-11-26 23:14 UTC: ${WHY}`),
  };
  expect(await refused(Deploy, DEPLOY)).toMatchObject(no);
  expect(await refused(Deploy, [...DEPLOY, '--dry-run'])).toMatchObject(no);
  expect(await refused(Start, START)).toMatchObject(no);
  expect(await refused(Plan, [NAME, '--candidate', '2'])).toMatchObject(no);
  const history = await runCommand(History, [NAME]);
  expect(history.stdout).toContain(`taken back 2026-11-26 23:14 UTC: ${WHY}`);
  // Other content, and then the same once more, by another number.
  expect(await runCommand(Publish, ['checkout', '--source', GOOD, '--memory', '256'])).toMatchObject({exitCode: 0});
  expect(await refused(Deploy, [...DEPLOY, '--memory', '128'])).toMatchObject(no);
  expect(await runCommand(Publish, ['checkout', '--source', FAILING, '--memory', '128'])).toMatchObject({exitCode: 0});
  expect((await refused(Start, [NAME, '4', '--detach', '--yes'])).message).toMatch(/^The same as version 2, which was/);
  // Another setting makes it something else.
  expect(await runCommand(Deploy, [...DEPLOY, '--memory', '256'])).toMatchObject({exitCode: 0});
});

it('the way out that is printed works, and a person’s abort after it leaves the conviction', async () => {
  await published(`[took back 2 2026-11-26T23:14Z: ${WHY}]`);
  const {suggestions} = await refused(Start, START);
  const [, way = ''] = /lambda-release rollout start (.+)$/.exec(suggestions[0]) ?? [];
  expect(await runCommand(Start, [...way.split(' '), '--detach', '--yes'])).toMatchObject({exitCode: 0});
  expect(await runCommand(Abort, [NAME])).toMatchObject({exitCode: 0});
  expect(await refused(Start, START)).toMatchObject({code: 'CONVICTED_BEFORE'});
  expect(
    await runCommand(Start, [NAME, '2', '--steps', 'all-at-once', '--watch', '0s', '--retry', '--yes']),
  ).toMatchObject({
    exitCode: 0,
  });
  expect((await runCommand(History, [NAME])).stdout).not.toContain('taken back');
});

it('an abort by a person is no conviction, and what nobody remembers refuses nothing', async () => {
  await published('Mine.');
  for (const [command, argv] of [[Start, START] as const, [Deploy, DEPLOY] as const]) {
    expect(await runCommand(command, argv)).toMatchObject({exitCode: 0});
    expect(await runCommand(Abort, [NAME])).toMatchObject({exitCode: 0});
  }
});

it('what only the record remembers is refused as well, and a record that cannot be read is a warning', async () => {
  const sandbox = await published('Mine.');
  const [group, timeMs] = ['/lambda-release', sandbox.clock.now()];
  const lines = [
    {type: 'abort.started', reason: WHY, cause: 'analysis'},
    {type: 'abort.finished', stable: '1', candidate: '2'},
  ].map((event, id) => {
    const ref = {functionName: 'checkout', alias: 'live'};
    return {timeMs, text: JSON.stringify({time: new Date(timeMs).toISOString(), run: 'a', id, ref, ...event})};
  });
  await new CloudWatchRecordStore(new AwsClients({})).append(group, 'checkout', lines);
  const recorded = ['--record', group];
  expect(await refused(Start, [...START, ...recorded])).toMatchObject({
    exitCode: 3,
    message: expect.stringContaining(WHY),
  });
  expect(await refused(Deploy, [...DEPLOY, ...recorded])).toMatchObject({exitCode: 3, code: 'CONVICTED_BEFORE'});
  sandbox.addFault({service: 'logs', kind: 'error', status: 400, code: 'AccessDeniedException', message: 'No.'});
  const unread = await runCommand(Start, [...START, ...recorded, '--json']);
  expect(unread.exitCode).toBe(0);
  expect(JSON.parse(unread.stdout).warnings).toContainEqual({
    code: 'RECORD_UNREAD',
    message: expect.stringContaining(group),
  });
});

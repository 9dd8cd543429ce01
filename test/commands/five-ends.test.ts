import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {expect, it, onTestFinished, vi} from 'vitest';
import History from '../../src/commands/history.js';
import Rollback from '../../src/commands/rollback.js';
import Abort from '../../src/commands/rollout/abort.js';
import Resume from '../../src/commands/rollout/resume.js';
import Start from '../../src/commands/rollout/start.js';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {type CommandClass, runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {createAlias, publishVersions, sdkOn} from './published-function.js';

const NAME = 'checkout:live';
const ROLE = 'arn:aws:iam::000000000000:role/lease';
const SPEED = 120;

/** Six versions, the first behind `live`, and requests that nobody makes, half of which version 3 fails. */
async function staged() {
  const sandbox = await startSandbox({speed: SPEED, updateDelayMs: 0, metricsDelayMs: 1000, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment(sandboxEnvironment(sandbox));
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 6);
  await createAlias(client, {name: 'live', version: '1'});
  sandbox.setLoad({functionName: 'checkout', alias: 'live', perMinute: 600, versions: {3: {errorRate: 0.5}}});
  const folder = tempFolder();
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  await writeFile(
    path.join(folder, 'release.yml'),
    'record: {logGroup: /lambda-release}\nrollout: {lease: {length: 20m}}\n',
  );
  return sandbox;
}

async function done(command: CommandClass, argv: readonly string[]): Promise<void> {
  const {exitCode, stderr} = await runCommand(command, [NAME, ...argv]);
  expect(exitCode, stderr).toBe(0);
}

/** Ticks as a cron would, at the times it is told to, until the rollout is over; the exit code of that. */
async function tickToTheEnd(): Promise<number> {
  for (;;) {
    const {exitCode, stdout} = await runCommand(Resume, [NAME, '--once', '--json']);
    if (exitCode !== 0) return exitCode;
    const [tick] = JSON.parse(stdout).result.ticks;
    if (tick.waitMs === undefined) return 0;
    await wait(tick.waitMs / SPEED);
  }
}

/** What leases have come due, as the sandbox's Scheduler has carried them out. */
async function deliveriesOf(endpoint: string): Promise<readonly object[]> {
  const answer = await fetch(`${endpoint}/_sandbox/deliveries`);
  return ((await answer.json()) as {readonly deliveries: readonly object[]}).deliveries;
}

it('history has five different true sentences for five ends of a rollout', async () => {
  const sandbox = await staged();
  const promoted = ['--steps', 'all-at-once', '--watch', '0s', '--yes'];
  const begun = ['--steps', '50%:8h', '--detach', '--yes'];
  await done(Start, ['2', ...promoted]);
  await done(Start, ['3', ...begun]);
  expect(await tickToTheEnd()).toBe(5);
  await done(Start, ['4', ...begun]);
  await done(Abort, []);
  await done(Start, ['5', ...promoted]);
  await done(Rollback, ['--yes']);
  await done(Start, ['6', ...begun, '--lease', ROLE]);
  // Twenty minutes here are ten seconds.
  await expect.poll(() => deliveriesOf(sandbox.endpoint), {timeout: 60_000}).toHaveLength(1);
  const {stdout} = await runCommand(History, [NAME]);
  const who = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC by arn:aws:\S+`;
  const sentences = stdout
    .split('\n')
    .filter((line) => /^ {2}live /.test(line))
    .map((line) => line.replace(/^ {2}live +/, ''));
  for (const [index, sentence] of [
    `^taken back by its lease: nobody worked on its rollout any more; it began ${who}$`,
    `^had all traffic, and was rolled back to version 2 ${who}$`,
    `^aborted ${who}$`,
    `^taken back ${who}: candidate 3 failed \\d+ of \\d+ requests`,
    `^serving; promoted ${who}$`,
  ].entries()) {
    expect(sentences[index]).toMatch(new RegExp(sentence));
  }
  // The alias alone knows two of them.
  const {stdout: alone} = await runCommand(History, [NAME, '--record', '/none']);
  expect(alone).toContain('taken back by its lease');
  expect(alone).toMatch(/taken back \d{4}-\d\d-\d\d \d\d:\d\d UTC: candidate 3 failed/);
}, 90_000);

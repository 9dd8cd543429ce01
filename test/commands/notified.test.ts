import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {json} from 'node:stream/consumers';
import {expect, it, onTestFinished, vi} from 'vitest';
import {notificationSchema} from '../../scripts/docs/notification-schema.js';
import Doctor from '../../src/commands/doctor.js';
import Abort from '../../src/commands/rollout/abort.js';
import Hold from '../../src/commands/rollout/hold.js';
import Promote from '../../src/commands/rollout/promote.js';
import Start from '../../src/commands/rollout/start.js';
import {formatReference} from '../../src/lib/model/value-reference.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {openSandbox} from './on-sandbox.js';
import {createAlias, publishVersions, SECRET, sdkOn} from './published-function.js';

const NAME = 'checkout:live';
const HIDDEN = 'T000-hidden';
const START = [NAME, '2', '--steps', '10%:8h, 50%:8h', '--detach', '--yes'];

async function staged(notify: string) {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 2);
  await createAlias(client, {name: 'live', version: '1'});
  const folder = tempFolder();
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  await writeFile(path.join(folder, 'release.yml'), `functions: {checkout: {source: dist}}\nnotify: ${notify}\n`);
  const put = async () => {
    const answer = await fetch(`${sandbox.endpoint}/_sandbox/events`);
    const {events} = (await answer.json()) as {events: {bus: string; event: {detail: object}}[]};
    return events.map(({bus, event}) => ({...event, bus}));
  };
  return {sandbox, put};
}

function hookIn(name: string): string {
  return formatReference({kind: 'env', name});
}

/** Takes what a webhook is sent; `answer` is its status. */
async function aWebhook(answer = 200) {
  const posted: unknown[] = [];
  const server = createServer(async (request, response) => {
    posted.push(await json(request));
    response.writeHead(answer).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  vi.stubEnv('RELEASE_HOOK', `http://127.0.0.1:${(server.address() as AddressInfo).port}/${HIDDEN}`);
  return posted;
}

it('a bus and a webhook are told of what becomes of a rollout, whoever does it, with the same ids', async () => {
  const posted = await aWebhook();
  const {put} = await staged(`{eventBus: default, webhook: "${hookIn('RELEASE_HOOK')}"}`);
  const runs = [
    [Start, START],
    [Hold, [NAME]],
    [Abort, [NAME]],
    [Start, START],
    [Promote, [NAME, '--yes']],
    [Promote, [NAME, '--full', '--yes']],
  ] as const;
  for (const [command, argv] of runs) {
    const ended = await runCommand(command, argv);
    expect([ended.exitCode, ended.stderr]).toEqual([0, expect.not.stringContaining(HIDDEN)]);
  }
  const events = await put();
  expect(events.map((event) => event['detail-type' as never])).toEqual([
    ...['Rollout started', 'Rollout held', 'Rollout taken back', 'Rollout started', 'Rollout step'],
    'Rollout promoted',
  ]);
  for (const event of events) {
    expect(event).toMatchObject({
      ...{bus: 'default', source: 'lambda-release'},
      resources: [expect.stringMatching(/^arn:aws:lambda:[\w-]+:\d{12}:function:checkout:live$/)],
    });
  }
  const details = events.map(({detail}) => notificationSchema.parse(detail));
  expect(details).toEqual(posted);
  expect(new Set(details.map(({id}) => id)).size).toBe(6);
  const [first, held] = details;
  expect(first).toMatchObject({weightPercent: 10, step: 1, stepCount: 2, stable: '1', candidate: '2'});
  expect(held?.id.split('/')[0]).toBe(first?.rolloutId);
  expect(JSON.stringify(events)).not.toContain(SECRET);
});

it('what cannot be told is one warning for each way, and the command ends as it would have', async () => {
  await aWebhook(500);
  const {sandbox} = await staged(`{eventBus: default, webhook: "${hookIn('RELEASE_HOOK')}"}`);
  sandbox.addFault({service: 'events', kind: 'error', status: 400, code: 'AccessDeniedException', message: 'No.'});
  const {exitCode, stdout, stderr} = await runCommand(Start, [...START, '--json']);
  expect(exitCode).toBe(0);
  const warnings: {code: string; message: string}[] = JSON.parse(stdout).warnings;
  const told = warnings.filter(({code}) => code === 'NOTIFY_FAILED').map(({message}) => message);
  expect(told.toSorted()).toEqual([
    expect.stringContaining('events:PutEvents'),
    expect.stringContaining('answered 500'),
  ]);
  expect(stdout + stderr).not.toContain(HIDDEN);
});

it('a variable that is not set is a warning; an address in the file is refused by name and not shown', async () => {
  await staged(`{webhook: "${hookIn('NO_SUCH_HOOK')}"}`);
  const unset = await runCommand(Start, START);
  expect([unset.exitCode, unset.stderr]).toEqual([0, expect.stringContaining('no variable NO_SUCH_HOOK')]);
  await staged(`{webhook: "https://hooks.slack.com/${HIDDEN}"}`);
  const refused = await runCommand(Start, [...START, '--json']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stdout).toContain('notify.webhook: An address is a secret');
  expect(refused.stdout + refused.stderr).not.toContain(HIDDEN);
});

it('doctor has the permission in its policy', async () => {
  await staged('{eventBus: releases}');
  const {stdout} = await runCommand(Doctor, ['--policy']);
  const {Statement} = JSON.parse(stdout);
  expect(Statement).toContainEqual(
    expect.objectContaining({
      ...{Sid: 'Notify', Action: ['events:PutEvents']},
      Resource: [expect.stringMatching(/event-bus\/releases$/)],
    }),
  );
});

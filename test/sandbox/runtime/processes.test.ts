import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {runtimeFile} from '../../../src/lib/package-root.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

const WHERE = 'export const handler = async () => ({pid: process.pid, root: process.env.HOME});';

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function whereItRuns(running: ReturnType<typeof anInvoker>) {
  const {value} = answerOf(await running.invoke(await aVersion(WHERE)));
  return value as {pid: number; root: string};
}

test('close ends every process, also a busy one, and removes the code', async () => {
  const running = anInvoker();
  const {pid, root} = await whereItRuns(running);
  const busy = running.invoke(await aVersion('export const handler = async () => { for (;;); };'));
  const begun = () => running.logs.events('/aws/lambda/checkout')?.filter(({message}) => message.startsWith('START'));
  while ((begun()?.length ?? 0) < 2) await sleep(5);
  await running[Symbol.asyncDispose]();
  expect(isRunning(pid)).toBe(false);
  expect(existsSync(root)).toBe(false);
  expect(answerOf(await busy)).toMatchObject({functionError: 'Unhandled', value: {errorType: 'Runtime.ExitError'}});
});

test('an idle process ends by itself, and the next invocation starts another', async () => {
  await using running = anInvoker({idleMs: 1});
  const {pid} = await whereItRuns(running);
  while (isRunning(pid)) await sleep(20);
  expect((await whereItRuns(running)).pid).not.toBe(pid);
});

test('after a timeout the version goes on in a new environment', async () => {
  await using running = anInvoker();
  const version = await aVersion(
    'let calls = 0; export const handler = async (event) => { calls++; if (event.hang) for (;;); return calls; };',
    {timeoutSeconds: 1},
  );
  expect(answerOf(await running.invoke(version)).value).toBe(1);
  expect(answerOf(await running.invoke(version, {hang: true})).functionError).toBe('Unhandled');
  expect(answerOf(await running.invoke(version)).value).toBe(1);
});

test('a handler that loses the sandbox ends', async () => {
  const server = createServer((_request, response) => response.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const env = {
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    _LAMBDA_TELEMETRY_LOG_FD: '2',
    _HANDLER: 'a.b',
    LAMBDA_TASK_ROOT: '/',
  };
  const child = spawn(process.execPath, [runtimeFile('lib/sandbox/runtime/node/bootstrap')], {env, stdio: 'ignore'});
  expect(await once(child, 'exit')).toEqual([0, null]);
  server.close();
});

test('Ctrl-C in the terminal of the sandbox does not end a handler: it leads a process group of its own', async () => {
  await using running = anInvoker();
  const version = await aVersion(`
    import {execFileSync} from 'node:child_process';
    export const handler = async () => [process.pid, Number(execFileSync('ps', ['-o', 'pgid=', '-p', String(process.pid)]))];`);
  const [pid, group] = answerOf(await running.invoke(version)).value as [number, number];
  expect(group).toBe(pid);
});

test('what a handler started ends with it', async () => {
  const running = anInvoker();
  const version = await aVersion(`
    import {spawn} from 'node:child_process';
    export const handler = async () => spawn('sleep', ['60']).pid;`);
  const pid = answerOf(await running.invoke(version)).value as number;
  await running[Symbol.asyncDispose]();
  while (isRunning(pid)) await sleep(5);
  expect(isRunning(pid)).toBe(false);
});

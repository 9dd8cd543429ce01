import {fork} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
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
  while ((running.logs.streams('/aws/lambda/checkout')?.length ?? 0) < 2) await sleep(5);
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

test('an environment that loses its parent ends', async () => {
  const child = fork(runtimeFile('lib/sandbox/runtime/bootstrap'), [], {env: {}, execArgv: []});
  const exit = once(child, 'exit');
  child.disconnect();
  expect(await exit).toEqual([0, null]);
});

test('Ctrl-C in the terminal of the sandbox does not end a handler', async () => {
  await using running = anInvoker();
  const version = await aVersion(`
    export const handler = async () => {
      process.kill(process.pid, 'SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 50));
      return 'alive';
    };`);
  expect(answerOf(await running.invoke(version)).value).toBe('alive');
});

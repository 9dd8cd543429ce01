import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {setTimeout as pause} from 'node:timers/promises';
import type {Sandbox} from '../../src/lib/sandbox/start.js';

/** The Python of an environment that has ministack, where there is one. */
export const MINISTACK_PYTHON = process.env.LAMBDA_RELEASE_TEST_PYTHON;

export interface Ministack {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** An interpreter of state machines that nobody here wrote, its calls of Lambda sent to the sandbox and its clock the sandbox's. */
export function startMinistack(python: string, sandbox: Sandbox, folder: string): Promise<Ministack> {
  return serve(python, [path.join(import.meta.dirname, 'launcher.py')], folder, {
    SANDBOX: sandbox.endpoint,
    SERVICES: 'states',
    SFN_WAIT_SCALE: String(1 / sandbox.clock.speed.speed),
  });
}

/** The same interpreter, whose waits and calls go to a simulated world at that address. */
export function startSimulatedMinistack(python: string, world: string, folder: string): Promise<Ministack> {
  const launcher = path.join(import.meta.dirname, 'simulated-launcher.py');
  return serve(python, [launcher], folder, {WORLD: world, SERVICES: 'states'});
}

/** All of AWS as ministack has it, CloudFormation among it; its functions run on this machine's Node. */
export function startWholeMinistack(python: string, folder: string): Promise<Ministack> {
  return serve(python, [path.join(import.meta.dirname, 'served.py')], folder, {});
}

async function serve(
  python: string,
  argv: readonly string[],
  folder: string,
  own: Readonly<Record<string, string>>,
): Promise<Ministack> {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TMPDIR: folder,
    // Nothing is left beside the tests.
    PYTHONDONTWRITEBYTECODE: '1',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    LOG_LEVEL: 'WARNING',
    ...own,
  };
  const child = spawn(python, argv, {env, cwd: folder});
  const stderr = text(child.stderr);
  child.stdout.resume();
  const ended = once(child, 'close');
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null) throw new Error(`ministack did not start:\n${await stderr}`);
    await pause(50);
  }
  return {
    endpoint,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

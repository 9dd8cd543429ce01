import {spawn} from 'node:child_process';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {CreateAliasCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {someOf} from '../fakes/some-of.js';
import {Stage} from './stage.js';

const AT_ONCE = 3;
const SPEED = 300;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(SPEED);
});
afterAll(() => stage.close());

const ROLLOUT = ['--steps', '10%:1m, 50%:1m', '--watch', '1m', '--on-inconclusive', 'promote', '--yes'];

/** A cron as a bare shell has it: one tick a minute until one says nothing of coming again, or ends badly. */
const CRON = `
while :; do
  answer=$(node "$RUN" rollout resume "$1" --once --on-inconclusive promote) || exit $?
  case "$answer" in *'Call again'*) sleep ${60 / SPEED};; *) exit 0;; esac
done`;

async function cron(alias: string): Promise<{exitCode: number; stderr: string}> {
  const RUN = path.join(packageRoot, 'bin', 'run.js');
  const env = {PATH: process.env.PATH, HOME: stage.folder, RUN, ...sandboxEnvironment(stage.sandbox)};
  const shell = spawn('sh', ['-c', CRON, 'cron', alias], {cwd: stage.folder, env});
  const ended = new Promise<number>((resolve) => {
    shell.on('close', (code) => resolve(code ?? -1));
  });
  const [stderr, exitCode] = await Promise.all([text(shell.stderr), ended]);
  return {exitCode, stderr};
}

/** Begins a rollout in an alias of its own, and kills its process when that has told its event of this index. */
async function killAtEvent(alias: string, event: number): Promise<number> {
  await stage.lambda.send(new CreateAliasCommand({FunctionName: 'ticked', Name: alias, FunctionVersion: '1'}));
  const start = stage.start(['rollout', 'start', `ticked:${alias}`, '2', ...ROLLOUT]);
  let told = 0;
  start.process.stderr?.on('data', (chunk: Buffer) => {
    // Events are timestamped; the plan before them is not.
    told += chunk.toString().match(/^\d{4}-\d\d-\d\dT\S+Z /gm)?.length ?? 0;
    if (told > event) start.process.kill('SIGKILL');
  });
  await start.ended;
  return told;
}

it('a rollout that is killed at any of its events is ticked to its end by a bare shell loop', async () => {
  await stage.create('ticked');
  const source = await stage.betterCode('ticked');
  expect((await stage.run(['publish', 'ticked', '--source', source])).exitCode).toBe(0);
  const events = await killAtEvent('whole', Number.POSITIVE_INFINITY);
  expect(events).toBeGreaterThan(5);
  const ends: Record<string, number> = {};
  const waiting = someOf(events);
  const killed = waiting.length;
  const work = async () => {
    for (let event = waiting.pop(); event !== undefined; event = waiting.pop()) {
      const alias = `event-${event}`;
      await killAtEvent(alias, event);
      const found = await stage.alias('ticked', alias);
      expect(await cron(`ticked:${alias}`)).toMatchObject({exitCode: 0});
      const isBegun = found.description !== '';
      const right = isBegun ? {version: '2', description: '[2 was 1]'} : {version: '1', description: ''};
      expect(await stage.alias('ticked', alias)).toEqual({...right, weights: {}});
      const where =
        Object.keys(found.weights).length > 0 ? 'at a step' : found.description?.includes('[lr1 ') ? 'watched' : 'done';
      const end = isBegun ? where : 'not begun';
      ends[end] = (ends[end] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  console.log(`${killed} × SIGKILL at an event, ticked on: ${JSON.stringify(ends)}`);
  expect(ends['at a step'] ?? 0).toBeGreaterThan(0);
  // Some dozens of processes in all, each a second or more on a busy machine.
}, 300_000);

it('a bad version whose process was killed is taken back by the same loop, which ends with 5', async () => {
  await stage.create('bad');
  expect((await stage.run(['publish', 'bad', '--source', stage.failingCode])).exitCode).toBe(0);
  stage.load('bad', {2: {errorRate: 0.5}});
  const start = stage.start(['rollout', 'start', 'bad:live', '2', '--steps', '50%:30m', '--yes']);
  await start.said('baking for');
  start.process.kill('SIGKILL');
  await start.ended;
  const ended = await cron('bad:live');
  expect(ended.exitCode, ended.stderr).toBe(5);
  expect(await stage.alias('bad')).toMatchObject({version: '1', weights: {}});
});

import {CreateAliasCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {isWhole} from '../fakes/whole.js';
import {Stage} from './stage.js';

const MOMENTS = isWhole ? 20 : 8;
const AT_ONCE = 5;
/** A rollout as below takes some two seconds of wall time here. */
const SPREAD_MS = 2_200;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(300);
});
afterAll(() => stage.close());

const ROLLOUT = ['--steps', '10%:1m, 50%:1m', '--watch', '1m', '--on-inconclusive', 'promote', '--yes'];

/** Begins a rollout, kills its process `delayMs` later, resumes what is there; what was found and what came of it. */
async function killAndResume(alias: string, delayMs: number): Promise<string> {
  const start = stage.start(['rollout', 'start', `killed:${alias}`, '2', ...ROLLOUT]);
  await start.said('of version 2 over 1');
  const timer = setTimeout(() => start.process.kill('SIGKILL'), delayMs);
  const {exitCode} = await start.ended;
  clearTimeout(timer);
  const found = await stage.alias('killed', alias);
  if (!found.description?.includes('[lr1 ')) {
    expect(found.weights).toEqual({});
    expect(found.version).toBe(exitCode === 0 || found.description === '[2 was 1]' ? '2' : '1');
    return exitCode === 0 ? 'was done' : 'nothing begun';
  }
  expect(exitCode).toBe(137);
  const resumed = await stage.run(['rollout', 'resume', `killed:${alias}`, '--on-inconclusive', 'promote', '--yes']);
  expect(resumed).toMatchObject({exitCode: 0});
  expect(await stage.alias('killed', alias)).toEqual({version: '2', weights: {}, description: '[2 was 1]'});
  return Object.keys(found.weights).length > 0 ? `resumed at ${JSON.stringify(found.weights)}` : 'resumed in its watch';
}

it(`a rollout that is killed at any of ${MOMENTS} random moments is resumed and ends right`, async () => {
  await stage.create('killed');
  const source = await stage.betterCode('killed');
  expect((await stage.run(['publish', 'killed', '--source', source])).exitCode).toBe(0);
  const ends: Record<string, number> = {};
  const waiting = Array.from({length: MOMENTS}, (_, index) => index);
  const work = async () => {
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const alias = `moment-${index}`;
      await stage.lambda.send(new CreateAliasCommand({FunctionName: 'killed', Name: alias, FunctionVersion: '1'}));
      // One in each part of the time, so that no part of a rollout is missed by chance.
      const end = await killAndResume(alias, ((index + Math.random()) * SPREAD_MS) / MOMENTS);
      ends[end] = (ends[end] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  console.log(`${MOMENTS} × SIGKILL: ${JSON.stringify(ends)}`);
  expect(Object.keys(ends).some((end) => end.startsWith('resumed'))).toBe(true);
});

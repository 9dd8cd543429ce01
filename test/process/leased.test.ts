import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {CreateAliasCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Stage} from './stage.js';

let stage: Stage;
beforeAll(async () => {
  // A lease of five minutes is two and a half seconds here.
  stage = await Stage.open(120);
});
afterAll(() => stage.close());

const ROLE = 'arn:aws:iam::000000000000:role/lease';
const ROLLOUT = ['--steps', '10%:1h', '--yes', '--lease', ROLE];
const MINUTE_MS = 60_000;

interface Delivery {
  readonly scheduledFor: string;
  readonly schedule: string;
  readonly outcome: string;
}

async function deliveries(): Promise<readonly Delivery[]> {
  const answer = await fetch(`${stage.sandbox.endpoint}/_sandbox/deliveries`);
  return ((await answer.json()) as {readonly deliveries: readonly Delivery[]}).deliveries;
}

it('AWS takes a rollout back whose process was killed, within its lease', async () => {
  await stage.create('leased');
  const source = await stage.betterCode('leased');
  expect((await stage.run(['publish', 'leased', '--source', source])).exitCode).toBe(0);
  await stage.lambda.send(new CreateAliasCommand({FunctionName: 'leased', Name: 'beta', FunctionVersion: '1'}));
  const start = stage.start(['rollout', 'start', 'leased:beta', '2', ...ROLLOUT]);
  await start.said('baking for');
  start.process.kill('SIGKILL');
  await start.ended;
  const killedMs = stage.sandbox.clock.now();
  while ((await deliveries()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const [first] = await deliveries();
  expect(first).toMatchObject({
    outcome: 'delivered',
    schedule: expect.stringContaining('/lambda-release/leased.beta.'),
  });
  // Due within five minutes, at the end of one; Scheduler acts within the one after.
  expect(Date.parse(first?.scheduledFor ?? '')).toBeLessThanOrEqual(killedMs + 6 * MINUTE_MS);
  expect(await stage.alias('leased', 'beta')).toMatchObject({
    version: '1',
    description: expect.stringMatching(/^\[lease of [0-9a-z]{6} took back 2\]$/),
  });
  expect((await stage.run(['history', 'leased:beta'])).stdout).toContain('taken back by its lease');
  // The next rollout begins as ever; one that is detached is leased for as long as the file says, and status tells.
  const config = path.join(stage.folder, 'release.yml');
  await writeFile(config, `rollout: {lease: {role: '${ROLE}', length: 7d}}`);
  const detached = ['--steps', '10%:1m', '--watch', '0s', '--detach', '--yes', '--config', config];
  expect(await stage.run(['rollout', 'start', 'leased:beta', '2', ...detached])).toMatchObject({exitCode: 0});
  const {stdout} = await stage.run(['rollout', 'status', 'leased:beta', '--json']);
  expect(JSON.parse(stdout).result.leaseEndMs).toBeGreaterThan(killedMs);
  const ended = await stage.run(['rollout', 'abort', 'leased:beta', '--json']);
  expect(ended).toMatchObject({exitCode: 0});
});

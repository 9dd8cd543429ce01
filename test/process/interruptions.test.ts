import {UpdateAliasCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Stage} from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const LONG = ['--steps', '10%:60m', '--yes'];

/** A rollout of a second version, at its first step. */
async function baking(functionName: string, ...more: string[]) {
  await stage.create(functionName);
  const Description = 'checkout, owned by the payments team';
  await stage.lambda.send(new UpdateAliasCommand({FunctionName: functionName, Name: 'live', Description}));
  const source = await stage.betterCode(functionName);
  const deploy = stage.start(['deploy', `${functionName}:live`, '--source', source, ...LONG, ...more]);
  await deploy.said('baking for');
  expect((await stage.alias(functionName)).weights).toEqual({2: 0.1});
  return deploy;
}

const RESTORED = {version: '1', weights: {}, description: 'checkout, owned by the payments team'};

describe.concurrent('a rollout that is interrupted in the middle of a bake', () => {
  it('gives stable all traffic at Ctrl-C, and ends with 130', async () => {
    const deploy = await baking('ctrl-c');
    deploy.process.kill('SIGINT');
    const ended = await deploy.ended;
    expect(ended.exitCode).toBe(130);
    expect(ended.stderr).toContain('Traffic: restored to stable');
    expect(await stage.alias('ctrl-c')).toEqual(RESTORED);
  });

  it('is held at SIGTERM where that is asked for, and ends with 143', async () => {
    const deploy = await baking('held', '--on-interrupt', 'hold', '--json');
    deploy.process.kill('SIGTERM');
    const ended = await deploy.ended;
    expect(ended.exitCode).toBe(143);
    expect(JSON.parse(ended.stdout).error).toMatchObject({code: 'INTERRUPTED', exitCode: 143, traffic: 'held'});
    expect(await stage.alias('held')).toMatchObject({version: '1', weights: {2: 0.1}});
  });

  it('can be aborted from another shell after SIGKILL, with the description as it was', async () => {
    const deploy = await baking('killed');
    deploy.process.kill('SIGKILL');
    expect((await deploy.ended).exitCode).toBe(137);
    expect((await stage.alias('killed')).weights).toEqual({2: 0.1});

    const abort = await stage.run(['rollout', 'abort', 'killed:live', '--json']);
    expect(abort.exitCode).toBe(0);
    expect(JSON.parse(abort.stdout).result).toMatchObject({changed: true, stable: '1'});
    expect(await stage.alias('killed')).toEqual(RESTORED);

    const again = await stage.run(['rollout', 'abort', 'killed:live', '--json']);
    expect(JSON.parse(again.stdout).result).toMatchObject({changed: false});
  });

  it('can be promoted from another shell, and its own process ends well', async () => {
    const deploy = await baking('promoted');
    expect((await stage.run(['rollout', 'promote', 'promoted:live', '--full', '--yes'])).exitCode).toBe(0);
    const ended = await deploy.ended;
    expect(ended.exitCode).toBe(0);
    expect(await stage.alias('promoted')).toMatchObject({version: '2', weights: {}});

    expect((await stage.run(['rollback', 'promoted:live', '--yes'])).exitCode).toBe(0);
    expect(await stage.alias('promoted')).toMatchObject({version: '1', weights: {}});
  });
});

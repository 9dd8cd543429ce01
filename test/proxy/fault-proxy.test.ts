import {GetAliasCommand, LambdaClient, UpdateAliasCommand} from '@aws-sdk/client-lambda';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {FAULT_KINDS, type FaultKind} from './fault.js';
import {openTrialStage} from './trial-stage.js';

const LIVE = {functionName: 'checkout', alias: 'live'};
const ALIAS = {FunctionName: 'checkout', Name: 'live'};
const QUIET = ['trickle', 'delay', 'other-writer'];
const CARRIED_OUT: readonly FaultKind[] = ['reset-after', 'truncate', 'server-error-after', 'late-effect'];

async function aProxy() {
  const stage = await openTrialStage((name, value) => vi.stubEnv(name, value));
  const credentials = {accessKeyId: 'tool', secretAccessKey: 'tool'};
  const {endpoint} = stage.proxy;
  const lambda = new LambdaClient({endpoint, region: 'run-1', credentials, maxAttempts: 1});
  onTestFinished(async () => {
    lambda.destroy();
    await stage.close();
    vi.unstubAllEnvs();
  });
  await stage.createAlias('live');
  return {stage, write: () => lambda.send(new UpdateAliasCommand({...ALIAS, FunctionVersion: '2'})), lambda};
}

describe('the proxy between the tool and AWS', () => {
  test.each(FAULT_KINDS.filter((kind) => !QUIET.includes(kind)))('lets one call go wrong: %s', async (kind) => {
    const {stage, write} = await aProxy();
    stage.proxy.begin('run-1', {faults: [{kind, operation: 'UpdateAlias', nth: 2}]});
    await write();
    await stage.observer.write(LIVE, {version: '1', weights: {}, description: ''});
    await expect(write()).rejects.toThrow();
    await stage.proxy.settled();
    expect((await stage.observer.see(LIVE))?.version).toBe(CARRIED_OUT.includes(kind) ? '2' : '1');
    expect(stage.proxy.happened('run-1')).toEqual([`${kind} UpdateAlias`]);
    await write();
  });

  test('lets another writer act just before a call, and late answers come whole', async () => {
    const {stage, write, lambda} = await aProxy();
    const otherWriter = () => stage.observer.write(LIVE, {version: '1', weights: {}, description: 'theirs'});
    const faults = [
      {kind: 'other-writer', operation: 'UpdateAlias', nth: 1},
      {kind: 'delay', operation: 'GetAlias', nth: 1},
    ] as const;
    stage.proxy.begin('run-1', {faults, otherWriter});
    await write();
    expect(await lambda.send(new GetAliasCommand(ALIAS))).toMatchObject({FunctionVersion: '2', Description: 'theirs'});
  });

  test('an answer that trickles does not end', async () => {
    const {stage, lambda} = await aProxy();
    stage.proxy.begin('run-1', {faults: [{kind: 'trickle', nth: 1}]});
    const abortSignal = AbortSignal.timeout(700);
    await expect(lambda.send(new GetAliasCommand(ALIAS), {abortSignal})).rejects.toThrow();
  });
});

describe('an alias that the observer has settled', () => {
  test('is the same, and nothing that was sent before can change it any more', async () => {
    const {stage, lambda} = await aProxy();
    const {RevisionId} = await lambda.send(new GetAliasCommand(ALIAS));
    const before = await stage.observer.see(LIVE);
    await stage.observer.settle(LIVE);
    await expect(lambda.send(new UpdateAliasCommand({...ALIAS, RevisionId, FunctionVersion: '2'}))).rejects.toThrow(
      expect.objectContaining({name: 'PreconditionFailedException'}),
    );
    expect(await stage.observer.see(LIVE)).toEqual(before);
  });
});

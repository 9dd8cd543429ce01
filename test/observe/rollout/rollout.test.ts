import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {observeRollback} from '../../../src/lib/observe/rollout/rollback.js';
import {observeRollout} from '../../../src/lib/observe/rollout/rollout.js';
import {observeRolloutStatus} from '../../../src/lib/observe/rollout/status.js';
import type {FunctionConfiguration} from '../../../src/lib/ports/functions.js';
import {aProcess, BAD, GOOD, type Process, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';

/** Functions with versions 1 to `count`, all Active. */
async function withVersions(process: Process, count: number): Promise<FakeFunctions> {
  const functions = new FakeFunctions(process.clock, aFunction());
  for (let version = 1; version <= count; version++) {
    const latest = (await functions.getFunction(REF.functionName)) as FunctionConfiguration;
    functions.changeBehindOurBack({codeSha256: `code-${version}`, description: `${version}`});
    const {revisionId} = (await functions.getFunction(REF.functionName)) ?? latest;
    await functions.publishVersion({
      codeSha256: `code-${version}`,
      revisionId,
      description: '',
    });
  }
  return functions;
}

describe('observing an alias', () => {
  it('reads both versions, the one asked for and provisioned concurrency', async () => {
    const process = aProcess();
    const deps = {aliases: process.deps.aliases, functions: await withVersions(process, 7)};
    process.world.provisioned.set('checkout:live', 3);
    const seen = await observeRollout(deps, REF, ['7']);
    expect(seen).toMatchObject({functionExists: true, standing: {kind: 'idle'}, provisionedConcurrency: 3});
    expect([...seen.versions.keys()]).toEqual(['6', '7']);
  });

  it('tells a missing alias from a missing function', async () => {
    const process = aProcess();
    const deps = {aliases: process.deps.aliases, functions: await withVersions(process, 1)};
    const other = {...REF, alias: 'beta'};
    expect(await observeRollout(deps, other)).toMatchObject({functionExists: true});
    const none = {aliases: deps.aliases, functions: new FakeFunctions(process.clock)};
    expect(await observeRollout(none, other)).toMatchObject({functionExists: false});
  });

  it('looks for Active versions only when nobody knows where to go back to', async () => {
    const process = aProcess();
    const deps = {aliases: process.deps.aliases, functions: await withVersions(process, 8)};
    expect((await observeRollback(deps, REF)).others).toEqual([]);
    process.world.put({...REF, stable: '6', description: 'Checkout'}, START_MS);
    expect((await observeRollback(deps, REF)).others).toEqual(['8', '7', '5', '4', '3']);
    expect((await observeRollback(deps, REF, '2')).others).toEqual([]);
  });
});

describe('the status of a rollout', () => {
  it.each([
    ['inconclusive', GOOD, 90_000],
    ['pass', GOOD, 3 * 60_000],
  ] as const)('is the verdict its own process would come to: %s', async (verdict, traffic, afterMs) => {
    const process = aProcess(traffic);
    const running = process.run();
    await process.clock.sleep(afterMs);
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, DEFAULT_SETTINGS);
    expect(status).toMatchObject({standing: {kind: 'running'}, sameSettings: true, judgement: {verdict}});
    process.interrupt();
    await running;
  });

  it('says so when it would judge by other settings', async () => {
    const process = aProcess(BAD);
    const running = process.run();
    await process.clock.sleep(60_000);
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, {...DEFAULT_SETTINGS, alpha: 0.05});
    expect(status.sameSettings).toBe(false);
    await running;
  });

  it('of an alias at rest reads no metrics', async () => {
    const process = aProcess();
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, DEFAULT_SETTINGS);
    expect(status.standing.kind).toBe('idle');
    expect(process.gate.calls).toEqual(['getAlias']);
  });
});

import {describe, expect, it} from 'vitest';
import {observeRollback} from '../../../src/lib/observe/rollout/rollback.js';
import {observeRollout} from '../../../src/lib/observe/rollout/rollout.js';
import {aProcess, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {withVersions} from '../../execute/rollout/with-versions.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';

describe('observing an alias', () => {
  it('reads both versions, the one asked for and provisioned concurrency', async () => {
    const process = aProcess();
    const deps = {...process.deps, functions: await withVersions(process, 7)};
    process.world.provisioned.set('checkout:live', 3);
    const seen = await observeRollout(deps, REF, ['7']);
    expect(seen).toMatchObject({functionExists: true, standing: {kind: 'idle'}, provisionedConcurrency: 3});
    expect([...seen.versions.keys()]).toEqual(['6', '7']);
  });

  it('tells a missing alias from a missing function', async () => {
    const process = aProcess();
    const deps = {...process.deps, functions: await withVersions(process, 1)};
    const other = {...REF, alias: 'beta'};
    expect(await observeRollout(deps, other)).toMatchObject({functionExists: true});
    const none = {...deps, functions: new FakeFunctions(process.clock)};
    expect(await observeRollout(none, other)).toMatchObject({functionExists: false});
  });

  it('looks for Active versions only when nobody knows where to go back to', async () => {
    const process = aProcess();
    const deps = {...process.deps, functions: await withVersions(process, 8)};
    expect((await observeRollback(deps, REF)).others).toEqual([]);
    process.world.put({...REF, stable: '6', description: 'Checkout'}, START_MS);
    expect((await observeRollback(deps, REF)).others).toEqual(['8', '7', '5', '4', '3']);
    expect((await observeRollback(deps, REF, '2')).others).toEqual([]);
  });

  it('takes for likely the highest lower version that no other alias holds', async () => {
    const process = aProcess();
    const deps = {...process.deps, functions: await withVersions(process, 8)};
    process.world.put({...REF, stable: '6', description: 'Checkout'}, START_MS);
    expect((await observeRollback(deps, REF)).likely).toBe('5');
    const candidate = {version: '4', weightPercent: 10} as const;
    process.world.put({...REF, alias: 'beta', stable: '5', candidate, description: ''}, START_MS);
    expect((await observeRollback(deps, REF)).likely).toBe('3');
    process.world.put({...REF, stable: '1', description: ''}, START_MS);
    expect(await observeRollback(deps, REF)).not.toHaveProperty('likely');
  });
});

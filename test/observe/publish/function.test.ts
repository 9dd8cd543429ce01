import {describe, expect, test} from 'vitest';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {aFunction} from '../../fakes/a-function.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {awsError, FakeFunctions} from '../../fakes/fake-functions.js';

function aWorld(latest?: Parameters<typeof aFunction>[0]) {
  return {functions: new FakeFunctions(new FakeClock(), latest && aFunction(latest))};
}

describe('a function before it is published', () => {
  test('that is not there has nothing, however AWS says so', async () => {
    const world = aWorld();
    world.functions.failNext('listVersions', awsError('FUNCTION_NOT_FOUND'));

    expect(await observeFunction(world, 'checkout')).toEqual({functionName: 'checkout'});
  });

  test('whose versions may not be listed is an error', async () => {
    const world = aWorld({});
    world.functions.failNext('listVersions', awsError('ACCESS_DENIED'));

    await expect(observeFunction(world, 'checkout')).rejects.toMatchObject({code: 'ACCESS_DENIED'});
  });

  test('is read with its newest version, both asked for at once', async () => {
    const world = aWorld({});
    world.functions.publishBehindOurBack('first');
    world.functions.publishBehindOurBack('first');
    const observing = observeFunction(world, 'checkout');

    expect(world.functions.calls).toEqual(['getFunction', 'listVersions']);
    expect(await observing).toMatchObject({latest: {version: '$LATEST'}, newest: {version: '1', state: 'Active'}});
  });
});

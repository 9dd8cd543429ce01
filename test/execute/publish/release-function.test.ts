import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {rememberReservation} from '../../../src/lib/execute/concurrency/reserved-memory.js';
import {releaseFunction} from '../../../src/lib/execute/publish/release-function.js';
import {RESERVED_BEFORE_TAG} from '../../../src/lib/model/reserved-before.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {planReserve} from '../../../src/lib/plan/concurrency/concurrency.js';
import {planSettings} from '../../../src/lib/plan/publish/function-settings.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import {aFunction} from '../../fakes/a-function.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeArtifacts} from '../../fakes/fake-artifacts.js';

import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError, FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeLayers} from '../../fakes/fake-layers.js';
import {FakeSigning} from '../../fakes/fake-signing.js';
import {FakeTags} from '../../fakes/fake-tags.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

const zip = Buffer.from('the new code');
const account = {limit: 1_000, unreserved: 1_000};

function aWorld(tags: Readonly<Record<string, string>> = {}) {
  const clock = new SimulatedClock(Date.UTC(2026, 0, 1));
  return {
    clock,
    functions: new FakeFunctions(clock, aFunction()),
    layers: new FakeLayers(),
    signing: new FakeSigning(),
    artifacts: new FakeArtifacts(),
    concurrency: new FakeConcurrency(),
    tags: new FakeTags(tags),
    events: new EventRecorder(),
  };
}

async function aJob(world: ReturnType<typeof aWorld>) {
  const planned = planPublish(
    {
      functionName: 'checkout',
      package: {
        contentDigest: 'c'.repeat(43),
        codeSha256: createHash('sha256').update(zip).digest('base64'),
        zippedBytes: 12,
        unzippedBytes: 100,
      },
      configuration: {},
      create: false,
      versionDescription: '',
    },
    await observeFunction(world, 'checkout'),
  );
  const settings = planSettings(
    {functionName: 'checkout', tags: {team: 'payments', old: null}, reservedConcurrency: 50},
    {tags: world.tags.tags, concurrency: {functionName: 'checkout', account}},
  );
  if (!planned.ok || !settings.ok) throw new Error('refused');
  return {plan: planned.plan, zip, settings: settings.plan};
}

describe('releasing a function', () => {
  test('sets tags and reservation after the version, and says which', async () => {
    const world = aWorld({old: 'x', owner: 'somebody'});
    const result = await releaseFunction(world, await aJob(world));
    expect(result).toMatchObject({version: '1', changedSettings: ['tags.team', 'tags.old', 'reservedConcurrency']});
    expect(world.tags.tags).toEqual({team: 'payments', owner: 'somebody'});
    expect(await world.concurrency.getReserved('checkout')).toBe(50);
    expect(world.events.of('heartbeat').at(-1)?.message).toContain('set tags.team, tags.old, reservedConcurrency');
  });

  test('touches neither when AWS does not take the version', async () => {
    const world = aWorld();
    const job = await aJob(world);
    world.functions.failNext('updateCode', awsError('PACKAGE_TOO_LARGE'));
    await expect(releaseFunction(world, job)).rejects.toMatchObject({code: 'PACKAGE_TOO_LARGE'});
    expect(world.tags.calls).toEqual([]);
    expect(world.concurrency.calls).not.toContain('putReserved');
  });

  test('a second run does what the first one could not', async () => {
    const world = aWorld();
    world.tags.failNext(awsError('THROTTLED'));
    await expect(releaseFunction(world, await aJob(world))).rejects.toMatchObject({code: 'THROTTLED'});
    const result = await releaseFunction(world, await aJob(world));
    expect(result).toMatchObject({version: '1', changed: false, changedSettings: ['tags.team', 'reservedConcurrency']});
    expect(await world.concurrency.getReserved('checkout')).toBe(50);
  });
});

describe('the memory of a stopped function', () => {
  async function stop(world: ReturnType<typeof aWorld>, previous: number | undefined, wanted: number) {
    const observed = {functionName: 'checkout', account, ...(previous !== undefined && {reserved: previous})};
    const planned = planReserve(observed, wanted);
    if (!planned.ok) throw new Error('refused');
    await rememberReservation(world, planned.plan);
  }

  test.each([
    [50, '50'],
    [undefined, 'none'],
  ])('keeps %s as %s', async (previous, kept) => {
    const world = aWorld();
    await stop(world, previous, 0);
    expect(world.tags.tags).toEqual({[RESERVED_BEFORE_TAG]: kept});
  });

  test('goes when the function starts, and is not touched by any other change', async () => {
    const world = aWorld({[RESERVED_BEFORE_TAG]: '50'});
    await stop(world, 20, 30);
    await stop(world, 0, 0);
    expect(world.tags.calls).toEqual([]);
    await stop(world, 0, 30);
    expect(world.tags.tags).toEqual({});
  });

  test('that cannot be written is a warning with the command that restores', async () => {
    const world = aWorld();
    world.tags.failNext(awsError('ACCESS_DENIED'));
    await stop(world, 50, 0);
    expect(world.events.of('warning')).toMatchObject([
      {
        code: 'RESERVED_BEFORE_NOT_KEPT',
        message: expect.stringContaining('lambda-release concurrency reserve checkout 50'),
      },
    ]);
  });
});

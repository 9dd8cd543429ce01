import {describe, expect, it} from 'vitest';
import {AwsError} from '../../../src/lib/errors.js';
import {pruneVersions} from '../../../src/lib/execute/versions/prune.js';
import {toPruneError} from '../../../src/lib/execute/versions/prune-error.js';
import {type PublishedVersion, parseVersion} from '../../../src/lib/model/versions/version.js';
import type {PrunePlan} from '../../../src/lib/plan/versions/prune.js';
import type {VersionsPort} from '../../../src/lib/ports/lambda/versions.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {AliasWorld, FakeAliases} from '../../fakes/fake-aliases.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {awsError} from '../../fakes/fake-functions.js';
import {FakeProvisioned} from '../../fakes/fake-provisioned.js';

const PLAN: PrunePlan = {
  functionName: 'checkout',
  kept: [],
  removed: ['1', '2', '3'].map((version) => ({
    version: parseVersion(version),
    zippedBytes: 10,
    modifiedAt: '2026-01-01T00:00:00.000+0000',
  })),
  freedBytes: 30,
  storage: {usedBytes: 100, limitBytes: 1_000},
};

/** Deletes what it is told to, and lets something happen before a version's turn. */
function setUp(before: Readonly<Record<string, (world: AliasWorld) => void>> = {}) {
  const world = new AliasWorld();
  const deleted: PublishedVersion[] = [];
  const aliases = new FakeAliases(world, new FakeClock());
  const events = new EventRecorder();
  let turn = 0;
  aliases.gate.always = (call) => {
    if (call !== 'listAliases') return undefined;
    turn += 1;
    const action = before[String(turn)];
    return action && {kind: 'before', action: () => action(world)};
  };
  const versions: Pick<VersionsPort, 'deleteVersion'> = {
    async deleteVersion(_functionName, version) {
      deleted.push(version);
      return true;
    },
  };
  const provisioned = new FakeProvisioned(world.provisioned);
  return {deps: {aliases, provisioned, versions: versions as VersionsPort, events}, deleted, versions, events};
}

describe('pruneVersions', () => {
  it('deletes the plan, oldest first, and says so as it goes', async () => {
    const {deps, deleted, events} = setUp();
    expect(await pruneVersions(deps, PLAN)).toEqual({deleted: PLAN.removed, spared: [], failed: [], left: []});
    expect(deleted).toEqual(['1', '2', '3']);
    expect(events.of('heartbeat').map(({message}) => message)).toContain('checkout: deleted version 2 (2 of 3)');
  });

  it.each<[string, (world: AliasWorld) => void]>([
    ['an alias', (world) => world.put({functionName: 'checkout', alias: 'live', stable: '2', description: ''}, 0)],
    [
      'a weight',
      (world) =>
        world.put(
          {
            functionName: 'checkout',
            alias: 'live',
            stable: '9',
            candidate: {version: '2', weightPercent: 1},
            description: '',
          },
          0,
        ),
    ],
    ['provisioned concurrency', (world) => world.provisioned.set('checkout:2', 1)],
  ])('spares a version that %s needs since the plan was made', async (_, action) => {
    const {deps, deleted} = setUp({2: action});
    const outcome = await pruneVersions(deps, PLAN);
    expect(deleted).toEqual(['1', '3']);
    expect(outcome.spared).toMatchObject([{version: '2'}]);
    expect(toPruneError(PLAN, outcome)).toBeUndefined();
  });

  it('spares a version on which a durable execution has begun since the plan was made', async () => {
    const {deps, deleted, versions} = setUp();
    const asked: string[] = [];
    Object.assign(versions, {
      countRunningExecutions: async (_name: string, version: string) => {
        asked.push(version);
        return version === '2' ? 1 : 0;
      },
    });
    const removed = PLAN.removed.map((each) => (each.version === '3' ? each : {...each, isDurable: true as const}));
    const outcome = await pruneVersions(deps, {...PLAN, removed});
    expect(deleted).toEqual(['1', '3']);
    expect(asked).toEqual(['1', '2']);
    expect(outcome.spared).toEqual([{version: '2', uses: [{kind: 'executions', running: 1}]}]);
  });

  it('goes on after a conflict and reports it with exit 4', async () => {
    const {deps, versions, deleted} = setUp();
    const remove = versions.deleteVersion;
    versions.deleteVersion = async (name, version) => {
      if (version === '2') throw awsError('RESOURCE_CONFLICT');
      return remove(name, version);
    };
    const outcome = await pruneVersions(deps, PLAN);
    expect(deleted).toEqual(['1', '3']);
    expect(outcome).toMatchObject({failed: [{version: '2', code: 'RESOURCE_CONFLICT'}], left: []});
    expect(toPruneError(PLAN, outcome)).toMatchObject({exitCode: 4, details: {deleted: ['1', '3']}});
  });

  it('stops when the next version would meet the same error', async () => {
    const {deps, versions} = setUp();
    versions.deleteVersion = async () => {
      throw awsError('ACCESS_DENIED');
    };
    const outcome = await pruneVersions(deps, PLAN);
    expect(outcome).toMatchObject({deleted: [], failed: [{version: '1'}], left: ['2', '3']});
    expect(toPruneError(PLAN, outcome)?.message).toContain('Not tried any more: 2, 3.');
  });

  it('stops before it deletes when an alias is given a marker nobody here can read', async () => {
    const {deps, deleted} = setUp({
      2: (world) =>
        world.put({functionName: 'checkout', alias: 'live', stable: '9', description: '[lr9 something new]'}, 0),
    });
    const outcome = await pruneVersions(deps, PLAN);
    expect(deleted).toEqual(['1']);
    expect(outcome).toMatchObject({failed: [{version: '2', code: 'MARKER_UNREADABLE'}], left: ['3']});
  });

  it('lets what is no error of AWS through, and an interruption too', async () => {
    const {deps, versions, deleted} = setUp();
    versions.deleteVersion = async () => {
      throw new TypeError('a bug');
    };
    await expect(pruneVersions(deps, PLAN)).rejects.toThrow(TypeError);
    await expect(pruneVersions(deps, PLAN, AbortSignal.abort(new Error('SIGINT')))).rejects.toThrow('SIGINT');
    expect(deleted).toEqual([]);
  });

  it('has errors with ways out', () => {
    const error = toPruneError(PLAN, {
      deleted: [],
      spared: [],
      failed: [{version: '1', code: 'X', message: 'm'}],
      left: [],
    });
    expect(error).toBeInstanceOf(AwsError);
    expect(error?.suggestions.length).toBeGreaterThan(0);
  });
});

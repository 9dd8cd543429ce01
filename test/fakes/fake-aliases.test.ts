import {describe, expect, it} from 'vitest';
import {AliasWorld, FakeAliases} from './fake-aliases.js';
import {FakeMetrics} from './fake-metrics.js';
import {SimulatedClock} from './simulated-clock.js';

const REF = {functionName: 'checkout', alias: 'live'};
const MINUTE_MS = 60_000;
const START_MS = 1_000 * MINUTE_MS;

function aFake() {
  const world = new AliasWorld();
  const clock = new SimulatedClock(START_MS);
  const alias = world.put({...REF, stable: '6', description: ''}, START_MS);
  return {world, clock, alias, aliases: new FakeAliases(world, clock)};
}

describe('the fake of aliases', () => {
  it('moves the revision with every write and refuses an old one', async () => {
    const {aliases, alias} = aFake();
    const write = {...REF, stable: '6', description: 'new', revisionId: alias.revisionId};
    const written = await aliases.writeAlias(write);
    expect(written.revisionId).not.toBe(alias.revisionId);
    await expect(aliases.writeAlias(write)).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
  });

  it.each([
    {candidate: {version: '6', weightPercent: 5}},
    {candidate: {version: '7', weightPercent: 101}},
    {description: 'x'.repeat(257)},
  ])('refuses %o as AWS would', async (change) => {
    const {aliases, alias} = aFake();
    const write = {...REF, stable: '6', description: '', revisionId: alias.revisionId, ...change};
    await expect(aliases.writeAlias(write)).rejects.toMatchObject({code: 'INVALID_REQUEST'});
  });

  it('loses answers, not effects', async () => {
    const {aliases, alias, world} = aFake();
    aliases.gate.faults.set(0, {kind: 'lose'});
    const write = {...REF, stable: '7', description: '', revisionId: alias.revisionId};
    await expect(aliases.writeAlias(write)).rejects.toMatchObject({code: 'TIMEOUT'});
    expect(world.newest(REF)?.stable).toBe('7');
  });

  it('shows the state before while reads lag', async () => {
    const {aliases, world} = aFake();
    world.put({...REF, stable: '7', description: ''}, START_MS);
    world.staleReads = 1;
    expect((await aliases.getAlias(REF))?.stable).toBe('6');
    expect((await aliases.getAlias(REF))?.stable).toBe('7');
  });
});

describe('the fake of metrics', () => {
  it('shows a minute once it is over, split by the weight it had', async () => {
    const {world, clock, aliases} = aFake();
    world.put({...REF, stable: '6', candidate: {version: '7', weightPercent: 10}, description: ''}, START_MS);
    const traffic = {invocations: 100, errorRates: {7: 0.5}};
    const metrics = new FakeMetrics(world, clock, aliases.gate, () => traffic);
    const query = {...REF, versions: ['6', '7'], fromMs: START_MS, toMs: START_MS + 10 * MINUTE_MS};
    expect((await metrics.readAliasMetrics(query)).minutes).toEqual([]);
    await clock.sleep(MINUTE_MS);
    expect((await metrics.readAliasMetrics(query)).minutes).toEqual([
      {minuteMs: START_MS, version: '6', invocations: 90, errors: 0},
      {minuteMs: START_MS, version: '7', invocations: 10, errors: 5},
    ]);
  });
});

describe('simulated time', () => {
  it('wakes sleepers in the order of their times, also when one of them is woken early', async () => {
    const clock = new SimulatedClock(0);
    const woken: string[] = [];
    const controller = new AbortController();
    const sleep = async (name: string, ms: number, signal?: AbortSignal) => {
      await clock.sleep(ms, signal);
      woken.push(`${name} ${clock.now()}`);
    };
    clock.at(5, () => controller.abort());
    await Promise.all([sleep('late', 20), sleep('early', 10), sleep('ended', 1_000, controller.signal)]);
    expect(woken).toEqual(['ended 5', 'early 10', 'late 20']);
  });
});

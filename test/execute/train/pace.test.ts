import {describe, expect, it} from 'vitest';
import {RequestPacer} from '../../../src/lib/aws/request-pacer.js';
import {AwsError} from '../../../src/lib/errors.js';
import {GatheredMetrics} from '../../../src/lib/execute/train/gathered-metrics.js';
import {TrainAliases} from '../../../src/lib/execute/train/train-aliases.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import type {AliasMetrics, MetricsPort, MetricsQuery} from '../../../src/lib/ports/metrics.js';
import {CallGate} from '../../fakes/call-gate.js';
import {AliasWorld, FakeAliases} from '../../fakes/fake-aliases.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

const START_MS = Date.UTC(2026, 0, 1);
const REF = {functionName: 'checkout', alias: 'live'};

function stage() {
  const clock = new SimulatedClock(START_MS);
  const world = new AliasWorld();
  world.put({...REF, stable: '6', description: ''}, START_MS - 3_600_000);
  const asked: string[] = [];
  const pacer = new RequestPacer(clock);
  const pace = {
    slot: (operation: string) => {
      asked.push(operation);
      return pacer.slot(operation);
    },
    wayBack: () => {
      asked.push('way back');
      return pacer.wayBack();
    },
  };
  return {clock, asked, aliases: new TrainAliases(new FakeAliases(world, clock, new CallGate()), pace)};
}

describe('TrainAliases', () => {
  it('waits for its turn to move forward, and goes before all others when it goes back', async () => {
    const {aliases, asked} = stage();
    let alias = (await aliases.getAlias(REF)) as AliasState;
    const write = async (to: Pick<AliasState, 'stable' | 'candidate'>) => {
      asked.length = 0;
      const {functionName, alias: name, revisionId} = alias;
      alias = await aliases.writeAlias({functionName, alias: name, description: '', revisionId, ...to});
      expect(asked).toHaveLength(1);
      return asked.includes('UpdateAlias');
    };
    const at = (weightPercent: number) => ({stable: '6', candidate: {version: '7', weightPercent}});
    expect(await write(at(5))).toBe(true);
    expect(await write({stable: '6'})).toBe(false);
    expect(await write(at(5))).toBe(true);
    expect(await write(at(50))).toBe(true);
    expect(await write({stable: '7'})).toBe(true);
    // Beside stable once more, and back from there.
    expect(await write(at(50))).toBe(false);
    expect(await write({stable: '6'})).toBe(false);
    expect(await write(at(50))).toBe(true);
    expect(await write({stable: '7'})).toBe(true);
    expect(await write({stable: '6'})).toBe(false);
  });

  it('keeps moves to half of what AWS takes in any second', async () => {
    const clock = new SimulatedClock(START_MS);
    const pacer = new RequestPacer(clock);
    const times: number[] = [];
    const move = async () => {
      await pacer.slot('UpdateAlias');
      times.push(clock.now());
    };
    await Promise.all(Array.from({length: 100}, move));
    const most = Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1_000).length));
    expect(most).toBeLessThanOrEqual(7);
    expect(Math.max(...times) - START_MS).toBeLessThanOrEqual(20_000);
  });

  it('lets ways back go before whatever waits, at the whole quota and not above it', async () => {
    const clock = new SimulatedClock(START_MS);
    const pacer = new RequestPacer(clock);
    const times: {readonly at: number; readonly isBack: boolean}[] = [];
    const gone = (isBack: boolean) => times.push({at: clock.now() - START_MS, isBack});
    const reads = Array.from({length: 100}, () => pacer.slot('GetAlias').then(() => gone(false)));
    const backs = Array.from({length: 150}, () => pacer.wayBack().then(() => gone(true)));
    const later = Array.from({length: 10}, () => pacer.slot('GetAlias').then(() => gone(false)));
    await Promise.all([...reads, ...backs, ...later]);
    const wentBack = times.flatMap(({at, isBack}) => (isBack ? [at] : []));
    expect(wentBack.slice(0, 3)).toEqual([0, 0, 0]);
    expect(Math.max(...wentBack)).toBeLessThanOrEqual(12_000);
    const most = Math.max(...wentBack.map((from) => wentBack.filter((at) => at >= from && at < from + 1_000).length));
    expect(most).toBeLessThanOrEqual(15);
    // What is asked after them finds their places taken.
    expect(Math.max(...times.map(({at}) => at))).toBeGreaterThanOrEqual(25_000);
  });
});

class CountedMetrics implements MetricsPort {
  readonly calls: number[] = [];

  async readAliasMetrics({functionName}: MetricsQuery): Promise<AliasMetrics> {
    this.calls.push(1);
    if (functionName === 'gone') throw refused();
    return metricsOf(functionName);
  }

  async readManyAliasMetrics(queries: readonly MetricsQuery[]): Promise<readonly AliasMetrics[]> {
    this.calls.push(queries.length);
    if (queries.some(({functionName}) => functionName === 'gone')) throw refused();
    return queries.map(({functionName}) => metricsOf(functionName));
  }
}

function refused(): AwsError {
  return new AwsError('Not this one.', {code: 'ACCESS_DENIED', suggestions: []});
}

function metricsOf(name: string): AliasMetrics {
  return {minutes: [{minuteMs: 0, version: '7', invocations: name.length}], throttles: []};
}

describe('GatheredMetrics', () => {
  const query = (functionName: string): MetricsQuery => ({
    ...{functionName, alias: 'live', versions: ['6', '7'], fromMs: 0, toMs: 60_000},
  });

  it('asks once for all that look in the same moment, and answers each with its own', async () => {
    const counted = new CountedMetrics();
    const metrics = new GatheredMetrics(counted, new SimulatedClock(START_MS));
    const names = ['a', 'bb', 'ccc'];
    expect(await Promise.all(names.map((name) => metrics.readAliasMetrics(query(name))))).toEqual(names.map(metricsOf));
    expect(await metrics.readAliasMetrics(query('dddd'))).toEqual(metricsOf('dddd'));
    expect(counted.calls).toEqual([3, 1]);
  });

  it('lets nobody fail for another', async () => {
    const counted = new CountedMetrics();
    const metrics = new GatheredMetrics(counted, new SimulatedClock(START_MS));
    const answers = await Promise.allSettled(['a', 'gone', 'ccc'].map((name) => metrics.readAliasMetrics(query(name))));
    expect(answers.map(({status}) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({reason: {code: 'ACCESS_DENIED'}});
  });

  it('tells everybody who has asked of a bug, and keeps nobody waiting', async () => {
    const counted = new CountedMetrics();
    counted.readManyAliasMetrics = async () => {
      throw new TypeError('A bug.');
    };
    const metrics = new GatheredMetrics(counted, new SimulatedClock(START_MS));
    const answers = await Promise.allSettled(['a', 'bb'].map((name) => metrics.readAliasMetrics(query(name))));
    expect(answers).toMatchObject([{reason: {message: 'A bug.'}}, {reason: {message: 'A bug.'}}]);
  });
});

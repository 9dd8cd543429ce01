import {describe, expect, it} from 'vitest';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {parseTrafficSpec} from '../../../src/lib/model/rollout/traffic-spec.js';
import type {PacedPorts} from '../../../src/lib/service/ports.js';
import {rollBack} from '../../../src/lib/service/rollout/rollback.js';
import {shift} from '../../../src/lib/service/rollout/shift.js';
import {startRollout} from '../../../src/lib/service/rollout/start.js';
import {aProcess, path, REF} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError} from '../../fakes/fake-functions.js';
import {FakeHost} from '../../fakes/fake-host.js';

function aShift(split: string, {dryRun = false, agrees = true} = {}) {
  const process = aProcess();
  const session = aSession({...process.deps, concurrency: new FakeConcurrency(), host: new FakeHost({agrees})});
  const request = {ref: REF, specs: split.split(' ').map(parseTrafficSpec), dryRun};
  return {process, session, ended: shift(session, request, process.controller.signal)};
}

describe('moving traffic once', () => {
  it('is one write after a yes', async () => {
    const {process, session, ended} = aShift('7@10');
    expect(await ended).toMatchObject({changed: true, dryRun: false});
    expect(path(process.world)).toEqual(['7@10']);
    expect(session.host.heard).toHaveLength(2);
  });

  it('asks nothing where the alias is as wanted already', async () => {
    const {process, session, ended} = aShift('6');
    expect(await ended).toMatchObject({changed: false});
    expect(session.host.heard).toEqual([]);
    expect(path(process.world)).toEqual([]);
  });

  it.each([
    ['a dry run', {dryRun: true}],
    ['a no', {agrees: false}],
  ])('writes nothing: %s', async (_name, options) => {
    const {process, ended} = aShift('7@10', options);
    await ended.catch(() => undefined);
    expect(path(process.world)).toEqual([]);
  });
});

it('going back without a target takes the version that had all traffic before', async () => {
  const process = aProcess();
  const session = aSession({...process.deps, concurrency: new FakeConcurrency()});
  const report = await rollBack(session, {ref: REF, dryRun: false}, process.controller.signal);
  expect(report).toMatchObject({changed: true});
  expect(process.world.newest(REF)?.stable).toBe('5');
});

describe('a rollback from a version with durable executions', () => {
  it.each<[string, () => Promise<number>, RegExp | undefined]>([
    ['says how many go on there', async () => 3, /^3 durable executions run on version 6/],
    ['says nothing when none runs', async () => 0, undefined],
    ['does not wait for who does not answer', () => new Promise(() => undefined), /could not be read/],
    ['is not stopped by who may not look', () => Promise.reject(awsError('ACCESS_DENIED')), /could not be read/],
  ])('%s', async (_name, countRunningExecutions, warning) => {
    const process = aProcess();
    const {functions} = process.deps;
    const getFunction = functions.getFunction.bind(functions);
    functions.getFunction = async (name: string, version?: string) => {
      const found = await getFunction(name, version);
      return found && {...found, isDurable: true as const};
    };
    const session = aSession({...process.deps, paced: {versions: {countRunningExecutions}} as unknown as PacedPorts});
    expect(await rollBack(session, {ref: REF, dryRun: false}, process.controller.signal)).toMatchObject({
      changed: true,
    });
    const messages = session.events.of('warning').map(({message}) => message);
    expect(messages).toEqual(warning ? [expect.stringMatching(warning)] : []);
    expect(process.world.newest(REF)?.stable).toBe('5');
  });
});

describe('that there is nothing to do is not believed of one read that lags', () => {
  /** Version 7 has all traffic since a moment ago, and the next reads still show the alias before that. */
  function aLaggingWorld(reads: number) {
    const process = aProcess();
    process.world.put({...REF, stable: '7', description: ''}, process.clock.now());
    process.world.staleReads = reads;
    const trafficHistory = {readTraffic: async () => []};
    const session = aSession({
      ...process.deps,
      ...quietCallers(),
      concurrency: new FakeConcurrency(),
      trafficHistory,
      host: new FakeHost({agrees: true}),
    });
    return {process, session, signal: process.controller.signal};
  }

  it.each([1, 3])('by a shift, %s times', async (reads) => {
    const {process, session, signal} = aLaggingWorld(reads);
    const request = {ref: REF, specs: [parseTrafficSpec('6')], dryRun: false};
    expect(await shift(session, request, signal)).toMatchObject({changed: true, after: {stable: '6'}});
    expect(process.world.newest(REF)?.stable).toBe('6');
  });

  it('by a rollback', async () => {
    const {process, session, signal} = aLaggingWorld(1);
    const to = {kind: 'version', version: '6'} as const;
    expect(await rollBack(session, {ref: REF, to, dryRun: false}, signal)).toMatchObject({changed: true});
    expect(process.world.newest(REF)?.stable).toBe('6');
  });

  it('by the start of a rollout', async () => {
    const {session, signal} = aLaggingWorld(1);
    const options = {steps: parseSteps('50%:1m'), watch: 0, create: false, detach: true, 'dry-run': false};
    const {result} = await startRollout(session, {ref: REF, candidate: '6'}, options, signal);
    expect(result).toMatchObject({changed: true, plan: {stable: '7', candidate: '6'}});
  });
});

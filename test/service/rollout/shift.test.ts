import {describe, expect, it} from 'vitest';
import {parseTrafficSpec} from '../../../src/lib/model/rollout/traffic-spec.js';
import type {PacedPorts} from '../../../src/lib/service/ports.js';
import {rollBack} from '../../../src/lib/service/rollout/rollback.js';
import {shift} from '../../../src/lib/service/rollout/shift.js';
import {aProcess, path, REF} from '../../execute/rollout/rollout-world.js';
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

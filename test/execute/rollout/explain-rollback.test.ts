import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aLine} from '../../fakes/fake-logs.js';
import {aProcess, BAD, GOOD, type Process, START_MS} from './rollout-world.js';

const FAILURE =
  '2026-01-01T12:03:00.000Z\tID\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no items"}';

/** A bad version that has logged its failures from three requests, one of them before the rollout. */
function aFailingProcess(): Process {
  const process = aProcess(BAD);
  process.deps.logs.lines = [
    aLine(FAILURE.replace('ID', '11111111-1111-1111-1111-111111111111'), {timeMs: START_MS - 60_000}),
    aLine(FAILURE.replace('ID', '22222222-2222-2222-2222-222222222222'), {timeMs: START_MS + 60_000}),
    aLine(FAILURE.replace('ID', '33333333-3333-3333-3333-333333333333'), {timeMs: START_MS + 61_000}),
    aLine('START RequestId: 33333333-3333-3333-3333-333333333333 Version: 7', {timeMs: START_MS + 61_000}),
  ];
  return process;
}

describe('a rollback by analysis', () => {
  it('says what the candidate logged since the rollout began, after stable has its traffic back', async () => {
    const process = aFailingProcess();
    const outcome = await process.run();
    const causes = [{message: 'TypeError: no items', count: 2, requestId: '22222222-2222-2222-2222-222222222222'}];
    expect(outcome).toMatchObject({kind: 'rolledBack', record: {failureCauses: causes}});
    const error = toRolloutError(outcome);
    expect(error?.message).toMatch(/\nIts logs say:\n {2}2 × TypeError: no items \(request 2222/);
    expect(error?.details).toMatchObject({record: {failureCauses: causes}});
    expect(process.events.of('failures.found')).toMatchObject([{version: '7', causes}]);
    const types = process.events.types();
    expect(types.indexOf('failures.found')).toBeGreaterThan(types.indexOf('abort.finished'));
    const {calls} = process.gate;
    expect(calls.indexOf('readLines')).toBeGreaterThan(calls.lastIndexOf('writeAlias'));
  });

  it('reads only the streams of that version, and gives the environment to be taken out', async () => {
    const process = aFailingProcess();
    await process.run();
    expect(process.deps.logs.queries.map(({streamPrefix}) => streamPrefix)).toEqual([
      '2025/12/31/[7]',
      '2026/01/01/[7]',
    ]);
    expect(process.deps.logs.queries[0]).toMatchObject({
      logGroup: '/aws/lambda/checkout',
      fromMs: START_MS,
      secrets: ['environment-secret'],
    });
  });

  it.each(['getFunction', 'readLines'])('stays one when %s fails: a warning', async (call) => {
    const process = aFailingProcess();
    process.gate.always = (name) => (name === call ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined);
    const outcome = await process.run();
    expect(outcome.kind).toBe('rolledBack');
    expect(outcome.record.failureCauses).toBeUndefined();
    expect(process.events.of('warning')).toMatchObject([{code: 'FAILURES_UNREAD'}]);
  });

  it('stays one when the logs never answer', async () => {
    const process = aFailingProcess();
    process.gate.always = (name) => (name === 'readLines' ? {kind: 'hang'} : undefined);
    expect((await process.run()).kind).toBe('rolledBack');
    expect(process.events.of('warning')).toMatchObject([{code: 'FAILURES_UNREAD'}]);
  });
});

describe('no logs are read', () => {
  it('after a promotion', async () => {
    const process = aProcess(GOOD);
    expect((await process.run()).kind).toBe('promoted');
    expect(process.gate.calls).not.toContain('readLines');
  });

  it('after a signal', async () => {
    const process = aFailingProcess();
    process.gate.always = (name) =>
      name === 'readAliasMetrics' ? {kind: 'after', action: () => process.interrupt()} : undefined;
    expect((await process.run()).kind).toBe('interrupted');
    expect(process.gate.calls).not.toContain('readLines');
  });
});

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

const TRACE = {
  ...{traceId: '1-695663c0-a006649127e371903a2de979', startedMs: START_MS + 60_000, service: 'orders'},
  ...{exception: 'TypeError: no items', link: 'https://console/trace'},
};

/** The same, traced by X-Ray. */
function aTracedProcess(): Process {
  const process = aFailingProcess();
  process.deps.functions.tracingMode = 'Active';
  process.deps.traces.failed = [TRACE];
  return process;
}

describe('a rollback of a version that is traced', () => {
  it('shows requests that failed in it, after stable has its traffic back', async () => {
    const process = aTracedProcess();
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'rolledBack', record: {failedTraces: [TRACE]}});
    expect(toRolloutError(outcome)?.message).toMatch(
      /\nIts traces say:\n {2}TypeError: no items, in orders: https:\/\/console\/trace$/,
    );
    expect(process.events.of('failures.found')).toMatchObject([{causes: [{count: 2}], traces: [TRACE]}]);
    const {calls} = process.gate;
    expect(calls.indexOf('readFailedTraces')).toBeGreaterThan(calls.lastIndexOf('writeAlias'));
    expect(process.deps.traces.queries).toMatchObject([
      {functionName: 'checkout', version: '7', fromMs: START_MS, secrets: ['environment-secret']},
    ]);
  });

  it('tells of traces where the logs tell nothing', async () => {
    const process = aTracedProcess();
    process.deps.logs.lines = [];
    await process.run();
    expect(process.events.of('failures.found')).toMatchObject([{causes: [], traces: [TRACE]}]);
  });

  it.each(['fail', 'hang', 'lose'] as const)('only leaves them out when the read does %s', async (kind) => {
    const process = aTracedProcess();
    process.gate.always = (name) => (name === 'readFailedTraces' ? {kind} : undefined);
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'rolledBack', record: {failureCauses: [{count: 2}]}});
    expect(outcome.record.failedTraces).toBeUndefined();
    expect(process.events.of('failures.found')[0]).not.toHaveProperty('traces');
    expect(process.events.of('warning')).toMatchObject([{code: 'TRACES_UNREAD'}]);
  });

  it('shows them also when the logs cannot be read', async () => {
    const process = aTracedProcess();
    process.gate.always = (name) => (name === 'readLines' ? {kind: 'fail'} : undefined);
    expect((await process.run()).record.failedTraces).toEqual([TRACE]);
    expect(process.events.of('warning')).toMatchObject([{code: 'FAILURES_UNREAD'}]);
  });

  it('asks nothing of X-Ray where it is not traced', async () => {
    const process = aTracedProcess();
    process.deps.functions.tracingMode = 'PassThrough';
    const {record} = await process.run();
    expect(record).not.toHaveProperty('failedTraces');
    expect(process.gate.calls).not.toContain('readFailedTraces');
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

import {describe, expect, it} from 'vitest';
import {AwsError} from '../../../src/lib/errors.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import type {RolloutChecks} from '../../../src/lib/model/rollout/checks.js';
import {aProcess, GOOD, path} from '../rollout/rollout-world.js';

const COLD =
  'REPORT RequestId: r\tDuration: 1.00 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tInit Duration: 80.00 ms\t\n';
const WARM: RolloutChecks = {smoke: [], warm: {calls: 3, name: 'health.json', payload: '{"health":true}'}, hooks: {}};

function warmed(process: ReturnType<typeof aProcess>) {
  return process.deps.events.events.filter(({type}) => type === 'warm.finished');
}

describe('warming', () => {
  it('calls the candidate by its version, all at one time, before the first move', async () => {
    const process = aProcess(GOOD);
    let [running, most] = [0, 0];
    const invoke = process.deps.invoke.invoke.bind(process.deps.invoke);
    process.deps.invoke.invoke = async (request, signal) => {
      running += 1;
      most = Math.max(most, running);
      try {
        return await invoke(request, signal);
      } finally {
        running -= 1;
      }
    };
    process.deps.invoke.answer = {payload: '{}', logTail: COLD};
    expect((await process.run({checks: WARM})).kind).toBe('promoted');
    expect(most).toBe(3);
    expect(process.deps.invoke.requests.map(({qualifier, payload}) => [qualifier, payload])).toEqual(
      Array.from({length: 3}, () => ['7', '{"health":true}']),
    );
    expect(process.gate.calls.indexOf('writeAlias')).toBeGreaterThan(process.gate.calls.lastIndexOf('invoke'));
    expect(warmed(process)).toMatchObject([{version: '7', calls: 3, coldStarts: 3}]);
  });

  it('that the candidate fails leaves traffic untouched, shows the log and ends with 5', async () => {
    const process = aProcess(GOOD);
    process.deps.invoke.answer = {payload: '{}', functionError: 'Unhandled', logTail: 'no such table'};
    const error = toRolloutError(await process.run({checks: WARM}));
    expect(error).toMatchObject({exitCode: 5, code: 'NOT_BEGUN_SMOKE', traffic: 'untouched'});
    expect(error?.message).toContain('health.json');
    expect(error?.message).toContain('no such table');
    expect(path(process.world)).toEqual([]);
  });

  it('that finds no concurrency is told, and the rollout goes on', async () => {
    const process = aProcess(GOOD);
    const throttled = new AwsError('Rate Exceeded.', {code: 'THROTTLED', suggestions: []});
    let calls = 0;
    process.gate.always = (call) => {
      if (call === 'invoke') calls += 1;
      return call === 'invoke' && calls > 1 ? {kind: 'fail', error: throttled} : undefined;
    };
    expect((await process.run({checks: WARM})).kind).toBe('promoted');
    expect(warmed(process)).toMatchObject([{calls: 1, coldStarts: 0}]);
    expect(process.deps.events.events).toContainEqual(expect.objectContaining({code: 'WARM_THROTTLED'}));
  });

  it('that AWS does not carry out for another reason says nothing about the version: exit 4', async () => {
    const process = aProcess(GOOD);
    process.gate.always = (call) => (call === 'invoke' ? {kind: 'fail'} : undefined);
    expect(toRolloutError(await process.run({checks: WARM}))).toMatchObject({exitCode: 4, traffic: 'untouched'});
    expect(path(process.world)).toEqual([]);
  });

  it('comes after the smoke tests: what fails one is not called again', async () => {
    const process = aProcess(GOOD);
    process.deps.invoke.answer = {payload: '{}', functionError: 'Unhandled', logTail: ''};
    const smoke = [{name: 'ok.json', payload: '{}', expect: {}, folder: '/release'}];
    expect(await process.run({checks: {...WARM, smoke}})).toMatchObject({kind: 'notBegun', cause: {kind: 'smoke'}});
    expect(process.deps.invoke.requests).toHaveLength(1);
  });
});

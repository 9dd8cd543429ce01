import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import type {AliasMetrics, MetricsQuery} from '../../../src/lib/ports/metrics.js';
import {aFunction} from '../../fakes/a-function.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aProcess, aSpec, GOOD, observed, type Process, path, REF, RESTORED, START_MS} from './rollout-world.js';

// What production does to a rollout, in simulated time. Outages of both versions, silence, second writers and aborts
// from elsewhere are in rollout.test.ts; throttles, latency and alarms in rollout-signals.test.ts.
const MINUTE_MS = 60_000;
const HOUR = {steps: parseSteps('5%:20m, 25%:20m, 50%:20m'), watchMs: 10 * MINUTE_MS};

function expectTakenBack(process: Process): void {
  expect(process.world.newest(REF)).toMatchObject({stable: '6', description: expect.stringMatching(RESTORED)});
  expect(process.world.newest(REF)?.candidate).toBeUndefined();
}

describe('a regression of one percent', () => {
  it('is found while it burns slowly, long before all traffic is on it', async () => {
    const process = aProcess({invocations: 6_000, errorRates: {6: 0.001, 7: 0.011}});
    const outcome = await process.run(HOUR);
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(path(process.world)).not.toContain('7');
    expectTakenBack(process);
  });

  it('that only begins in the middle of a step is found as well', async () => {
    const hasBegun = (minuteMs: number) => minuteMs > START_MS + 30 * MINUTE_MS;
    const process = aProcess((minuteMs) => ({
      invocations: 6_000,
      errorRates: hasBegun(minuteMs) ? {6: 0.001, 7: 0.011} : {6: 0.001, 7: 0.001},
    }));
    expect(await process.run(HOUR)).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expectTakenBack(process);
  });
});

describe('errors of cold starts alone', () => {
  it('in the first minute after a move do not cost a good version its release', async () => {
    const process = aProcess((minuteMs) => {
      const isCold = process.world
        .momentsOf(REF)
        .some(({atMs}) => Math.floor(atMs / MINUTE_MS) === minuteMs / MINUTE_MS);
      return {invocations: 2_000, errorRates: {6: 0.001, 7: isCold ? 0.01 : 0.001}};
    });
    expect((await process.run(HOUR)).kind).toBe('promoted');
  });
});

describe('timeouts of a function that may take five minutes', () => {
  const LATE_MS = 5 * MINUTE_MS;

  /** CloudWatch as it is for such a function: a timeout is an error of the minute it began in, and shows up when it is over. */
  function late(process: Process) {
    const readAliasMetrics = async (query: MetricsQuery, signal?: AbortSignal): Promise<AliasMetrics> => {
      const metrics = await process.deps.metrics.readAliasMetrics(query, signal);
      const nowMs = process.clock.now();
      const minutes = metrics.minutes.map((minute) =>
        minute.minuteMs + MINUTE_MS + LATE_MS <= nowMs
          ? minute
          : {...minute, invocations: (minute.invocations ?? 0) - (minute.errors ?? 0), errors: 0},
      );
      return {...metrics, minutes};
    };
    const readManyAliasMetrics = (queries: readonly MetricsQuery[], signal?: AbortSignal) =>
      Promise.all(queries.map((query) => readAliasMetrics(query, signal)));
    return {...process.deps, metrics: {readAliasMetrics, readManyAliasMetrics}};
  }

  it('count whenever they arrive, in minutes that were judged before, and take the version back', async () => {
    const process = aProcess({invocations: 1_000, errorRates: {7: 0.3}});
    const versions = new Map(['6', '7'].map((version) => [version, aFunction({version, timeoutSeconds: 300})]));
    const spec = aSpec({steps: parseSteps('5%:5m, 25%:5m, 50%:5m')});
    const planned = planRollout(spec, observed(process.world.newest(REF), {versions}), process.clock.now());
    if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error('Not planned.');
    expect(planned.plan.settings.settleMs).toBe(2.5 * MINUTE_MS);
    const outcome = await runRollout(late(process), planned.plan, process.controller.signal);
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(path(process.world)).not.toContain('7');
    expectTakenBack(process);
  });
});

describe('credentials that expire in the middle of a bake', () => {
  function expireAt(process: Process, fromMs: number, toMs = Number.POSITIVE_INFINITY): void {
    const isOut = () => process.clock.now() >= fromMs && process.clock.now() < toMs;
    process.gate.always = () => (isOut() ? {kind: 'fail', error: awsError('CREDENTIALS_INVALID')} : undefined);
  }

  it('end with 6 and the command that repairs it, for nobody can restore without them', async () => {
    const process = aProcess(GOOD);
    expireAt(process, START_MS + 2 * MINUTE_MS);
    const error = toRolloutError(await process.run());
    expect(error).toMatchObject({exitCode: 6, code: 'NOT_RESTORED', traffic: 'not restored'});
    expect(error?.suggestions.join('\n')).toContain('lambda-release rollout abort checkout:live');
    expect(path(process.world)).toEqual(['7@5']);
  });

  it('are what the error names, also when the last attempt to restore only ran out of time', async () => {
    const process = aProcess(GOOD);
    let stoppedMs = Number.POSITIVE_INFINITY;
    process.gate.always = () => {
      if (process.events.types().includes('abort.started')) stoppedMs = Math.min(stoppedMs, process.clock.now());
      if (process.clock.now() >= stoppedMs + 280_000) return {kind: 'hang'};
      if (process.clock.now() < START_MS + 2 * MINUTE_MS) return undefined;
      return {kind: 'fail', error: awsError('CREDENTIALS_INVALID')};
    };
    expect(toRolloutError(await process.run())).toMatchObject({exitCode: 6, cause: {code: 'CREDENTIALS_INVALID'}});
  });

  it('do no harm when they are renewed within five minutes', async () => {
    const process = aProcess(GOOD);
    expireAt(process, START_MS + 2 * MINUTE_MS, START_MS + 6 * MINUTE_MS);
    expect((await process.run()).kind).toBe('promoted');
  });

  it('and come back while it is being taken back: stable has its traffic', async () => {
    const process = aProcess(GOOD);
    expireAt(process, START_MS + 2 * MINUTE_MS, START_MS + 10 * MINUTE_MS);
    expect(await process.run()).toMatchObject({kind: 'rolledBack', cause: {kind: 'blind'}});
    expectTakenBack(process);
  });
});

import {describe, expect, test} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {MINUTE_MS, type Stage, staged} from './sandbox-stage.js';

// What scenarios.test.ts shows over fakes, with the real SDK over HTTP. A throttled account: on-sandbox.test.ts; late and
// missing points: points-on-sandbox.test.ts; silence and a second writer: ../../process/exit-codes.test.ts.
const HEALTHY = {errorRate: 0.001};

/** Calls `react` with every event and how many of its type there have been. */
function onEvents({events}: Stage, react: (type: string, count: number) => void): void {
  const keep = events.emit.bind(events);
  events.emit = (event) => {
    keep(event);
    react(event.type, events.types().filter((type) => type === event.type).length);
  };
}

async function expectTakenBack(stage: Stage): Promise<void> {
  const alias = await stage.alias();
  expect(alias).toMatchObject({stable: '1'});
  expect(alias?.candidate).toBeUndefined();
}

test('a regression of one percent that burns slowly is found long before all traffic is on it', async () => {
  const stage = await staged({perMinute: 6_000, versions: {1: HEALTHY, 2: {errorRate: 0.011}}});
  const outcome = await stage.release('5%:20m, 25%:20m, 50%:20m');
  expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
  expect(outcome.record.comparison).toMatchObject({cause: 'candidate-errors'});
  await expectTakenBack(stage);
});

test('errors of cold starts alone do not cost a good version its release', async () => {
  const cold = {...HEALTHY, coldStart: {errorRate: 0.005, forMs: 30_000}};
  const stage = await staged({perMinute: 2_000, versions: {1: HEALTHY, 2: cold}});
  const outcome = await stage.release('5%:5m, 25%:5m, 50%:5m');
  expect(outcome).toMatchObject({kind: 'promoted'});
  expect(await stage.alias()).toMatchObject({stable: '2'});
});

test('the mend of a broken version is promoted', async () => {
  const stage = await staged({perMinute: 1_000, versions: {1: {errorRate: 0.35}, 2: {}}});
  expect(await stage.release('5%:5m, 25%:5m, 50%:5m')).toMatchObject({kind: 'promoted'});
  expect(await stage.alias()).toMatchObject({stable: '2'});
});

test('a version that is only slower is taken back', async () => {
  const stage = await staged({perMinute: 600, versions: {1: {durationMs: 100}, 2: {durationMs: 250}}});
  // What is slow is known from stable's own past: a hundred calls, five minutes before the start.
  await stage.deps.clock.sleep(8 * MINUTE_MS);
  const plan = await stage.plan('50%:15m', {slow: {p90: 0.02}});
  const outcome = await runRollout(stage.deps, plan, new AbortController().signal);
  const message = expect.stringContaining('is slower than stable 1: above');
  expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis', message}});
  expect(outcome.record.comparison).toMatchObject({cause: 'candidate-slow', candidate: {errors: 0}});
  await expectTakenBack(stage);
});

test('timeouts after five minutes count when they arrive, in minutes that were judged before', async () => {
  const late = {errorRate: 0.3, errorDurationMs: 5 * MINUTE_MS};
  const stage = await staged({perMinute: 1_000, versions: {2: late}, timeout: 300});
  expect((await stage.plan('5%:5m')).settings.settleMs).toBe(2.5 * MINUTE_MS);
  const outcome = await stage.release('5%:5m, 25%:5m, 50%:5m');
  expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
  const judged = stage.events.of('sample.judged').map(({judgement}) => judgement.candidate);
  expect(judged.some(({invocations, errors}) => invocations > 0 && errors === 0)).toBe(true);
  expect(judged.at(-1)?.errors).toBeGreaterThan(0);
  await expectTakenBack(stage);
});

describe('an outage of both versions', () => {
  const OUTAGE = {1: {errorRate: 0.5}, 2: {errorRate: 0.5}};

  test('holds the rollout and blames nobody', async () => {
    const stage = await staged({perMinute: 2_000, versions: {}});
    onEvents(stage, (type) => type === 'bake.started' && stage.load(OUTAGE));
    const outcome = await stage.release('50%:5m');
    expect(outcome).toMatchObject({kind: 'held', cause: {kind: 'incident'}});
    expect(outcome.record.comparison).toMatchObject({cause: 'shared-incident'});
    expect(await stage.alias()).toMatchObject({stable: '1', candidate: {version: '2', weightPercent: 50}});
  });

  test('that is over lets it go on', async () => {
    const stage = await staged({perMinute: 2_000, versions: OUTAGE});
    onEvents(stage, (type) => type === 'step.extended' && stage.load({}));
    expect(await stage.release('50%:3m')).toMatchObject({kind: 'promoted'});
    expect(stage.events.types()).toContain('step.extended');
  });
});

describe('credentials that expire in the middle of a bake', () => {
  const EXPIRED = {
    kind: 'error',
    count: 0,
    status: 403,
    code: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  } as const;
  const GOOD = {perMinute: 2_000, versions: {}};

  /** They expire at the first verdict, and are renewed at the `count`-th event of a type. */
  function expire(stage: Stage, renewed?: {readonly type: string; readonly count: number}): void {
    onEvents(stage, (type, count) => {
      if (type === 'sample.judged' && count === 1) stage.sandbox.addFault(EXPIRED);
      if (type === renewed?.type && count === renewed.count) stage.sandbox.clearFaults();
    });
  }

  test('end with 6 and the command that repairs it', async () => {
    const stage = await staged(GOOD);
    expire(stage);
    const outcome = await stage.release('5%:10m');
    const error = toRolloutError(outcome);
    expect(error).toMatchObject({exitCode: 6, code: 'NOT_RESTORED', traffic: 'not restored'});
    expect(error?.cause).toMatchObject({code: 'CREDENTIALS_EXPIRED'});
    expect(error?.suggestions.join('\n')).toContain('lambda-release rollout abort checkout:live');
    stage.sandbox.clearFaults();
    expect(await stage.alias()).toMatchObject({stable: '1', candidate: {version: '2', weightPercent: 5}});
  });

  test('do no harm when they are renewed at once', async () => {
    const stage = await staged(GOOD);
    expire(stage, {type: 'warning', count: 2});
    expect(await stage.release('50%:8m')).toMatchObject({kind: 'promoted'});
    expect(stage.events.of('warning').map(({code}) => code)).toEqual(['SAMPLE_UNREAD', 'SAMPLE_UNREAD']);
  });

  test('and come back while it is being taken back: stable has its traffic', async () => {
    const stage = await staged(GOOD);
    expire(stage, {type: 'abort.started', count: 1});
    expect(await stage.release('5%:30m')).toMatchObject({kind: 'rolledBack', cause: {kind: 'blind'}});
    await expectTakenBack(stage);
  });
});

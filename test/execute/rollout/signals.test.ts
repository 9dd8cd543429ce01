import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS, type WatchedMetric, type WatchedStage} from '../../../src/lib/analysis/settings.js';
import type {AlarmReading} from '../../../src/lib/analysis/signal-readings.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {aProcess, aSpec, GOOD, observed, path, REF, START_MS, TOOK_BACK} from './rollout-world.js';

const MINUTE_MS = 60_000;
const SLOW = {...DEFAULT_SETTINGS, slow: {p90: 0.02, p99: 0.005}};
const ALARMED = {...DEFAULT_SETTINGS, alarms: ['checkout-5xx']};
const STAGE: WatchedStage = {kind: 'REST', api: 'orders', stage: 'prod'};
const WATCHED: WatchedMetric = {
  name: 'orders',
  namespace: 'Shop',
  metric: 'Orders',
  dimensions: {},
  stat: 'Sum',
  periodSeconds: 60,
  below: 10,
};

describe('a rollout that minds more than errors', () => {
  it('takes a version back that is only slower', async () => {
    const process = aProcess(GOOD);
    process.deps.signals.latency = ({fromMs, toMs}) => ({
      kind: 'counts',
      minutes: Array.from({length: (toMs - fromMs) / MINUTE_MS}, (_, index) => fromMs + index * MINUTE_MS).flatMap(
        (minuteMs) => [
          {minuteMs, version: '6', invocations: 950, above: {p90: 95, p99: 9}},
          {minuteMs, version: '7', invocations: 50, above: {p90: 35, p99: 10}},
        ],
      ),
    });
    const outcome = await process.run({settings: SLOW});
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    const error = toRolloutError(outcome);
    expect(error).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_ANALYSIS'});
    expect(error?.message).toContain('slower than stable 6: above 100 ms (p90 of stable before)');
    expect(outcome.record.comparison).toMatchObject({
      cause: 'candidate-slow',
      signals: [{name: 'errors'}, {name: 'slow'}],
    });
  });

  it('fixes its thresholds from the time before its start, and asks for them once', async () => {
    const process = aProcess(GOOD);
    await process.run({settings: SLOW});
    expect(process.gate.calls.filter((call) => call === 'readThresholds')).toHaveLength(1);
    expect(process.gate.calls.filter((call) => call === 'readLatency').length).toBeGreaterThan(5);
  });

  it('says when stable has too thin a history to know what is slow', async () => {
    const process = aProcess(GOOD);
    process.deps.signals.thresholds = {invocations: 250, p90Ms: 80};
    expect((await process.run({settings: SLOW})).kind).toBe('promoted');
    expect(process.events.of('warning')).toMatchObject([
      {code: 'SLOW_NOT_JUDGED', message: expect.stringContaining('by p99: stable had 250')},
    ]);
  });

  it('takes the version back when a named alarm goes red, with its words in the error', async () => {
    const process = aProcess(GOOD);
    const redMs = START_MS + 4 * MINUTE_MS;
    process.deps.signals.alarms = [{name: 'checkout-5xx', state: 'OK'}];
    process.clock.at(redMs, () => {
      process.deps.signals.alarms = [
        {name: 'checkout-5xx', state: 'ALARM', sinceMs: redMs, reason: 'Threshold Crossed.'},
      ];
    });
    const outcome = await process.run({settings: ALARMED});
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'alarm'}});
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_ALARM'});
    expect(toRolloutError(outcome)?.message).toContain('alarm checkout-5xx went to ALARM during the rollout');
    expect(process.world.newest(REF)?.description).toMatch(TOOK_BACK);
  });

  it('does not mind an alarm that was red before', async () => {
    const process = aProcess(GOOD);
    process.deps.signals.alarms = [{name: 'checkout-5xx', state: 'ALARM', sinceMs: START_MS - MINUTE_MS}];
    const outcome = await process.run({settings: ALARMED});
    expect(outcome.kind).toBe('promoted');
    expect(outcome.record.watch?.alarms).toMatchObject([{standing: 'red-before'}]);
  });

  it('says once of an alarm that it is no longer evaluated, and again when that changes', async () => {
    const process = aProcess(GOOD);
    const alarm = {name: 'checkout-5xx', state: 'OK'} as const;
    process.deps.signals.alarms = [alarm];
    process.clock.at(START_MS + 2 * MINUTE_MS, () => {
      process.deps.signals.alarms = [{...alarm, evaluation: 'PARTIAL_DATA'}];
    });
    process.clock.at(START_MS + 5 * MINUTE_MS, () => {
      process.deps.signals.alarms = [{...alarm, evaluation: 'EVALUATION_FAILURE'}];
    });
    expect((await process.run({settings: ALARMED})).kind).toBe('promoted');
    expect(process.events.of('warning')).toMatchObject([
      {code: 'ALARM_NOT_EVALUATED', message: expect.stringContaining('a part of its data')},
      {code: 'ALARM_NOT_EVALUATED', message: expect.stringContaining('EVALUATION_FAILURE')},
    ]);
  });

  it('takes the version back while it is watched when a metric crosses its bound', async () => {
    const process = aProcess(GOOD);
    process.deps.signals.points = (_name, atMs) => (atMs > START_MS + 8 * MINUTE_MS ? 3 : 40);
    const outcome = await process.run({settings: {...DEFAULT_SETTINGS, metrics: [WATCHED]}, watchMs: 10 * MINUTE_MS});
    expect(outcome).toMatchObject({
      kind: 'rolledBack',
      cause: {kind: 'metric', message: expect.stringContaining('metric orders is at 3, below 10')},
    });
    expect(path(process.world)).toEqual(['7@5', '7@50', '7', '6']);
  });

  it('is held when callers are throttled for too long', async () => {
    const process = aProcess((minuteMs) => (minuteMs < START_MS ? GOOD : {...GOOD, throttles: 300}));
    const outcome = await process.run();
    expect(outcome).toMatchObject({
      kind: 'held',
      cause: {kind: 'incident', message: expect.stringContaining('throttled:')},
    });
    expect(path(process.world)).toEqual(['7@5', '7@5']);
  });

  it('is held when a stage of its API answers more server errors than before, though Lambda counts none', async () => {
    const process = aProcess(GOOD);
    process.deps.signals.stages = (_name, minuteMs) => ({requests: 1_000, serverErrors: minuteMs < START_MS ? 1 : 50});
    const outcome = await process.run({settings: {...DEFAULT_SETTINGS, apiStages: [STAGE]}});
    expect(outcome).toMatchObject({
      kind: 'held',
      cause: {kind: 'incident', message: expect.stringContaining('stage orders/prod')},
    });
    expect(path(process.world)).toEqual(['7@5', '7@5']);
  });

  it('says of a stage that nobody called before that it is not judged, and goes on', async () => {
    const process = aProcess(GOOD);
    expect((await process.run({settings: {...DEFAULT_SETTINGS, apiStages: [STAGE]}})).kind).toBe('promoted');
    expect(process.events.of('warning')).toMatchObject([
      {code: 'API_STAGE_NOT_JUDGED', message: expect.stringContaining('orders/prod')},
    ]);
  });

  it('goes on when it was throttled as much before', async () => {
    const process = aProcess({...GOOD, throttles: 300});
    expect((await process.run()).kind).toBe('promoted');
  });

  it('bears five minutes without one of its signals, then takes the candidate back', async () => {
    const process = aProcess(GOOD);
    process.gate.always = (call) => (call === 'readAlarms' ? {kind: 'fail'} : undefined);
    expect(await process.run({settings: ALARMED})).toMatchObject({kind: 'rolledBack', cause: {kind: 'blind'}});
  });

  it('keeps the last word of the comparison apart from that of the watch', async () => {
    const process = aProcess(GOOD);
    const {record} = await process.run({watchMs: MINUTE_MS});
    expect(record.comparison).toMatchObject({verdict: 'pass', candidate: {errors: 0}});
    expect(record.comparison).not.toHaveProperty('guardEvidence');
    expect(record.watch).toMatchObject({verdict: 'pass', guardEvidence: expect.any(Number)});
    const judged = process.events.of('gate.passed').at(-1)?.judgement;
    expect(record.comparison?.reason).toBe(judged?.reason);
  });
});

describe('every port call of a rollout that minds every signal', () => {
  const settings = {
    ...SLOW,
    lostEvents: 0.001,
    alarms: ['checkout-5xx'],
    metrics: [WATCHED],
    apiStages: [STAGE],
  };

  it.each(['fail', 'hang'] as const)('may %s once and be made up for', async (kind) => {
    const spec = {settings, steps: parseSteps('5%:1m'), watchMs: 0};
    const calm = aProcess(GOOD);
    await calm.run(spec);
    const reads = calm.gate.calls.flatMap((call, index) => (call.startsWith('read') ? [index] : []));
    for (const index of reads) {
      const process = aProcess(GOOD);
      process.gate.faults.set(index, {kind});
      expect((await process.run(spec)).kind).toBe('promoted');
    }
    expect(reads.length).toBeGreaterThan(15);
    console.log(`every signal: ${reads.length} × ${kind}; all promoted`);
  });
});

describe('alarms in a plan', () => {
  const alias = aProcess().world.newest(REF);
  const planWith = (state: 'OK' | 'ALARM' | 'MISSING', more: Partial<AlarmReading> = {}) =>
    planRollout(
      aSpec({settings: ALARMED}),
      observed(alias, {alarms: [{name: 'checkout-5xx', state, ...more}]}),
      START_MS,
    );

  it('that do not exist are a refusal', () => {
    expect(planWith('MISSING')).toMatchObject({ok: false, refusals: [{code: 'ALARM_NOT_FOUND'}]});
  });

  it('that are red already are a warning', () => {
    expect(planWith('ALARM')).toMatchObject({ok: true, plan: {warnings: [{code: 'ALARM_RED_BEFORE'}]}});
    expect(planWith('OK')).toMatchObject({ok: true, plan: {warnings: []}});
  });

  it.each(['PARTIAL_DATA', 'EVALUATION_ERROR', 'EVALUATION_FAILURE'] as const)(
    'that CloudWatch does not really evaluate are a warning: %s',
    (evaluation) => {
      expect(planWith('OK', {evaluation})).toMatchObject({
        ok: true,
        plan: {warnings: [{code: 'ALARM_NOT_EVALUATED', message: expect.stringContaining('checkout-5xx')}]},
      });
    },
  );

  it('and every other signal are in the digest that a resuming process compares', () => {
    const digests = [
      DEFAULT_SETTINGS,
      ALARMED,
      SLOW,
      {...DEFAULT_SETTINGS, lostEvents: 0.001},
      {...DEFAULT_SETTINGS, metrics: [WATCHED]},
      {...DEFAULT_SETTINGS, apiStages: [STAGE]},
    ].map((settings) => {
      const planned = planRollout(aSpec({settings}), observed(alias), START_MS);
      return planned.ok && planned.plan.kind === 'rollout' ? planned.plan.settingsDigest : undefined;
    });
    expect(new Set(digests).size).toBe(6);
  });
});

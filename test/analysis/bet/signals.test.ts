import {describe, expect, it} from 'vitest';
import {judge} from '../../../src/lib/analysis/judge.js';
import type {Judgement} from '../../../src/lib/analysis/judgement.js';
import {beforeWindow} from '../../../src/lib/analysis/minute/before-window.js';
import {
  type AnalysisSettings,
  DEFAULT_SETTINGS,
  type WatchedMetric,
  type WatchedStage,
} from '../../../src/lib/analysis/settings.js';
import type {
  AlarmReading,
  SignalReadings,
  SlowMinute,
  StageReading,
} from '../../../src/lib/analysis/signal-readings.js';
import {aRollout, type Counts, minuteMs, rows} from '../minutes.js';

const BEFORE = {invocations: 10_000, throttles: 0, thresholds: {p90Ms: 210.4, p99Ms: 480, invocations: 10_000}};
const GOOD: Counts = [30, 570, 0, 1];

function signalled(
  settings: Partial<AnalysisSettings>,
  readings: Partial<SignalReadings>,
  {
    served = 6,
    counts = GOOD,
    ...overrides
  }: {served?: number; counts?: Counts} & Partial<Parameters<typeof judge>[0]> = {},
): Judgement {
  return judge(
    aRollout({
      changes: [{atMs: minuteMs(0), weightPercent: 5}],
      stepStartedMs: minuteMs(0),
      ...overrides,
      minutes: rows(new Array<Counts>(served).fill(counts)),
      settings: {...DEFAULT_SETTINGS, ...settings},
      readings: {before: BEFORE, throttles: [], ...readings},
    }),
  );
}

/** Invocations and slow ones of both versions in minutes from `first` on. */
function slowMinutes(count: number, candidate: [number, number], stable: [number, number], first = 0): SlowMinute[] {
  return Array.from({length: count}, (_, index) => index + first).flatMap((index) => [
    {minuteMs: minuteMs(index), version: '7', invocations: candidate[0], above: {p90: candidate[1], p99: 0}},
    {minuteMs: minuteMs(index), version: '6', invocations: stable[0], above: {p90: stable[1], p99: 5}},
  ]);
}

const SLOW = {slow: {p90: 0.02, p99: 0.005}};

describe('slow invocations', () => {
  it('convict a candidate that is only slower, and say above what', () => {
    const judgement = signalled(SLOW, {latency: {kind: 'counts', minutes: slowMinutes(8, [60, 40], [1000, 100])}});
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'candidate-slow'});
    expect(judgement.reason).toContain('slower than stable 6: above 210 ms (p90 of stable before) 240 of 360 requests');
    expect(judgement.signals.map(({name, weight}) => [name, Math.round(weight * 1000)])).toEqual([
      ['errors', 889],
      ['slow', 111],
    ]);
  });

  it('do not convict when both are slower: only the split counts', () => {
    const judgement = signalled(
      SLOW,
      {latency: {kind: 'counts', minutes: slowMinutes(30, [60, 40], [1000, 667])}},
      {served: 30},
    );
    expect(judgement.verdict).toBe('pass');
    expect(judgement.evidence).toBeLessThan(1.1);
  });

  it('of the two minutes after a move are its warming up', () => {
    const cold = slowMinutes(2, [60, 60], [1000, 100]);
    const warm = slowMinutes(8, [60, 6], [1000, 100], 2);
    const judgement = signalled(SLOW, {latency: {kind: 'counts', minutes: [...cold, ...warm]}}, {served: 10});
    expect(judgement.verdict).toBe('pass');
    expect(judgement.signals[1]?.parts[0]?.candidate).toMatchObject({invocations: 480, errors: 48});
  });

  it('are counted of the minutes that say how many there were, on both sides', () => {
    const silent = slowMinutes(8, [60, 40], [1000, 100]).map((minute) =>
      minute.version === '6' ? {...minute, above: {}} : minute,
    );
    const judgement = signalled(SLOW, {latency: {kind: 'counts', minutes: silent}}, {served: 8});
    expect(judgement.verdict).toBe('pass');
    expect(judgement.signals[1]).toMatchObject({name: 'slow', evidence: 1});
  });

  it('are named by the durations that tell most', () => {
    const minutes = Array.from({length: 8}, (_, index) => [
      {minuteMs: minuteMs(index), version: '7', invocations: 1000, above: {p90: 100, p99: 20, p99x2: 20}},
      {minuteMs: minuteMs(index), version: '6', invocations: 9000, above: {p90: 900, p99: 90, p99x2: 0}},
    ]).flat();
    const judgement = signalled(SLOW, {latency: {kind: 'counts', minutes}}, {served: 8});
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'candidate-slow'});
    expect(judgement.reason).toContain('slower than stable 6: above 960 ms (2 × p99 of stable before) 120 of 6,000');
    expect(judgement.reason).not.toContain('p75');
  });

  it('are judged by none of the data that is not there: the bank keeps what was staked', () => {
    const withoutThresholds = {...BEFORE, thresholds: {invocations: 3}};
    const judgement = signalled(SLOW, {
      before: withoutThresholds,
      latency: {kind: 'counts', minutes: slowMinutes(9, [60, 60], [90, 0])},
    });
    expect(judgement.verdict).toBe('pass');
    expect(judgement.signals[1]).toMatchObject({name: 'slow', evidence: 1});
  });

  it.each([
    ['nine minutes in a row', 9, 'fail'],
    ['five minutes', 5, 'pass'],
  ] as const)('seen only as percentiles convict after %s', (_what, count, verdict) => {
    const minutes = Array.from({length: count + 2}, (_, index) => index).flatMap((index) => [
      {minuteMs: minuteMs(index), version: '7', invocations: 200, p50Ms: 300, p90Ms: 600},
      {minuteMs: minuteMs(index), version: '6', invocations: 900, p50Ms: 100, p90Ms: 200},
    ]);
    const settings = {...SLOW, alpha: 0.2};
    const judgement = signalled(settings, {latency: {kind: 'percentiles', minutes}}, {served: count + 2});
    expect(judgement.signals[1]?.parts[0]).toMatchObject({name: 'p50', slowerMinutes: count, minutes: count});
    expect(judgement.verdict).toBe(verdict);
  });

  it('do not weaken a total failure by more than their share', () => {
    const judgement = signalled(SLOW, {}, {counts: [30, 570, 30, 0], served: 2});
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'candidate-errors'});
  });
});

describe('throttles', () => {
  const throttles = (count: number) => [{minuteMs: minuteMs(6), throttles: count}];

  it('hold the rollout and blame nobody', () => {
    const judgement = signalled({}, {throttles: throttles(100)});
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'throttled'});
    expect(judgement.throttling).toEqual({minuteMs: minuteMs(6), throttles: 100, attempts: 700, shareBefore: 0});
    expect(judgement.reason).toContain('refused 100 of 700 requests (14.3%)');
  });

  it('are seen also when nothing is served any more', () => {
    const judgement = signalled({}, {throttles: throttles(50)}, {served: 0});
    expect(judgement).toMatchObject({cause: 'throttled', throttling: {attempts: 50}});
  });

  it.each([
    ['few of many', throttles(20), BEFORE],
    ['no more than twice as many as before', throttles(100), {...BEFORE, throttles: 1_000}],
    ['over since a minute', [{minuteMs: minuteMs(5), throttles: 100}], BEFORE],
    ['not settled yet', [{minuteMs: minuteMs(59), throttles: 100}], BEFORE],
  ])('let it go on when they are %s', (_what, counts, before) => {
    expect(signalled({}, {throttles: counts, before}).verdict).toBe('pass');
  });

  it('do not save a candidate that fails', () => {
    expect(signalled({}, {throttles: throttles(100)}, {counts: [30, 570, 20, 0]}).cause).toBe('candidate-errors');
  });
});

describe('lost events', () => {
  const window = beforeWindow(minuteMs(0));
  const earlier = (lost: number) =>
    Array.from({length: 180}, (_, index) => ({minuteMs: window.fromMs + index * 60_000, received: 100, lost}));
  const during = (lost: number, count = 20) =>
    Array.from({length: count}, (_, index) => ({minuteMs: minuteMs(index), received: 100, lost}));

  it('hold, and convict nobody, when they are clearly more than before: there is no control beside them', () => {
    const judgement = signalled({lostEvents: 0.001}, {before: {...BEFORE, events: earlier(0)}, events: during(8)});
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'lost-events'});
    expect(judgement.signals.map(({name, weight}) => [name, weight])).toEqual([['errors', 1]]);
    expect(judgement.reason).toMatch(/160 of 2,000 events \(8%\), before 0 of 6,000 events/);
  });

  it.each([
    ['as many as before', during(8), earlier(8)],
    ['nothing to compare with', during(8), []],
    ['no events at all', [], []],
  ])('let it pass with %s', (_what, events, from) => {
    const judgement = signalled({lostEvents: 0.001}, {before: {...BEFORE, events: from}, events});
    expect(judgement.verdict).toBe('pass');
  });

  it('use each minute from before once, so that an hour uses all three', () => {
    const judgement = signalled(
      {lostEvents: 0.001},
      {before: {...BEFORE, events: earlier(1)}, events: during(1, 90)},
      {
        nowMs: minuteMs(200),
      },
    );
    expect(judgement.lostEvents).toMatchObject({
      candidate: {invocations: 6_000},
      stable: {invocations: 18_000},
    });
  });
});

describe('a stage of an API', () => {
  const STAGE: WatchedStage = {kind: 'REST', api: 'orders', stage: 'prod'};
  const OTHER: WatchedStage = {kind: 'HTTP', api: 'a1b2c3', stage: '$default'};
  const window = beforeWindow(minuteMs(0));
  const answers = (name: string, fromMs: number, count: number, serverErrors: number): StageReading => ({
    name,
    minutes: Array.from({length: count}, (_, index) => ({
      minuteMs: fromMs + index * 60_000,
      requests: 600,
      serverErrors,
    })),
  });
  const earlier = (name: string, serverErrors: number) => answers(name, window.fromMs, 180, serverErrors);
  const now = (name: string, serverErrors: number) => answers(name, minuteMs(0), 20, serverErrors);
  const judged = (before: StageReading[], during: StageReading[], apiStages = [STAGE]) =>
    signalled({apiStages}, {before: {...BEFORE, apiStages: before}, apiStages: during});

  it('holds when it answers more server errors than before, though Lambda counts none: nobody is convicted', () => {
    // A candidate with 5 % of the traffic that answers nothing but 500.
    const judgement = judged([earlier('orders/prod', 1)], [now('orders/prod', 31)]);
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'api-stage'});
    expect(judgement.signals.map(({name}) => name)).toEqual(['errors']);
    expect(judgement.reason).toContain(
      'waiting: more requests are answered with a server error than before: stage orders/prod 620 of 12,000 requests (5.2%), before 60 of 36,000 requests (0.17%); API Gateway counts them for no version, so candidate 7 is neither blamed nor cleared',
    );
  });

  it.each([
    ['as many as before', [earlier('orders/prod', 6)], [now('orders/prod', 6)]],
    ['no more than is tolerated of errors', [earlier('orders/prod', 60)], [now('orders/prod', 72)]],
    ['nothing to compare with', [], [now('orders/prod', 31)]],
    ['no requests at all', [], []],
  ])('lets it pass with %s', (_what, before, during) => {
    expect(judged(before, during).verdict).toBe('pass');
  });

  it('is told from another one by its name, and one that is worse is enough', () => {
    const before = [earlier('orders/prod', 1), earlier('a1b2c3/$default', 1)];
    const during = [now('orders/prod', 1), now('a1b2c3/$default', 31)];
    const judgement = judged(before, during, [STAGE, OTHER]);
    expect(judgement.cause).toBe('api-stage');
    expect(judgement.apiStages?.map(({name, evidence}) => [name, evidence >= 100])).toEqual([
      ['orders/prod', false],
      ['a1b2c3/$default', true],
    ]);
  });

  it('does not save a candidate that fails', () => {
    const judgement = signalled(
      {apiStages: [STAGE]},
      {before: {...BEFORE, apiStages: [earlier('orders/prod', 1)]}, apiStages: [now('orders/prod', 31)]},
      {counts: [30, 570, 20, 0]},
    );
    expect(judgement.cause).toBe('candidate-errors');
  });
});

describe('alarms', () => {
  const alarm = (change: Partial<AlarmReading>): AlarmReading => ({name: 'checkout-5xx', state: 'OK', ...change});
  const judgedWith = (reading: AlarmReading) => signalled({alarms: ['checkout-5xx']}, {alarms: [reading]});

  it("that went red during the rollout take the candidate back, in CloudWatch's own words", () => {
    const judgement = judgedWith(alarm({state: 'ALARM', sinceMs: minuteMs(3), reason: 'Threshold Crossed.'}));
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'alarm'});
    expect(judgement.reason).toMatch(
      /^alarm checkout-5xx went to ALARM during the rollout \(Threshold Crossed\)\. candidate 7 /,
    );
  });

  it('that were red before are evidence of nothing, and it is kept in the judgement', () => {
    const judgement = judgedWith(alarm({state: 'ALARM', sinceMs: minuteMs(-3)}));
    expect(judgement.verdict).toBe('pass');
    expect(judgement.alarms).toMatchObject([{name: 'checkout-5xx', standing: 'red-before'}]);
  });

  it.each(['OK', 'INSUFFICIENT_DATA'] as const)('that are %s say nothing', (state) => {
    expect(judgedWith(alarm({state, sinceMs: minuteMs(2)})).verdict).toBe('pass');
  });

  it('that are gone are not taken for quiet', () => {
    expect(judgedWith(alarm({state: 'MISSING'}))).toMatchObject({verdict: 'undecided', cause: 'alarm-missing'});
  });
});

describe('watched metrics', () => {
  const WATCHED: WatchedMetric = {
    name: 'orders',
    namespace: 'Shop',
    metric: 'Orders',
    dimensions: {},
    stat: 'Sum',
    periodSeconds: 60,
    below: 10,
  };
  /** Values by minute, from the one given on. */
  const judgedWith = (values: number[], first: number) =>
    signalled(
      {metrics: [WATCHED]},
      {
        metrics: [{name: 'orders', points: values.map((value, index) => ({atMs: minuteMs(first + index), value}))}],
      },
    );

  it('take the candidate back when they cross their bound', () => {
    const judgement = judgedWith([20, 20, 20, 4], -2);
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'metric'});
    expect(judgement.reason).toContain('metric orders is at 4, below 10');
  });

  it.each([
    ['at the bound', [20, 10, 10], -1],
    ['without data', [], 0],
    ['beyond it since before', [4, 4, 4], -1],
    ['beyond it in a period that has not settled', [20, 4], 58],
  ])('are no evidence %s', (_what, values, first) => {
    expect(judgedWith(values, first).verdict).toBe('pass');
  });

  it('count again once they have come back', () => {
    expect(judgedWith([4, 4, 20, 4], -1).cause).toBe('metric');
  });
});

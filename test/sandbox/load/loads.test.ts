import {expect, test} from 'vitest';
import {MetricsStore} from '../../../src/lib/sandbox/cloudwatch/metrics-store.js';
import {parseStatistic} from '../../../src/lib/sandbox/cloudwatch/statistic.js';
import {AliasPropagation} from '../../../src/lib/sandbox/lambda/alias/propagation.js';
import {type Alias, type LambdaFunction, LambdaState} from '../../../src/lib/sandbox/lambda/state.js';
import {type LoadInput, loadSchema} from '../../../src/lib/sandbox/load/load.js';
import {Loads} from '../../../src/lib/sandbox/load/loads.js';
import {InvocationMetrics} from '../../../src/lib/sandbox/runtime/invocation-metrics.js';
import {MINUTE_MS, NOW_MS, StandingClock} from '../cloudwatch/metrics-fixture.js';

const DELAY_MS = 30_000;

/** `checkout:live` on version 1 and a load for it, at NOW_MS. */
function loaded(load: Partial<LoadInput>) {
  const clock = new StandingClock(NOW_MS);
  const store = new MetricsStore(clock, {delayMs: DELAY_MS});
  const state = new LambdaState();
  const alias: Alias = {name: 'live', functionVersion: '1', description: '', weights: {}, revisionId: 'r', past: []};
  const lambda: Pick<LambdaFunction, 'aliases' | 'reservedConcurrency'> = {
    aliases: new Map([['live', alias]]),
    reservedConcurrency: undefined,
  };
  state.functions.set('checkout', lambda as LambdaFunction);
  const propagation = new AliasPropagation({aliasDelayMs: 0, staleReadsMs: 0});
  const loads = new Loads({clock, state, metrics: new InvocationMetrics(store), propagation});
  const set = (changed: Partial<LoadInput>) =>
    loads.set(loadSchema.parse({functionName: 'checkout', alias: 'live', perMinute: 600, ...changed}));
  set(load);
  const dimensionsOf = (values: Record<string, string>) =>
    Object.entries(values).map(([name, value]) => ({name, value}));
  return {
    clock,
    state,
    lambda,
    alias,
    propagation,
    loads,
    set,
    pass(ms: number) {
      clock.nowMs += ms;
      loads.catchUp();
    },
    /** One statistic of a minute, counted from NOW_MS, for the alias or a version of it. */
    read(metricName: string, minute: number, version?: string, stat = 'Sum') {
      const dimensions = dimensionsOf({
        FunctionName: 'checkout',
        Resource: 'checkout:live',
        ...(version && {ExecutedVersion: version}),
      });
      const fromMs = NOW_MS + minute * MINUTE_MS;
      const series = store.series({namespace: 'AWS/Lambda', metricName, dimensions});
      const bucket = series?.between(fromMs, fromMs + MINUTE_MS);
      return bucket && parseStatistic(stat)?.(bucket);
    },
  };
}

test('the metrics of an invocation lie in the minute of its start and show after its end', () => {
  const {pass, read} = loaded({versions: {1: {errorRate: 0.5, durationMs: 200, errorDurationMs: 5 * MINUTE_MS}}});
  pass(MINUTE_MS);
  pass(DELAY_MS + 200);
  const served = read('Invocations', 0, '1') ?? 0;
  expect(served).toBeGreaterThan(0);
  expect(served).toBeLessThan(600);
  expect(read('Errors', 0, '1')).toBe(0);
  pass(5 * MINUTE_MS);
  expect(read('Invocations', 0, '1')).toBe(600);
  expect(read('Errors', 0, '1')).toBe(600 - served);
  expect(read('Errors', 0, '1', 'SampleCount')).toBe(600);
  expect(read('Duration', 0, '1', 'TC(1000:)')).toBe(600 - served);
  expect(read('Throttles', 0)).toBe(0);
  expect(read('Throttles', 0, '1')).toBeUndefined();
});

test('the weights decide second by second, and every invocation has one version', () => {
  const {alias, loads, pass, read} = loaded({versions: {2: {errorRate: 1}}});
  pass(MINUTE_MS);
  alias.weights = {2: 0.25};
  pass(2 * MINUTE_MS);
  loads.catchUp();
  expect(read('Invocations', 0, '1')).toBe(600);
  expect(read('Invocations', 0, '2')).toBeUndefined();
  const candidate = read('Invocations', 1, '2') ?? 0;
  // Binomial(600, 0.25): 150 with a deviation of 10.6, and the seed makes it the same on every machine.
  expect(Math.abs(candidate - 150)).toBeLessThan(50);
  expect(read('Errors', 1, '2')).toBe(candidate);
  expect(read('Errors', 1, '1')).toBe(0);
  expect((read('Invocations', 1, '1') ?? 0) + candidate).toBe(600);
});

test('cold starts fail after every growth of a share, and not before the first', () => {
  const cold = {coldStart: {errorRate: 1, forMs: 30_000}};
  const {alias, pass, read} = loaded({versions: {1: cold, 2: cold}});
  pass(MINUTE_MS);
  alias.weights = {2: 0.5};
  pass(2 * MINUTE_MS);
  alias.weights = {};
  pass(2 * MINUTE_MS);
  expect(read('Errors', 0, '1')).toBe(0);
  expect(read('Errors', 1, '1')).toBe(0);
  expect(Math.abs((read('Errors', 1, '2') ?? 0) - 150)).toBeLessThan(50);
  expect(read('Errors', 2, '2')).toBe(0);
  expect(read('Errors', 3, '1')).toBe(300);
});

test('a fraction of an invocation is not lost', () => {
  const {pass, read} = loaded({perMinute: 7});
  for (let seconds = 0; seconds < 300; seconds++) pass(1000);
  const counts = [0, 1, 2].map((minute) => read('Invocations', minute, '1') ?? 0);
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(20);
  expect(Math.max(...counts)).toBeLessThanOrEqual(8);
});

test('another load takes the place of the first, and ends when it is told to or with its alias', () => {
  const {state, loads, set, pass, read} = loaded({});
  pass(MINUTE_MS);
  set({perMinute: 60});
  expect(loads.list()).toMatchObject([{perMinute: 60, seed: 1}]);
  pass(MINUTE_MS);
  loads.clear();
  pass(2 * MINUTE_MS);
  expect([0, 1, 2].map((minute) => read('Invocations', minute))).toEqual([600, 60, undefined]);
  set({});
  state.functions.clear();
  pass(MINUTE_MS);
  expect(loads.list()).toEqual([]);
  expect(() => set({})).toThrow('There is no alias checkout:live to count invocations for.');
});

test('a load follows an alias as late as its writes spread', () => {
  const at = loaded({});
  at.propagation.add({kind: 'slow-alias', delayMs: 2 * MINUTE_MS});
  at.pass(MINUTE_MS);
  const {functionVersion, description, weights, revisionId} = at.alias;
  at.alias.past = [{functionVersion, description, weights, revisionId, untilMs: at.clock.nowMs}];
  at.alias.functionVersion = '2';
  at.pass(4 * MINUTE_MS);
  const invocations = (version: string) => [0, 1, 2, 3].map((minute) => at.read('Invocations', minute, version));
  expect(invocations('1')).toEqual([600, 600, 600, undefined]);
  expect(invocations('2')).toEqual([undefined, undefined, undefined, 600]);
});

test('a function that is stopped refuses all of it, and goes on as before when it is let go', () => {
  const {lambda, pass, read} = loaded({});
  pass(MINUTE_MS);
  lambda.reservedConcurrency = 0;
  pass(MINUTE_MS);
  lambda.reservedConcurrency = undefined;
  pass(2 * MINUTE_MS);
  expect([0, 1, 2].map((minute) => read('Throttles', minute))).toEqual([0, 600, 0]);
  expect([0, 1, 2].map((minute) => read('Invocations', minute, '1'))).toEqual([600, undefined, 600]);
});

import {expect, test} from 'vitest';
import type {MetricFault} from '../../../src/lib/sandbox/cloudwatch/metric-faults.js';
import {ALIAS_VERSION, aDatum, aStore, MINUTE_MS, NOW_MS} from './metrics-fixture.js';

const ALL = [NOW_MS - 1000 * MINUTE_MS, NOW_MS + MINUTE_MS] as const;
const VERSION_8 = [...ALIAS_VERSION.slice(0, 2), {name: 'ExecutedVersion', value: '8'}];
const DIRECT_8 = [ALIAS_VERSION[0] ?? {name: '', value: ''}, {name: 'Resource', value: 'checkout:8'}];
const late: MetricFault = {kind: 'delayed-metrics', delayMs: 600_000, share: 1, seed: 1};
const lost: MetricFault = {kind: 'missing-metrics', share: 1, seed: 1};

/** Sums of what is visible: Errors and Duration of version 7, Errors of version 8 by alias and by number. */
function seen({store}: ReturnType<typeof aStore>) {
  const sum = (metricName: string, dimensions = ALIAS_VERSION) =>
    store.series({namespace: 'AWS/Lambda', metricName, dimensions})?.between(...ALL)?.sum;
  return [sum('Errors'), sum('Duration'), sum('Errors', VERSION_8), sum('Errors', DIRECT_8)];
}

const data = () => [
  aDatum('Errors', 1, 1),
  aDatum('Duration', 1, 5),
  aDatum('Errors', 1, 1, {dimensions: VERSION_8}),
  aDatum('Errors', 1, 1, {dimensions: DIRECT_8}),
];

test.each<[string, MetricFault, (number | undefined)[]]>([
  ['everything', late, [undefined, undefined, undefined, undefined]],
  ['one metric', {...late, metricName: 'Errors'}, [undefined, 5, undefined, undefined]],
  ['one version', {...late, version: '8'}, [1, 5, undefined, undefined]],
  ['one metric of one version', {...late, version: '7', metricName: 'Duration'}, [1, undefined, 1, 1]],
  ['a namespace', {...late, namespace: 'Shop'}, [1, 5, 1, 1]],
  ['dimensions', {...late, dimensions: {Resource: 'checkout:8'}}, [1, 5, 1, undefined]],
])('a delay hits %s', (_, fault, expected) => {
  const at = aStore([], 60_000);
  at.faults.add(fault);
  at.store.record(data());
  at.clock.nowMs += 60_000;
  expect(seen(at)).toEqual(expected);
  at.clock.nowMs += 540_000;
  expect(seen(at)).toEqual([1, 5, 1, 1]);
});

test('a delay may be shorter than the usual one', () => {
  const at = aStore([], 60_000);
  at.faults.add({...late, delayMs: 1_000, metricName: 'Errors'});
  at.store.record(data());
  at.clock.nowMs += 1_000;
  expect(seen(at)).toEqual([1, undefined, 1, 1]);
  at.clock.nowMs += 59_000;
  expect(seen(at)).toEqual([1, 5, 1, 1]);
});

test('what waits is seen at its usual time once the faults are removed', () => {
  const at = aStore([], 60_000);
  at.faults.add(late);
  at.store.record(data());
  at.clock.nowMs += 90_000;
  expect(seen(at)).toEqual([undefined, undefined, undefined, undefined]);
  at.faults.clear();
  expect(seen(at)).toEqual([1, 5, 1, 1]);
});

test('what was missed is lost; what comes later is seen', () => {
  const at = aStore();
  at.faults.add({...lost, version: '7', metricName: 'Errors'});
  at.store.record(data());
  expect(seen(at)).toEqual([undefined, 5, 1, 1]);
  at.faults.clear();
  expect(seen(at)).toEqual([undefined, 5, 1, 1]);
  at.store.record(data());
  expect(seen(at)).toEqual([1, 10, 2, 2]);
});

test('the fault that was set last counts', () => {
  const at = aStore();
  at.faults.add(lost);
  at.faults.add({...late, delayMs: 0, metricName: 'Errors'});
  at.store.record(data());
  expect(seen(at)).toEqual([1, undefined, 1, 1]);
});

test('a share hits single datapoints: whole minutes of single metrics, the same ones for the same seed', () => {
  const minutesSeen = (seed: number, metricName: string) => {
    const at = aStore();
    at.faults.add({...lost, share: 0.3, seed});
    at.store.record(
      Array.from({length: 1000}, (_, ago) => [aDatum(metricName, ago, 1), aDatum(metricName, ago, 1)]).flat(),
    );
    const series = at.store.series({namespace: 'AWS/Lambda', metricName, dimensions: ALIAS_VERSION});
    return Array.from({length: 1000}, (_, ago) => {
      const fromMs = NOW_MS - ago * MINUTE_MS;
      return series?.between(fromMs, fromMs + MINUTE_MS)?.sum;
    });
  };
  const errors = minutesSeen(1, 'Errors');
  expect(new Set(errors)).toEqual(new Set([undefined, 2]));
  // 300 of 1,000 expected; by the fixed seed it is always the same number.
  const missing = errors.filter((sum) => sum === undefined).length;
  expect(missing).toBeGreaterThan(250);
  expect(missing).toBeLessThan(350);
  expect(minutesSeen(1, 'Errors')).toEqual(errors);
  expect(minutesSeen(2, 'Errors')).not.toEqual(errors);
  expect(minutesSeen(1, 'Invocations')).not.toEqual(errors);
});

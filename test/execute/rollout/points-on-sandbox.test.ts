import {describe, expect, test} from 'vitest';
import {MINUTE_MS, staged} from './sandbox-stage.js';

const FAILING = {errorRate: 0.05};
const STEPS = '5%:5m, 25%:5m, 50%:5m';

describe('points of metrics that come late', () => {
  test('cost a version that is as good as stable nothing: two minutes in every fifth minute, of its invocations alone', async () => {
    const stage = await staged({perMinute: 6_000, versions: {1: FAILING, 2: FAILING}});
    const late = {kind: 'delayed-metrics', metricName: 'Invocations', version: '2', share: 0.1} as const;
    stage.sandbox.addFault({...late, delayMs: MINUTE_MS, seed: 1});
    stage.sandbox.addFault({...late, delayMs: 2 * MINUTE_MS, seed: 2});
    const outcome = await stage.release(STEPS);
    expect(outcome).toMatchObject({kind: 'promoted'});
    expect(await stage.alias()).toMatchObject({stable: '2'});
  });
});

describe('points of metrics that never come', () => {
  test('are no proof of health: a version whose errors are not told is not promoted, and the reason is', async () => {
    const stage = await staged({perMinute: 6_000, versions: {1: {errorRate: 0.001}, 2: {errorRate: 0.3}}});
    stage.sandbox.addFault({kind: 'missing-metrics', metricName: 'Errors', version: '2'});
    const outcome = await stage.release(STEPS);
    const message = expect.stringMatching(/Not used, since a count of them is missing: \d+ minutes of candidate 2\./);
    expect(outcome).toMatchObject({kind: 'held', cause: {kind: 'inconclusive', message}});
    expect(outcome.record.comparison?.verdict).toBe('undecided');
    expect(await stage.alias()).toMatchObject({stable: '1', candidate: {version: '2', weightPercent: 5}});
  });
});

test('the mend of a version that fails a third of its requests is promoted', async () => {
  const stage = await staged({perMinute: 6_000, versions: {1: {errorRate: 0.35}, 2: {errorRate: 0}}});
  expect(await stage.release(STEPS)).toMatchObject({kind: 'promoted'});
  expect(await stage.alias()).toMatchObject({stable: '2'});
});

import {describe, expect, test} from 'vitest';
import {staged} from './sandbox-stage.js';

const STEPS = '5%:5m, 25%:5m, 50%:5m';

describe('points of metrics that never come', () => {
  test('are no proof of health: a version whose errors are not told is not promoted, and the reason is', async () => {
    const stage = await staged({perMinute: 6_000, versions: {1: {errorRate: 0.001}, 2: {errorRate: 0.3}}});
    stage.sandbox.addFault({kind: 'missing-metrics', metricName: 'Errors', version: '2'});
    const outcome = await stage.release(STEPS);
    const message = expect.stringMatching(
      /Not used, since a count of them is missing or not whole: \d+ minutes of candidate 2\./,
    );
    expect(outcome).toMatchObject({kind: 'held', cause: {kind: 'inconclusive', message}});
    expect(outcome.record.comparison?.verdict).toBe('undecided');
    expect(await stage.alias()).toMatchObject({stable: '1', candidate: {version: '2', weightPercent: 5}});
  });
});

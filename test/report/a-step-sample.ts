import type {StepSample} from '../../src/lib/model/rollout/step-sample.js';

const MINUTE_MS = 60_000;
export const NOON_MS = Date.UTC(2026, 0, 1, 12);

/** A first step of 5 % that began at noon, looked at a minute later: 5 % for 5m, then 50 % for 5m, watched for 10m. */
export function aStepSample(change: Partial<StepSample> = {}): StepSample {
  return {
    atMs: NOON_MS + MINUTE_MS,
    stable: '7',
    candidate: '8',
    weightPercent: 5,
    nextWeightPercent: 50,
    bakedMs: NOON_MS + 5 * MINUTE_MS,
    latestMs: NOON_MS + 20 * MINUTE_MS,
    finishMs: NOON_MS + 20 * MINUTE_MS,
    newest: {minuteMs: NOON_MS - MINUTE_MS, stable: 1140, candidate: 60},
    throttles: 0,
    ...change,
  };
}

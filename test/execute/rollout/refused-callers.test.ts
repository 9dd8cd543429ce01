import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import type {Traffic} from '../../fakes/fake-metrics.js';
import {aProcess, GOOD, path, REF, type Script, SILENCE, START_MS} from './rollout-world.js';

const MINUTE_MS = 60_000;
const REFUSED: Traffic = {...SILENCE, throttles: 1_000};
const FEW: Traffic = {invocations: 40, throttles: 960, errorRates: {}};

/** Good until so many minutes after the beginning, then as told. */
function from(minute: number, then: Traffic): Script {
  return (minuteMs) => (minuteMs < START_MS + minute * MINUTE_MS ? GOOD : then);
}

const ALL_AT_ONCE = {steps: [], watchMs: 20 * MINUTE_MS};

describe('a watch whose callers are turned away never ends as done', () => {
  for (const onInconclusive of ['extend', 'promote'] as const) {
    it.each([
      ['all traffic at once, then every call is refused', ALL_AT_ONCE, from(0, REFUSED)],
      ['all traffic at once, every call refused in the middle of the watch', ALL_AT_ONCE, from(10, REFUSED)],
      ['all traffic at once, most calls refused', ALL_AT_ONCE, from(0, FEW)],
      ['steps that were good, then every call refused in the watch', {watchMs: 20 * MINUTE_MS}, from(9, REFUSED)],
    ])(`with --on-inconclusive ${onInconclusive}: %s`, async (_name, spec, traffic) => {
      const process = aProcess(traffic);
      const error = toRolloutError(await process.run({...spec, onInconclusive}));
      expect(error).toMatchObject({exitCode: 7, traffic: 'held', message: expect.stringContaining('throttled')});
      expect(process.world.newest(REF)?.description).toMatch(/ held\]$/);
    });
  }
});

describe('a watch without any traffic', () => {
  it.each([
    ['extend', 7, ['7', '7']],
    ['hold', 7, ['7', '7']],
    ['abort', 5, ['7', '6']],
  ] as const)('ends as it was asked for, never as done: %s', async (onInconclusive, exitCode, moves) => {
    const process = aProcess(from(0, SILENCE));
    const error = toRolloutError(await process.run({...ALL_AT_ONCE, onInconclusive}));
    expect(error).toMatchObject({exitCode});
    expect(path(process.world)).toEqual(moves);
  });
});

import {describe, expect, it} from 'vitest';
import type {RolloutMarker} from '../../../src/lib/model/rollout/marker.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {toStepSample} from '../../../src/lib/plan/tick/step-sample.js';

const MINUTE_MS = 60_000;
const NOON_MS = Date.UTC(2026, 0, 1, 12);
const at = (minutes: number) => NOON_MS + minutes * MINUTE_MS;

function aMarker(moves: readonly number[], change: Partial<RolloutMarker> = {}): RolloutMarker {
  return {
    rolloutId: 'k3x9a0',
    stable: '6',
    candidate: '7',
    steps: parseSteps('5%:5m, 90%:10m'),
    movedMs: moves.map(at),
    watchMs: 30 * MINUTE_MS,
    settingsDigest: '1a2b3c4d',
    held: false,
    ...change,
  };
}

const seen = {minutes: [], throttles: [], allFailed: false};
const sampleAt = (minutes: number, marker: RolloutMarker, more = {}) =>
  toStepSample(marker, {...seen, nowMs: at(minutes), ...more});

describe('a sample of a step', () => {
  // Its patience is twice the longest bake, 20 minutes.
  it.each([
    ['in the first step', [0], 2, {weightPercent: 5, nextWeightPercent: 90, baked: 5, latest: 25, finish: 45}],
    ['waiting past its bake', [0], 11, {weightPercent: 5, nextWeightPercent: 90, baked: 5, latest: 25, finish: 51}],
    ['in the last step', [0, 6], 7, {weightPercent: 90, nextWeightPercent: 100, baked: 16, latest: 36, finish: 46}],
    ['while it is watched', [0, 6, 16], 17, {weightPercent: 100, baked: 46, latest: 66, finish: 46}],
  ])('%s says where it is, when it is over at the latest, and the whole rollout at the earliest', (...row) => {
    const [, moves, minutes, {baked, latest, finish, ...weights}] = row;
    const times = {bakedMs: at(baked), latestMs: at(latest), finishMs: at(finish)};
    const {atMs, stable, candidate, throttles, ...told} = sampleAt(minutes, aMarker(moves));
    expect(told).toEqual({...weights, ...times});
    expect({atMs, stable, candidate, throttles}).toEqual({
      atMs: at(minutes),
      stable: '6',
      candidate: '7',
      throttles: 0,
    });
  });

  it('sent back beside stable goes on to where it was', () => {
    const sample = sampleAt(18, aMarker([0, 6, 17], {backAt: 2}));
    expect(sample).toMatchObject({weightPercent: 50, nextWeightPercent: 90, bakedMs: at(27), finishMs: at(67)});
    const watched = sampleAt(21, aMarker([0, 6, 16, 20], {backAt: 3}));
    expect(watched).toMatchObject({weightPercent: 50, nextWeightPercent: 100, bakedMs: at(30), finishMs: at(60)});
  });

  it('gives whoever resumed it late all of its patience, and nothing but failures three times as much', () => {
    expect(sampleAt(31, aMarker([0]), {patientFromMs: at(30)}).latestMs).toBe(at(50));
    expect(sampleAt(2, aMarker([0]), {patientFromMs: at(1)}).latestMs).toBe(at(25));
    expect(sampleAt(2, aMarker([0]), {allFailed: true}).latestMs).toBe(at(65));
  });

  it('names the newest minute with counts, and sums what was throttled since the step began', () => {
    const minutes = [
      {minuteMs: at(6), version: '7', invocations: 90, errors: 0},
      {minuteMs: at(7), version: '6', invocations: 10, errors: 0},
      {minuteMs: at(8), version: '6', errors: 0},
    ];
    const throttles = [
      {minuteMs: at(5), throttles: 8},
      {minuteMs: at(6), throttles: 2},
      {minuteMs: at(7), throttles: 1},
    ];
    const sample = sampleAt(9, aMarker([0, 6]), {minutes, throttles});
    expect(sample).toMatchObject({newest: {minuteMs: at(7), stable: 10, candidate: 0}, throttles: 3});
  });

  it('has the newest percentiles of each version, where there are any', () => {
    const point = (minutes: number, version: string, p50Ms: number) =>
      ({minuteMs: at(minutes), version, invocations: 9, p50Ms, p90Ms: 2 * p50Ms}) as const;
    const latency = {kind: 'percentiles', minutes: [point(2, '7', 5), point(1, '7', 4), point(1, '6', 3)]} as const;
    expect(sampleAt(3, aMarker([0]), {latency}).durations).toEqual({
      candidate: {p50Ms: 5, p90Ms: 10},
      stable: {p50Ms: 3, p90Ms: 6},
    });
    expect(sampleAt(3, aMarker([0]), {latency: {kind: 'counts', minutes: []}})).not.toHaveProperty('durations');
  });
});

import {expect, test} from 'vitest';
import {afterLook, toRecord} from '../../../src/lib/execute/rollout/record.js';
import type {RolloutMarker} from '../../../src/lib/model/rollout/marker.js';
import {aJudgement} from '../../report/a-judgement.js';

const MINUTE_MS = 60_000;
const REF = {functionName: 'checkout', alias: 'live'};

function aMarker(moves: number): RolloutMarker {
  return {
    rolloutId: 'k3x9a0',
    stable: '6',
    candidate: '7',
    steps: [{weightPercent: 10, bakeMs: 5 * MINUTE_MS}],
    movedMs: Array.from({length: moves}, (_, move) => move * 5 * MINUTE_MS),
    watchMs: 10 * MINUTE_MS,
    settingsDigest: '1a2b3c4d',
    held: false,
  };
}

function recordOf(marker: RolloutMarker) {
  const rows = [
    {minuteMs: 0, version: '6', invocations: 90, errors: 1},
    {minuteMs: 0, version: '7', invocations: 10, errors: 2},
    {minuteMs: MINUTE_MS, version: '7', invocations: 11, errors: 0},
  ];
  const metrics = {minutes: rows, throttles: [{minuteMs: 0, throttles: 4}]};
  const judgement = aJudgement({verdict: 'fail'});
  const nowMs = 10 * MINUTE_MS;
  return toRecord(
    REF,
    afterLook(
      {marker, startedMs: 0},
      {marker, metrics, judgement, nowMs, minutes: [], before: {invocations: 0, throttles: 0}},
    ),
    {endedMs: nowMs},
  );
}

test('what was said last belongs to the comparison while traffic is split', () => {
  expect(recordOf(aMarker(1))).toMatchObject({comparison: {verdict: 'fail'}, stepsPassed: 0});
  expect(recordOf(aMarker(1))).not.toHaveProperty('watch');
});

test('and to the watch once the candidate has all traffic', () => {
  expect(recordOf(aMarker(2))).toMatchObject({watch: {verdict: 'fail'}, stepsPassed: 1});
  expect(recordOf(aMarker(2))).not.toHaveProperty('comparison');
});

test('counts what both versions served and what the alias refused', () => {
  expect(recordOf(aMarker(1))).toMatchObject({
    served: {stable: {invocations: 90, errors: 1}, candidate: {invocations: 21, errors: 2}},
    throttles: 4,
  });
});

import {expect, it} from 'vitest';
import type {VersionMinute} from '../../../src/lib/analysis/minute/minute.js';
import type {SignalReadings} from '../../../src/lib/analysis/signal-readings.js';
import type {CountedMinute} from '../../../src/lib/model/rollout/counted-minute.js';
import {countedMinutes, untoldMinutes} from '../../../src/lib/plan/tick/counted-minutes.js';

const MINUTE_MS = 60_000;
const marker = {stable: '7', candidate: '8'};
const readings: SignalReadings = {before: {invocations: 0, throttles: 0}, throttles: []};

function counted(minutes: readonly VersionMinute[], over: {nowMs?: number; readings?: SignalReadings} = {}) {
  const settings = {settleMs: MINUTE_MS};
  return countedMinutes(marker, {minutes, readings, settings, nowMs: 10 * MINUTE_MS, ...over});
}

const row = (minute: number, version: string, invocations: number, errors?: number): VersionMinute => ({
  ...{minuteMs: minute * MINUTE_MS, version, invocations},
  ...(errors !== undefined && {errors}),
});

it('counts both versions of each minute, the oldest first', () => {
  expect(counted([row(1, '8', 5, 1), row(0, '7', 95, 0), row(1, '7', 94, 2)])).toEqual([
    {minuteMs: 0, stable: {invocations: 95, errors: 0}},
    {minuteMs: MINUTE_MS, stable: {invocations: 94, errors: 2}, candidate: {invocations: 5, errors: 1}},
  ]);
});

it('leaves out what may still grow, and the side of a minute whose errors are not there', () => {
  expect(counted([row(0, '7', 95, 0), row(0, '8', 5), row(9, '7', 95, 0)])).toEqual([
    {minuteMs: 0, stable: {invocations: 95, errors: 0}},
  ]);
});

it.each<[string, SignalReadings['latency'], object]>([
  [
    'slow ones',
    {
      kind: 'counts',
      minutes: [{minuteMs: 0, version: '8', invocations: 5, above: {p75: 3, p90: 2, p99: 1}}],
    },
    {slow: {p90: 2, p99: 1}},
  ],
  [
    'percentiles',
    {kind: 'percentiles', minutes: [{minuteMs: 0, version: '8', invocations: 5, p50Ms: 10, p90Ms: 20}]},
    {p50Ms: 10, p90Ms: 20},
  ],
])('has %s of the version and the minute', (_, latency, durations) => {
  const [minute] = counted([row(0, '8', 5, 0), row(0, '7', 5, 0)], {
    readings: {...readings, ...(latency && {latency})},
  });
  expect(minute).toEqual({
    ...{minuteMs: 0, stable: {invocations: 5, errors: 0}},
    candidate: {invocations: 5, errors: 0, ...durations},
  });
});

it('tells a minute once, and once more when it has grown', () => {
  const minute = (nth: number, invocations: number): CountedMinute => ({
    ...{minuteMs: nth * MINUTE_MS, stable: {invocations, errors: 0}},
  });
  const told = [minute(0, 10), minute(1, 10)];
  expect(untoldMinutes([minute(0, 10), minute(1, 11), minute(2, 9)], {told, nowMs: 0})).toEqual([
    minute(1, 11),
    minute(2, 9),
  ]);
});

it('tells the last half hour where nobody knows what has been told', () => {
  const minutes = [0, 60, 61].map((nth): CountedMinute => ({minuteMs: nth * MINUTE_MS}));
  expect(untoldMinutes(minutes, {told: undefined, nowMs: 90 * MINUTE_MS})).toEqual(minutes.slice(1));
});

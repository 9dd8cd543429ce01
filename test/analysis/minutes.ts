import {type JudgeInput, judge} from '../../src/lib/analysis/judge.js';
import type {Judgement} from '../../src/lib/analysis/judgement.js';
import type {VersionMinute} from '../../src/lib/analysis/minute/minute.js';
import {MINUTE_MS, type PairedMinute, sideCounts} from '../../src/lib/analysis/minute/paired-minute.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';

/** Candidate invocations, stable invocations, candidate errors, stable errors. */
export type Counts = readonly [number, number, number, number];

/** A whole minute; every rollout of these tests starts here. */
const START_MS = Date.UTC(2026, 10, 21, 12, 0);

export function minuteMs(index: number): number {
  return START_MS + index * MINUTE_MS;
}

export function aPair(counts: Counts, index = 0): PairedMinute {
  const [nc, ns, xc, xs] = counts;
  return {minuteMs: minuteMs(index), candidate: sideCounts(nc, xc), stable: sideCounts(ns, xs)};
}

/** CloudWatch rows of consecutive minutes, stable 6 and candidate 7; a side without traffic has none, as in AWS. */
export function rows(counts: readonly Counts[], firstMinute = 1): VersionMinute[] {
  return counts.flatMap(([nc, ns, xc, xs], index) =>
    [
      {minuteMs: minuteMs(firstMinute + index), version: '7', invocations: nc, errors: xc},
      {minuteMs: minuteMs(firstMinute + index), version: '6', invocations: ns, errors: xs},
    ].filter((row) => row.invocations > 0 || row.errors > 0),
  );
}

/** A rollout that went to 5 % with minute 0 and is judged when minute 60 begins. */
export function aRollout(overrides: Partial<JudgeInput> = {}): JudgeInput {
  return {
    minutes: [],
    stable: '6',
    candidate: '7',
    changes: [{atMs: START_MS, weightPercent: 5}],
    nowMs: minuteMs(60),
    settings: DEFAULT_SETTINGS,
    phase: 'compare',
    stepStartedMs: START_MS,
    ...overrides,
  };
}

/** Judges consecutive minutes of a rollout that has been at 5 % since minute 0. */
export function judged(counts: readonly Counts[], overrides: Partial<JudgeInput> = {}): Judgement {
  return judge(aRollout({minutes: rows(counts), ...overrides}));
}

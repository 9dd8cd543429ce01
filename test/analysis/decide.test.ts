import {describe, expect, it} from 'vitest';
import {type Decision, decide, type StepProgress} from '../../src/lib/analysis/decide.js';
import type {Judgement} from '../../src/lib/analysis/judgement.js';
import {judged} from './minutes.js';

const MINUTE = 60_000;
const proven = judged(new Array(4).fill([300, 5700, 0, 6]));
const passing = judged(new Array(4).fill([30, 570, 0, 3]));
const empty = judged([]);

describe('decide', () => {
  it.each<[string, Judgement, StepProgress, Decision]>([
    ['waits three minutes even with proof', proven, {ageMs: 3 * MINUTE - 1, bakeMs: 5 * MINUTE}, 'continue'],
    ['advances early with proof', proven, {ageMs: 3 * MINUTE, bakeMs: 5 * MINUTE}, 'advance-early'],
    [
      'does not advance early while the evidence leans to rollback',
      {...proven, evidence: 1.01},
      {ageMs: 4 * MINUTE, bakeMs: 5 * MINUTE},
      'continue',
    ],
    ['bakes to the end', passing, {ageMs: 5 * MINUTE - 1, bakeMs: 5 * MINUTE}, 'continue'],
    ['advances after the bake', passing, {ageMs: 5 * MINUTE, bakeMs: 5 * MINUTE}, 'advance'],
    ['waits for data after the bake', empty, {ageMs: 14 * MINUTE, bakeMs: 5 * MINUTE}, 'continue'],
    ['loses patience at 15 minutes', empty, {ageMs: 15 * MINUTE, bakeMs: 5 * MINUTE}, 'advance-unproven'],
    ['loses it never before a longer bake is over', empty, {ageMs: 20 * MINUTE, bakeMs: 30 * MINUTE}, 'continue'],
    [
      'takes the patience it is given',
      empty,
      {ageMs: 7 * MINUTE, bakeMs: 5 * MINUTE, patienceMs: 7 * MINUTE},
      'advance-unproven',
    ],
    [
      'rolls back whatever else is true',
      {...proven, verdict: 'fail'},
      {ageMs: 30 * MINUTE, bakeMs: 5 * MINUTE},
      'rollback',
    ],
  ])('%s', (_what, judgement, progress, decision) => {
    expect(decide(judgement, progress)).toBe(decision);
  });
});

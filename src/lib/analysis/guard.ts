import {guardLimit, isObviousFailure, logGuardEvidence} from './absolute-guard.js';
import type {SideCounts} from './minute/paired-minute.js';
import {isCompared, type WeightedMinute} from './minute/settled-minutes.js';
import type {WeightChange} from './minute/weight-change.js';
import type {AnalysisSettings} from './settings.js';
import {isFailing} from './shared-incident.js';

/** What is seen of a candidate that has no control worth the name. */
export interface GuardView {
  /** Its minutes above 50 % since it was last sent beside stable. */
  readonly alone: readonly WeightedMinute[];
  readonly limit: number;
  readonly log: number;
  /** Half of the requests of two minutes fail, and more than anything stable has shown: no need to compare. */
  readonly isObvious: boolean;
}

interface GuardInput {
  readonly settled: readonly WeightedMinute[];
  readonly stableBefore: readonly SideCounts[];
  readonly compared: readonly WeightedMinute[];
  readonly settings: AnalysisSettings;
  /** When the candidate was sent back beside stable, if it was. */
  readonly steppedBackMs: number | undefined;
}

/** Judges the candidate by itself, against what stable has done before the rollout and beside it. */
export function guard({settled, stableBefore, compared, settings, steppedBackMs = 0}: GuardInput): GuardView {
  const alone = settled.filter((minute) => minute.minuteMs >= steppedBackMs && isAlone(minute, settings));
  const limit = guardLimit([...stableBefore, ...compared.map((minute) => minute.stable)]);
  const counts = alone.map((minute) => minute.candidate);
  const log = logGuardEvidence(counts, limit);
  return {alone, limit, log, isObvious: isObviousFailure(counts) && log >= -Math.log(settings.alpha)};
}

/** A minute for the guard: no control, but none of stable's failures either. */
export function isAlone(minute: WeightedMinute, settings: AnalysisSettings): boolean {
  return !isCompared(minute) && minute.candidate.invocations > 0 && !isFailing(minute, settings.hold);
}

/** When the guard sent the candidate back beside stable: the one move of a rollout that gives it less. */
export function steppedBackAt(changes: readonly WeightChange[]): number | undefined {
  const inOrder = changes.toSorted((a, b) => a.atMs - b.atMs);
  return inOrder.find((change, index) => {
    const before = inOrder[index - 1]?.weightPercent ?? 0;
    return change.weightPercent > 0 && change.weightPercent < before;
  })?.atMs;
}

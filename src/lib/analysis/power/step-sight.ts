import type {Step} from '../../model/rollout/step.js';
import {MINUTE_MS} from '../minute/paired-minute.js';
import {type AnalysisSettings, MAX_COMPARED_WEIGHT_PERCENT} from '../settings.js';
import {detectableRate} from './power.js';
import type {ScheduleStretch} from './schedule-power.js';

/** What an alias is expected to serve during a rollout. */
export interface TrafficRate {
  /** Invocations a minute, all versions together. */
  readonly perMinute: number;
  /** Error rate of stable, 0–1. */
  readonly errorRate: number;
}

/** What one step will have seen when it ends. */
export interface StepSight extends Step {
  /** When the step has the invocations it needs and its bake is over; absent when its patience ends before that. */
  readonly expectedMs?: number;
  /** Minutes that have settled by then, the one of the traffic move left out. */
  readonly usableMinutes: number;
  readonly candidateInvocations: number;
  readonly stableInvocations: number;
  /** False above 50 %, where the candidate is watched by the absolute guard alone. */
  readonly compared: boolean;
  /** The smallest candidate error rate (0–1) it convicts with 95 % power; absent when it would miss any. */
  readonly detectableRate?: number;
}

interface SightOptions {
  readonly traffic: TrafficRate;
  readonly settings: AnalysisSettings;
  /** How long past its bake a step may wait for data; milliseconds. */
  readonly patienceMs: number;
}

/**
 * What a step sees at a steady traffic. It ends with its bake, or later when the candidate has too few invocations by
 * then; the minute of the move and those that have not settled at its end are not counted, so it rather sees more.
 */
export function sightOf(step: Step, {traffic, settings, patienceMs}: SightOptions): StepSight {
  const candidatePerMinute = (traffic.perMinute * step.weightPercent) / 100;
  const stablePerMinute = traffic.perMinute - candidatePerMinute;
  const neededMinutes = candidatePerMinute > 0 ? Math.ceil(settings.minInvocations / candidatePerMinute) : Infinity;
  const endMs = Math.max(step.bakeMs, (neededMinutes + 1) * MINUTE_MS + settings.settleMs);
  const lastMs = step.bakeMs + patienceMs;
  const usableMinutes = settledMinutesAt(Math.min(endMs, lastMs), settings.settleMs);
  const compared = step.weightPercent <= MAX_COMPARED_WEIGHT_PERCENT;
  const seen = {
    candidateInvocations: Math.round(usableMinutes * candidatePerMinute),
    stableInvocations: Math.round(usableMinutes * stablePerMinute),
  };
  const rate =
    compared && seen.candidateInvocations > 0
      ? detectableRate({...seen, stableRate: traffic.errorRate}, settings)
      : undefined;
  return {
    ...step,
    ...(endMs <= lastMs && {expectedMs: endMs}),
    usableMinutes,
    ...seen,
    compared,
    ...(rate !== undefined && {detectableRate: rate}),
  };
}

/** Whether a step ends without being able to tell anything: too few invocations, or not even a candidate that always fails. */
export function isBlind({expectedMs, compared, detectableRate: rate}: StepSight): boolean {
  return expectedMs === undefined || (compared && rate === undefined);
}

/**
 * The compared minutes of a whole schedule: those of every step but the one of its move. What has not settled when its
 * step ends settles in the next one and counts there.
 */
export function scheduleStretches(steps: readonly StepSight[], {perMinute}: TrafficRate): readonly ScheduleStretch[] {
  return steps
    .filter((step) => step.compared)
    .map((step) => ({
      minutes: Math.max(step.usableMinutes, Math.floor(step.bakeMs / MINUTE_MS) - 1),
      candidatePerMinute: (perMinute * step.weightPercent) / 100,
      stablePerMinute: (perMinute * (100 - step.weightPercent)) / 100,
    }));
}

function settledMinutesAt(elapsedMs: number, settleMs: number): number {
  return Math.max(0, Math.floor((elapsedMs - settleMs) / MINUTE_MS) - 1);
}

import type {Step} from '../../model/rollout/step.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import {MINUTE_MS} from '../minute/paired-minute.js';
import {isFairMove} from '../minute/settled-minutes.js';
import {type AnalysisSettings, MAX_COMPARED_WEIGHT_PERCENT} from '../settings.js';
import {hasPower, type ScheduleStretch, scheduleDetectableRate} from './schedule-power.js';

/** What an alias is expected to serve during a rollout. */
export interface TrafficRate {
  /** Invocations a minute, all versions together. */
  readonly perMinute: number;
  /** Error rate of stable, 0–1. */
  readonly errorRate: number;
}

/** Which requests one step will have compared when it ends. */
export interface StepExtent extends Step {
  /** The candidate's share before it, and whether the minute of the move is of use. */
  readonly before: WeightPercent;
  readonly usesMove: boolean;
  /** When the step has the invocations it needs and its bake is over; absent when its patience ends before that. */
  readonly expectedMs?: number;
  /** Minutes that have settled by then and may be used. */
  readonly usableMinutes: number;
  /** Minutes of the whole step that may be used; those that settle later count in the next step. */
  readonly wholeMinutes: number;
  readonly candidateInvocations: number;
  readonly stableInvocations: number;
  /** False above 50 %, where the candidate is watched by the absolute guard alone. */
  readonly compared: boolean;
}

/** What one step will have seen when it ends. */
export interface StepSight extends StepExtent {
  /** The smallest candidate error rate (0–1) it convicts with 95 % power; absent when it would miss any. */
  readonly detectableRate?: number;
}

interface SightOptions {
  readonly traffic: TrafficRate;
  readonly settings: AnalysisSettings;
  /** How long past its bake a step may wait for data; milliseconds. */
  readonly patienceMs: number;
  /** The candidate's share before the step. */
  readonly before: WeightPercent;
  /** Asks only whether a candidate that always fails would be seen, which is quicker than where sight begins. */
  readonly onlyWhether?: true;
}

/** What a step sees by itself at a steady traffic. */
export function sightOf(step: Step, options: SightOptions): StepSight {
  const {traffic, settings} = options;
  const extent = extentOf(step, options);
  const {compared, usableMinutes} = extent;
  const stretches = stretchesOf(extent, usableMinutes, traffic);
  const isSeeing = compared && usableMinutes > 0;
  const rate = isSeeing ? leastRate(stretches, {traffic, settings, onlyWhether: options.onlyWhether}) : undefined;
  return {...extent, ...(rate !== undefined && {detectableRate: rate})};
}

/**
 * Which requests a step compares at a steady traffic. It ends with its bake, or at the first full minute at which the candidate
 * has the invocations it needs; minutes that have not settled by then are not counted, nor is that of the move where it is
 * not of use.
 */
function extentOf(step: Step, {traffic, settings, patienceMs, before}: Omit<SightOptions, 'onlyWhether'>): StepExtent {
  const candidatePerMinute = (traffic.perMinute * step.weightPercent) / 100;
  const stablePerMinute = traffic.perMinute - candidatePerMinute;
  const usesMove = isFairMove(before, step.weightPercent, settings.tolerate.ratio);
  const lost = usesMove ? 0 : 1;
  const neededMinutes = candidatePerMinute > 0 ? Math.ceil(settings.minInvocations / candidatePerMinute) : Infinity;
  const enoughMs = Math.ceil(((neededMinutes + lost) * MINUTE_MS + settings.settleMs) / MINUTE_MS) * MINUTE_MS;
  const endMs = Math.max(step.bakeMs, enoughMs);
  const lastMs = step.bakeMs + patienceMs;
  const seenMs = Math.min(endMs, lastMs);
  const usableMinutes = Math.max(0, Math.floor((seenMs - settings.settleMs) / MINUTE_MS) - lost);
  return {
    ...step,
    before,
    usesMove,
    ...(endMs <= lastMs && {expectedMs: endMs}),
    usableMinutes,
    wholeMinutes: Math.max(0, Math.floor(seenMs / MINUTE_MS) - lost),
    candidateInvocations: Math.round(usableMinutes * candidatePerMinute),
    stableInvocations: Math.round(usableMinutes * stablePerMinute),
    compared: step.weightPercent <= MAX_COMPARED_WEIGHT_PERCENT,
  };
}

function leastRate(
  stretches: readonly ScheduleStretch[],
  {traffic, settings, onlyWhether}: Pick<SightOptions, 'traffic' | 'settings'> & {onlyWhether: true | undefined},
): number | undefined {
  if (!onlyWhether) return scheduleDetectableRate(stretches, traffic.errorRate, settings);
  return hasPower(stretches, {candidate: 1, stable: traffic.errorRate}, settings) ? 1 : undefined;
}

/** The steps of a rollout one after the other. */
export function sightsOf(steps: readonly Step[], options: Omit<SightOptions, 'before'>): readonly StepSight[] {
  return steps.map((step, index) => sightOf(step, {...options, before: steps[index - 1]?.weightPercent ?? 0}));
}

/** The same without what each sees by itself, which takes its time. */
export function extentsOf(
  steps: readonly Step[],
  options: Omit<SightOptions, 'before' | 'onlyWhether'>,
): readonly StepExtent[] {
  return steps.map((step, index) => extentOf(step, {...options, before: steps[index - 1]?.weightPercent ?? 0}));
}

/** Whether a step ends without being able to tell anything: too few invocations, or not even a candidate that always fails. */
export function isBlind({expectedMs, compared, detectableRate: rate}: StepSight): boolean {
  return expectedMs === undefined || (compared && rate === undefined);
}

/**
 * The compared minutes of a whole schedule by its end. What has not settled when its step ends settles in the next one and
 * counts there; that of the last step comes too late.
 */
export function scheduleStretches(steps: readonly StepExtent[], traffic: TrafficRate): readonly ScheduleStretch[] {
  return steps
    .filter((step) => step.compared)
    .flatMap((step) => stretchesOf(step, step === steps.at(-1) ? step.usableMinutes : step.wholeMinutes, traffic));
}

/** A move is in force everywhere after some seconds, a twelfth of its minute on average. */
const SPREADING = 1 / 12;

function stretchesOf(
  {weightPercent, before, usesMove}: Pick<StepSight, 'weightPercent' | 'before' | 'usesMove'>,
  minutes: number,
  {perMinute}: TrafficRate,
): readonly ScheduleStretch[] {
  const stretch = (length: number, percent: number): ScheduleStretch => ({
    minutes: length,
    candidatePerMinute: (perMinute * percent) / 100,
    stablePerMinute: (perMinute * (100 - percent)) / 100,
  });
  if (!usesMove || minutes === 0) return [stretch(minutes, weightPercent)];
  const mixed = SPREADING * before + (1 - SPREADING) * weightPercent;
  return [stretch(1, mixed), stretch(minutes - 1, weightPercent)];
}

import {scheduleDetectableRate} from '../../analysis/power/schedule-power.js';
import {isBlind, type StepSight, scheduleStretches, sightsOf} from '../../analysis/power/step-sight.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import {MINUTE_MS} from '../../model/duration.js';
import type {Step} from '../../model/rollout/step.js';
import {patienceFor} from '../rollout/rollout.js';
import type {ExpectedTraffic} from './expected-traffic.js';
import {type LongerSteps, suggestSteps} from './suggest-steps.js';

export interface ForecastInput {
  readonly steps: readonly Step[];
  readonly watchMs: number;
  readonly promoteEarly: boolean;
  /** With `settleMs` as the versions need it. */
  readonly settings: AnalysisSettings;
  readonly traffic: ExpectedTraffic;
  /** Error rate (0–1) of a candidate that the rollout should find, when one was named. */
  readonly detect?: number;
}

/** A step of a rollout that has not begun: when it begins and what it will have seen at its end. */
export interface ForeseenStep extends StepSight {
  /** After the rollout's first move, when every step before it ends as expected; milliseconds. */
  readonly beginsMs?: number;
  /** True when it would miss even a candidate that always fails, or waits in vain for the invocations it needs. */
  readonly blind: boolean;
}

/** How long a rollout takes and what it can see, at the traffic expected. Times in milliseconds, watch included. */
export interface Forecast {
  readonly traffic: ExpectedTraffic;
  readonly steps: readonly ForeseenStep[];
  readonly shortestMs: number;
  /** Absent when a step is expected to run out of patience. */
  readonly expectedMs?: number;
  /** When every step uses up its patience. */
  readonly longestMs: number;
  /** The smallest candidate error rate (0–1) that all steps together convict with 95 % power; absent: none. */
  readonly detectableRate?: number;
  readonly detect?: number;
  /** Present when a step is blind, or `detect` would be missed, and longer steps would do. */
  readonly suggestion?: LongerSteps;
}

/** The gate lets no step end early before this. */
const EARLIEST_MS = 3 * MINUTE_MS;

/** Foresees a rollout at a steady traffic. Pure; the whole schedule is simulated, always with the same random numbers. */
export function foresee(input: ForecastInput): Forecast {
  const {steps, watchMs, promoteEarly, settings, traffic, detect} = input;
  const patienceMs = patienceFor(steps);
  const seen = sightsOf(steps, {traffic, settings, patienceMs});
  const foreseen = withBegins(seen);
  const rate = scheduleDetectableRate(scheduleStretches(seen, traffic), traffic.errorRate, settings);
  const expected = total(seen.map((step) => step.expectedMs));
  const isMissed = detect !== undefined && (rate === undefined || rate > detect);
  const isShort = isMissed || foreseen.some((step) => step.blind);
  const suggestion = isShort
    ? suggestSteps(steps, {traffic, settings, ...(detect !== undefined && {detect})})
    : undefined;
  // A move waits for a full minute to begin.
  const movesMs = (steps.length + 1) * MINUTE_MS;
  return {
    traffic,
    steps: foreseen,
    shortestMs: sum(steps.map(({bakeMs}) => (promoteEarly ? Math.min(bakeMs, EARLIEST_MS) : bakeMs))) + watchMs,
    ...(expected !== undefined && {expectedMs: expected + watchMs}),
    longestMs: sum(steps.map(({bakeMs}) => bakeMs + patienceMs)) + watchMs + movesMs,
    ...(rate !== undefined && {detectableRate: rate}),
    ...(detect !== undefined && {detect}),
    ...(suggestion && {suggestion}),
  };
}

function withBegins(steps: readonly StepSight[]): readonly ForeseenStep[] {
  return steps.map((step, index) => {
    const beginsMs = total(steps.slice(0, index).map(({expectedMs}) => expectedMs));
    return {...step, ...(beginsMs !== undefined && {beginsMs}), blind: isBlind(step)};
  });
}

function total(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === times.length ? sum(known) : undefined;
}

function sum(values: readonly number[]): number {
  return values.reduce((so, value) => so + value, 0);
}

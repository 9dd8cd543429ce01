import {hasPower, type ScheduleStretch} from '../../analysis/power/schedule-power.js';
import {isBlind, scheduleStretches, sightOf, sightsOf, type TrafficRate} from '../../analysis/power/step-sight.js';
import {type AnalysisSettings, MAX_COMPARED_WEIGHT_PERCENT} from '../../analysis/settings.js';
import {parseSteps, type Step} from '../../model/rollout/step.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import {patienceFor} from '../rollout/rollout.js';

export interface SuggestOptions {
  readonly traffic: TrafficRate;
  readonly settings: AnalysisSettings;
  /** Error rate (0–1) of a candidate that the schedule should convict with 95 % power. */
  readonly detect?: number;
}

/** Steps that can end; `bakeMs` is all of them together, milliseconds. */
export interface LongerSteps {
  readonly steps: readonly Step[];
  readonly bakeMs: number;
}

const FACTORS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 48, 72, 96] as const;
const LONGEST_MS = 24 * 3_600_000;

/** Steps that need longer than this, all together, leave out their first weight, as long as others are left. */
const LONG_MS = 2_700_000;
/** Where no named weight would do: a quarter and half of a small traffic come to their requests soonest. */
const LAST_RESORT: readonly (readonly Step[])[] = [parseSteps('25%:5m, 50%:5m'), parseSteps('50%:5m')];

/**
 * Steps that can end: the same weights with bakes long enough, each step alone until it can tell something, then all of
 * them together until the schedule finds `detect`. Where that takes more than three quarters of an hour, the larger weights
 * alone: 5 % of six requests a minute come to twenty in an hour, a quarter in fourteen minutes; and where those take
 * longer too, whatever is soonest. `undefined` when a day is not enough.
 */
export function suggestSteps(steps: readonly Step[], options: SuggestOptions): LongerSteps | undefined {
  const comparing = steps.filter(({weightPercent}) => weightPercent <= MAX_COMPARED_WEIGHT_PERCENT);
  const fewer = comparing.slice(1).map((_, index) => steps.slice(index + 1));
  let shortest: LongerSteps | undefined;
  for (const some of [steps, ...fewer, ...LAST_RESORT]) {
    const found = lengthened(some, options);
    if (found && found.bakeMs <= LONG_MS) return found;
    if (found && found.bakeMs < (shortest?.bakeMs ?? Number.POSITIVE_INFINITY)) shortest = found;
  }
  return shortest;
}

function lengthened(steps: readonly Step[], options: SuggestOptions): LongerSteps | undefined {
  const seeing = steps.map((step, index) =>
    firstOf(step, (longer) => !isBlindAlone(longer, steps[index - 1]?.weightPercent ?? 0, options)),
  );
  if (!seeing.every((step) => step !== undefined)) return undefined;
  const found = FACTORS.map((factor) => seeing.map((step) => times(step, factor))).find(
    (longer) => totalMs(longer) <= LONGEST_MS && finds(longer, options),
  );
  return found && {steps: found, bakeMs: totalMs(found)};
}

function firstOf(step: Step, isEnough: (step: Step) => boolean): Step | undefined {
  return FACTORS.map((factor) => times(step, factor)).find(isEnough);
}

/** Judged at the end of its bake: a suggestion must not rest on the step's patience. */
function isBlindAlone(step: Step, before: WeightPercent, {traffic, settings}: SuggestOptions): boolean {
  return isBlind(sightOf(step, {traffic, settings, patienceMs: 0, before, onlyWhether: true}));
}

function finds(steps: readonly Step[], {traffic, settings, detect}: SuggestOptions): boolean {
  if (detect === undefined) return true;
  const patienceMs = patienceFor(steps);
  const stretches: readonly ScheduleStretch[] = scheduleStretches(
    sightsOf(steps, {traffic, settings, patienceMs, onlyWhether: true}),
    traffic,
  );
  return hasPower(stretches, {candidate: detect, stable: traffic.errorRate}, settings);
}

function times(step: Step, factor: number): Step {
  return {...step, bakeMs: step.bakeMs * factor};
}

function totalMs(steps: readonly Step[]): number {
  return steps.reduce((total, step) => total + step.bakeMs, 0);
}

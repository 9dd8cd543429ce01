import type {Judge, Move} from './run.js';
import type {Counts} from './trace.js';

const JUDGED_AT = [7, 12, 17, 22, 27, 32];
// Both are constants in Kayenta (NetflixACAJudge.scala): tolerance 0.25, confidence 0.98.
const TOLERANCE = 0.25;
const Z_OF_CONFIDENCE = 2.326348;

/** Spinnaker Kayenta: 10 % for half an hour, judged every five minutes over a growing window, one critical metric. */
export function kayenta(): Judge {
  return {
    next(minute, seen): Move {
      if (minute === 0) return {to: 0.1};
      if (!JUDGED_AT.includes(minute)) return 'stay';
      const experiment = rates(seen, 'candidate');
      const control = rates(seen, 'stable');
      if (isHigh(control, experiment)) return 'rollback';
      return minute === JUDGED_AT.at(-1) ? 'finish' : 'stay';
    },
  };
}

/**
 * The judge's verdict "High" on a metric that should not increase: Mann-Whitney interval of the location shift, by the
 * normal approximation with continuity and tie correction, its lower end above a quarter of the Hodges-Lehmann estimate.
 */
export function isHigh(control: readonly number[], experiment: readonly number[]): boolean {
  if (control.length === 0 || experiment.length === 0) return false;
  if (new Set([...control, ...experiment]).size === 1) return false;
  if (sorted(control).join() === sorted(experiment).join()) return false;
  const pairs = experiment.length * control.length;
  const differences = new Float64Array(pairs);
  experiment.forEach((x, row) => {
    control.forEach((y, column) => {
      differences[row * control.length + column] = x - y;
    });
  });
  differences.sort();
  const count = experiment.length + control.length;
  const tied = (ties(experiment) + ties(control)) / (count * (count - 1));
  const sigma = Math.sqrt(Math.max(0, (pairs / 12) * (count + 1 - tied)));
  // Without a root of its search Kayenta takes the smallest difference, not minus infinity.
  const rank = Math.min(Math.floor(pairs / 2 + 0.5 + Z_OF_CONFIDENCE * sigma), pairs - 1);
  const lower = differences[sigma === 0 ? 0 : pairs - 1 - rank] ?? 0;
  const estimate = ((differences[Math.floor((pairs - 1) / 2)] ?? 0) + (differences[Math.floor(pairs / 2)] ?? 0)) / 2;
  const [meanControl, meanExperiment] = [mean(control), mean(experiment)];
  const isEffectKnown = meanControl !== 0 && meanExperiment !== 0;
  return lower > TOLERANCE * Math.abs(estimate) && !(isEffectKnown && meanExperiment < meanControl);
}

function rates(seen: readonly Counts[], side: 'candidate' | 'stable'): number[] {
  return seen
    .filter((counts) => counts[`${side}Invocations`] > 0)
    .map((counts) => (100 * counts[`${side}Errors`]) / counts[`${side}Invocations`]);
}

function ties(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + count ** 3 - count, 0);
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

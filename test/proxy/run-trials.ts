import {runReservationTrial} from './reservation-trial.js';
import {runTrial, type Trial} from './trial.js';
import type {TrialStage} from './trial-stage.js';

/** One run of so many is of a command that stops a function, or starts it. */
const RESERVATION_EVERY = 8;

/** Runs the trials of many seeds, some at once; they wait far more than they compute. */
export async function runTrials(
  stage: TrialStage,
  seeds: readonly number[],
  {
    atOnce,
    onTrial,
    isOver,
    slowly = false,
  }: {
    readonly atOnce: number;
    readonly onTrial?: (trial: Trial) => void;
    readonly isOver?: () => boolean;
    /** Also what takes minutes of the wall: refusals that never end, and answers that do not. */
    readonly slowly?: boolean;
  },
): Promise<readonly Trial[]> {
  const waiting = [...seeds].reverse();
  const trials: Trial[] = [];
  const work = async () => {
    for (let seed = waiting.pop(); seed !== undefined && !isOver?.(); seed = waiting.pop()) {
      const isOfReservation = seed % RESERVATION_EVERY === 0;
      const trial = await (isOfReservation
        ? runReservationTrial(stage, seed, {slowly})
        : runTrial(stage, seed, {slowly}));
      onTrial?.(trial);
      trials.push(trial);
    }
  };
  await Promise.all(Array.from({length: atOnce}, work));
  return trials;
}

/** How often each thing came out, most frequent first: `0 × 120`. */
export function countBy(trials: readonly Trial[], keysOf: (trial: Trial) => readonly (string | number)[]) {
  const counts = new Map<string, number>();
  for (const trial of trials)
    for (const key of keysOf(trial)) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

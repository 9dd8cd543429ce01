import {runTrial, type Trial} from './trial.js';
import type {TrialStage} from './trial-stage.js';

/** Runs the trials of many seeds, some at once; they wait far more than they compute. */
export async function runTrials(
  stage: TrialStage,
  seeds: readonly number[],
  {
    atOnce,
    onTrial,
    isOver,
    forGood = false,
  }: {
    readonly atOnce: number;
    readonly onTrial?: (trial: Trial) => void;
    readonly isOver?: () => boolean;
    /** Also refusals that never end: each takes minutes of the wall. */
    readonly forGood?: boolean;
  },
): Promise<readonly Trial[]> {
  const waiting = [...seeds].reverse();
  const trials: Trial[] = [];
  const work = async () => {
    for (let seed = waiting.pop(); seed !== undefined && !isOver?.(); seed = waiting.pop()) {
      const trial = await runTrial(stage, seed, {forGood});
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

import type {RolloutMarker} from '../../model/rollout/marker.js';
import {bakeOf} from './bake-of.js';

/** How long a rollout has been where it is; milliseconds. */
export interface StepClock {
  /** When it got there, epoch milliseconds. */
  readonly startedMs: number;
  readonly elapsedMs: number;
  /** How long it is to stay there at least; the watch counts as a bake. */
  readonly bakeMs: number;
}

/** Where the step of a rollout stands at `nowMs`, from its marker alone. */
export function stepClock(marker: RolloutMarker, nowMs: number): StepClock {
  const startedMs = marker.movedMs.at(-1) ?? nowMs;
  return {startedMs, elapsedMs: Math.max(0, nowMs - startedMs), bakeMs: bakeOf(marker)};
}

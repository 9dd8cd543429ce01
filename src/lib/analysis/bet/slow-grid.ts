import {SLOW_GRID, type SlowTolerance} from '../settings.js';
import type {SlowThreshold, SlowThresholds} from '../signal-readings.js';

/** One bet on slow requests; without a duration where stable's history is too thin to know it. */
export interface SlowPoint extends Omit<SlowThreshold, 'thresholdMs'> {
  readonly thresholdMs?: number;
  /** Tolerated on top of ratio × stable's share. */
  readonly plus: number;
  /** Of what is staked on slow requests; sums to 1 over the points. */
  readonly weight: number;
}

/** What is bet on, by the settings alone; the groups that are named share the stake equally. */
export function slowPoints(tolerate: SlowTolerance, before: SlowThresholds): readonly SlowPoint[] {
  const groups = Object.values(tolerate).filter((plus) => plus !== undefined).length;
  return SLOW_GRID.flatMap(({name, group, of, times, share}): SlowPoint[] => {
    const plus = tolerate[group];
    if (plus === undefined) return [];
    const baseMs = before[`${of}Ms`];
    const point = {name, plus, weight: share / groups};
    return [baseMs === undefined ? point : {...point, thresholdMs: timesOf(baseMs, times)}];
  });
}

/** The durations that are known, to count what took longer. */
export function slowThresholds(tolerate: SlowTolerance, before: SlowThresholds): readonly SlowThreshold[] {
  return slowPoints(tolerate, before).flatMap(({name, thresholdMs}) =>
    thresholdMs === undefined ? [] : [{name, thresholdMs}],
  );
}

/** A percentile is asked for as CloudWatch gave it, and a multiple of it by the microsecond. */
function timesOf(baseMs: number, times: number): number {
  return times === 1 ? baseMs : Number((baseMs * times).toFixed(3));
}

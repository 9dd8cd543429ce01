import {MINUTE_MS} from '../../../model/duration.js';
import type {CountedMinute, CountedSide} from '../../../model/rollout/counted-minute.js';
import type {Chart, Line} from './chart.js';

/** What all charts of a story have in common. */
export interface Common extends Pick<Chart, 'x' | 'marks'> {
  readonly names: Readonly<Record<SideName, string>>;
  /** Makes the chart's name unique on its page. */
  readonly prefix: string;
}

export type SideName = 'candidate' | 'stable';
export const SIDES = ['stable', 'candidate'] as const;

/** The points of one side, in the middle of their minutes. */
export function pointsOf(
  minutes: readonly CountedMinute[],
  side: SideName,
  read: (counted: CountedSide) => number | undefined,
  ofMs = MINUTE_MS,
) {
  return minutes.flatMap(({minuteMs, [side]: counted}) => {
    const value = counted && read(counted);
    return counted && value !== undefined ? [{atMs: minuteMs + ofMs / 2, value, counted}] : [];
  });
}

/** The top of an axis on which every value fits. */
export function highestOf(lines: readonly Line[], least: number): number {
  return Math.max(least, ...lines.flatMap(({points}) => points.map(({value}) => value * 1.15)));
}

/** Of an axis: as few digits as tell its steps apart. */
export function percent(value: number): string {
  return `${Number((value * 100).toPrecision(3))}%`;
}

import {MathError} from './expression.js';

/** Values by the start of their period in epoch milliseconds, ascending; a period without data is not there. */
export interface Series {
  readonly label: string;
  readonly periodMs: number;
  readonly points: ReadonlyMap<number, number>;
}

/** What an expression may be: a number, a time series or several, or the text of an option. */
export type MathValue = number | Series | readonly Series[] | string;

export function isSeries(value: MathValue): value is Series {
  return typeof value === 'object' && 'points' in value;
}

export function isList(value: MathValue): value is readonly Series[] {
  return Array.isArray(value);
}

/** The same series with other values; undefined leaves a period out. */
export function mapSeries(series: Series, change: (value: number, atMs: number) => number | undefined): Series {
  const points = new Map<number, number>();
  for (const [atMs, value] of series.points) {
    const changed = change(value, atMs);
    if (changed !== undefined && Number.isFinite(changed)) points.set(atMs, changed);
  }
  return {...series, points};
}

export function asSeries(value: MathValue | undefined, where: string): Series {
  if (value !== undefined && isSeries(value)) return value;
  throw new MathError(`${where} needs a time series`);
}

/** The series of a list or one series. */
export function allSeries(value: MathValue | undefined, where: string): readonly Series[] {
  if (value !== undefined && isList(value)) return value;
  return [asSeries(value, where)];
}

export function asNumber(value: MathValue | undefined, where: string): number {
  if (typeof value === 'number') return value;
  throw new MathError(`${where} needs a number`);
}

/** Every period any of them has, ascending. */
export function periodsOf(all: readonly Series[]): readonly number[] {
  return [...new Set(all.flatMap(({points}) => [...points.keys()]))].sort((a, b) => a - b);
}

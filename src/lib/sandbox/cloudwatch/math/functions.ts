import {MathError} from './expression.js';
import {
  allSeries,
  asNumber,
  asSeries,
  isList,
  isSeries,
  type MathValue,
  mapSeries,
  periodsOf,
  type Series,
} from './series.js';

/** The window of the request: what TIME_SERIES and FILL cover. */
export interface MathWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly periodMs: number;
}

type MathFunction = (args: readonly MathValue[], window: MathWindow, name: string) => MathValue;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** Of one series a number over its range; of several a series over their periods. */
function aggregate(compute: (values: readonly number[]) => number): MathFunction {
  return ([of], _window, name) => {
    if (of !== undefined && isList(of)) return acrossPeriods(of, compute, name);
    return compute([...asSeries(of, name).points.values()]);
  };
}

function acrossPeriods(all: readonly Series[], compute: (values: readonly number[]) => number, label: string): Series {
  const points = periodsOf(all).map((atMs): [number, number] => [
    atMs,
    compute(all.flatMap(({points: each}) => each.get(atMs) ?? [])),
  ]);
  return {label, periodMs: Math.max(0, ...all.map(({periodMs}) => periodMs)), points: new Map(points)};
}

function perValue(compute: (value: number, atMs: number) => number): MathFunction {
  return ([of], _window, name) => {
    if (typeof of === 'number') return compute(of, 0);
    if (of !== undefined && isList(of)) return of.map((each) => mapSeries(each, compute));
    return mapSeries(asSeries(of, name), compute);
  };
}

/** From each period and the one before it that has data. */
function fromPairs(compute: (value: number, before: number, atMs: number, beforeMs: number) => number): MathFunction {
  const one = (series: Series): Series => {
    const points = [...series.points];
    const pairs = points.slice(1).map(([atMs, value], index): [number, number] => {
      const [beforeMs, before] = points[index] ?? [0, 0];
      return [atMs, compute(value, before, atMs, beforeMs)];
    });
    return {...series, points: new Map(pairs)};
  };
  return ([of], _window, name) => (of !== undefined && isList(of) ? of.map(one) : one(asSeries(of, name)));
}

const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  SUM: aggregate(sum),
  AVG: aggregate(mean),
  MIN: aggregate((values) => Math.min(...values)),
  MAX: aggregate((values) => Math.max(...values)),
  STDDEV: aggregate(deviation),
  DATAPOINT_COUNT: aggregate((values) => values.length),
  ABS: perValue(Math.abs),
  CEIL: perValue(Math.ceil),
  FLOOR: perValue(Math.floor),
  LOG: perValue(Math.log),
  LOG10: perValue(Math.log10),
  MINUTE: perValue((_, atMs) => new Date(atMs).getUTCMinutes()),
  HOUR: perValue((_, atMs) => new Date(atMs).getUTCHours()),
  DAY: perValue((_, atMs) => new Date(atMs).getUTCDay() || 7),
  DATE: perValue((_, atMs) => new Date(atMs).getUTCDate()),
  MONTH: perValue((_, atMs) => new Date(atMs).getUTCMonth() + 1),
  YEAR: perValue((_, atMs) => new Date(atMs).getUTCFullYear()),
  EPOCH: perValue((_, atMs) => atMs / 1000),
  DIFF: fromPairs((value, before) => value - before),
  DIFF_TIME: fromPairs((_value, _before, atMs, beforeMs) => (atMs - beforeMs) / 1000),
  RATE: fromPairs((value, before, atMs, beforeMs) => (value - before) / ((atMs - beforeMs) / 1000)),
  RUNNING_SUM: ([of], _window, name) => {
    let total = 0;
    return mapSeries(asSeries(of, name), (value) => {
      total += value;
      return total;
    });
  },
  METRIC_COUNT: ([of], _window, name) => allSeries(of, name).length,
  FIRST: ([of], _window, name) => allSeries(of, name)[0] ?? none(name),
  LAST: ([of], _window, name) => allSeries(of, name).at(-1) ?? none(name),
  REMOVE_EMPTY: ([of], _window, name) => allSeries(of, name).filter(({points}) => points.size > 0),
  SLICE: ([of, from, to], _window, name) =>
    allSeries(of, name).slice(asNumber(from, name), to === undefined ? undefined : asNumber(to, name)),
  SORT: sorted,
  PERIOD: ([of], _window, name) => asSeries(of, name).periodMs / 1000,
  TIME_SERIES: ([of], window, name) => constant(asNumber(of, name), window),
  FILL: fill,
  IF: choose,
};

/** Calls a function of metric math. Throws MathError, also for those the sandbox has no data for, such as SEARCH. */
export function callFunction(name: string, args: readonly MathValue[], window: MathWindow): MathValue {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found) throw new MathError(`The sandbox does not know the function ${name}`);
  return found(args, window, name);
}

function constant(value: number, {fromMs, toMs, periodMs}: MathWindow): Series {
  const points = new Map<number, number>();
  for (let atMs = fromMs; atMs < toMs; atMs += periodMs) points.set(atMs, value);
  return {label: 'TIME_SERIES', periodMs, points};
}

/** Fills the periods of the window with a number, another series, the value before (REPEAT) or a line (LINEAR). */
function fill([of, filler]: readonly MathValue[], window: MathWindow, name: string): MathValue {
  if (of !== undefined && isList(of)) return of.map((each) => fillOne(each, filler, window));
  return fillOne(asSeries(of, name), filler, window);
}

function fillOne(series: Series, filler: MathValue | undefined, window: MathWindow): Series {
  // A metric without any data in the range stays without.
  if (series.points.size === 0) return series;
  const periodMs = series.periodMs || window.periodMs;
  const known = [...series.points];
  const points = new Map<number, number>();
  for (let atMs = window.fromMs; atMs < window.toMs; atMs += periodMs) {
    const value = series.points.get(atMs) ?? filledValue(known, atMs, filler);
    if (value !== undefined) points.set(atMs, value);
  }
  return {...series, points};
}

function filledValue(
  known: readonly [number, number][],
  atMs: number,
  filler: MathValue | undefined,
): number | undefined {
  if (typeof filler === 'number') return filler;
  if (filler !== undefined && typeof filler !== 'string' && isSeries(filler)) return filler.points.get(atMs);
  const before = known.findLast(([eachMs]) => eachMs < atMs);
  if (filler === 'REPEAT') return before?.[1];
  if (filler !== 'LINEAR') throw new MathError('FILL needs a number, a time series, REPEAT or LINEAR');
  const after = known.find(([eachMs]) => eachMs > atMs);
  if (!before || !after) return undefined;
  return before[1] + ((after[1] - before[1]) * (atMs - before[0])) / (after[0] - before[0]);
}

/** IF(condition, then, else): a period without condition is left out; without `else` so is what is false. */
function choose([condition, then, otherwise]: readonly MathValue[], _window: MathWindow, name: string): MathValue {
  if (condition === undefined || then === undefined) throw new MathError('IF needs a condition and a value');
  if (typeof condition === 'number') {
    const chosen = condition !== 0 ? then : otherwise;
    return chosen ?? none(name);
  }
  const at = (value: MathValue | undefined, atMs: number) => {
    if (value === undefined || typeof value === 'number') return value;
    return asSeries(value, name).points.get(atMs);
  };
  return mapSeries(asSeries(condition, name), (value, atMs) => at(value !== 0 ? then : otherwise, atMs));
}

function sorted([of, by, order, limit]: readonly MathValue[], window: MathWindow, name: string): MathValue {
  const weight = (series: Series): number => {
    const value = callFunction(String(by), [series], window);
    return typeof value === 'number' ? value : 0;
  };
  const direction = order === 'DESC' ? -1 : 1;
  const all = [...allSeries(of, name)].sort((a, b) => direction * (weight(a) - weight(b)));
  return limit === undefined ? all : all.slice(0, asNumber(limit, name));
}

function none(name: string): never {
  throw new MathError(`${name} has no value`);
}

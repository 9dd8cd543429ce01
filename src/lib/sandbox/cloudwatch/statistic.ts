import type {Measured} from './kept-values.js';
import type {Bucket} from './metric-series.js';

/** Computes one statistic of a period; undefined where statistic sets have hidden the values it needs. */
export type Statistic = (bucket: Bucket) => number | undefined;

const SIMPLE: Readonly<Record<string, (bucket: Bucket) => number>> = {
  SampleCount: ({count}) => count,
  Sum: ({sum}) => sum,
  Average: ({sum, count}) => sum / count,
  Minimum: ({min}) => min,
  Maximum: ({max}) => max,
};
const SHORT = /^(p|tm|wm|tc|ts)(\d{1,2}(?:\.\d{1,10})?|100)$/;
const LONG = /^(TM|WM|TC|TS|PR)\((-?\d+(?:\.\d+)?%?)?:(-?\d+(?:\.\d+)?%?)?\)$/;

/** Which measurements count: those with values in (from, to], and what they are of all of them. */
interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly percent: boolean;
}

/**
 * Reads a statistic as GetMetricData and alarms take it: SampleCount, Sum, Average, Minimum, Maximum, `p99.9`, `IQM`, the
 * trimmed `tm95`, `wm`, `tc`, `ts`, and `TM(10%:90%)` and its like with percents or values as bounds, the lower exclusive
 * and the upper inclusive; `PR(a:b)` with values only (CloudWatch User Guide, Statistics-definitions). Undefined for
 * anything else. How CloudWatch splits a measurement that lies on a bound in percent is not written anywhere: here by share.
 */
export function parseStatistic(text: string): Statistic | undefined {
  if (Object.hasOwn(SIMPLE, text)) return SIMPLE[text];
  if (text === 'IQM') return parseStatistic('TM(25%:75%)');
  const [, kind, percent] = SHORT.exec(text) ?? [];
  if (kind === 'p') return ofValues((all, bucket) => percentile(all, Number(percent), bucket));
  if (kind !== undefined) return trimmed(kind.toUpperCase(), {from: undefined, to: `${percent}%`, percent: true});
  const [, name, from, to] = LONG.exec(text) ?? [];
  if (name === undefined || (from === undefined && to === undefined)) return undefined;
  const bounds = [from, to].filter((bound) => bound !== undefined);
  const percents = bounds.filter((bound) => bound.endsWith('%'));
  if (percents.length > 0 && (percents.length < bounds.length || name === 'PR')) return undefined;
  if (percents.some((bound) => !(Number.parseFloat(bound) >= 0 && Number.parseFloat(bound) <= 100))) return undefined;
  if (from !== undefined && to !== undefined && Number.parseFloat(from) > Number.parseFloat(to)) return undefined;
  return trimmed(name, {from, to, percent: percents.length > 0});
}

function trimmed(name: string, range: Range): Statistic {
  return ofValues((all, bucket) => {
    const kept = within(all, range);
    const count = kept.reduce((total, {weight}) => total + weight, 0);
    const sum = kept.reduce((total, {value, weight}) => total + value * weight, 0);
    if (name === 'TC') return Math.round(count);
    if (name === 'PR') return (100 * count) / bucket.count;
    if (name === 'TS') return sum;
    if (count === 0) return undefined;
    if (name === 'TM') return sum / count;
    return winsorized(all, kept) / bucket.count;
  });
}

/** What lies outside is taken as the nearest value inside. */
function winsorized(all: readonly Measured[], kept: readonly Measured[]): number {
  const least = kept[0]?.value ?? Number.NEGATIVE_INFINITY;
  const most = kept.at(-1)?.value ?? Number.POSITIVE_INFINITY;
  return all.reduce((total, {value, weight}) => total + Math.min(most, Math.max(least, value)) * weight, 0);
}

function within(all: readonly Measured[], {from, to, percent}: Range): readonly Measured[] {
  const low = from === undefined ? Number.NEGATIVE_INFINITY : Number.parseFloat(from);
  const high = to === undefined ? Number.POSITIVE_INFINITY : Number.parseFloat(to);
  if (!percent) return all.filter(({value}) => value > low && value <= high);
  const total = all.reduce((sum, {weight}) => sum + weight, 0);
  const first = (Math.max(low, 0) / 100) * total;
  const last = (Math.min(high, 100) / 100) * total;
  let seen = 0;
  return all.flatMap(({value, weight}) => {
    const share = Math.min(last, seen + weight) - Math.max(first, seen);
    seen += weight;
    return share > 1e-9 * total ? [{value, weight: share}] : [];
  });
}

/** The least value with at least this percentage of all measurements at or below it. */
function percentile(all: readonly Measured[], percent: number, bucket: Bucket): number {
  const wanted = (percent / 100) * bucket.count;
  let seen = 0;
  for (const {value, weight} of all) {
    seen += weight;
    // A hair of tolerance: weights are fractions, and their sum must reach 100 % at the last value.
    if (seen >= wanted - 1e-9 * bucket.count) return value;
  }
  return bucket.max;
}

function ofValues(compute: (ascending: readonly Measured[], bucket: Bucket) => number | undefined): Statistic {
  return (bucket) => {
    if (!bucket.valuesKnown) return undefined;
    return compute(
      bucket.measured.toSorted((a, b) => a.value - b.value),
      bucket,
    );
  };
}

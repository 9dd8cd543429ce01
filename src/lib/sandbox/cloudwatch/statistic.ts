import type {Bucket} from './metric-series.js';

/** Computes one statistic of a period. */
export type Statistic = (bucket: Bucket) => number;

const SIMPLE: Readonly<Record<string, Statistic>> = {
  SampleCount: ({count}) => count,
  Sum: ({sum}) => sum,
  Average: ({sum, count}) => sum / count,
  Minimum: ({min}) => min,
  Maximum: ({max}) => max,
};
const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;
const RANGE = /^(TC|PR)\((-?\d+(?:\.\d+)?)?:(-?\d+(?:\.\d+)?)?\)$/;

/**
 * Reads a statistic as GetMetricData takes it: SampleCount, Sum, Average, Minimum, Maximum, `p99.9`, and `TC(a:b)` and
 * `PR(a:b)` with values as bounds, the lower exclusive and the upper inclusive (CloudWatch User Guide,
 * Statistics-definitions). Undefined for anything else; trimmed means and bounds in percent are not kept here.
 */
export function parseStatistic(text: string): Statistic | undefined {
  if (Object.hasOwn(SIMPLE, text)) return SIMPLE[text];
  const percent = PERCENTILE.exec(text)?.[1];
  if (percent !== undefined) return (bucket) => percentile(bucket, Number(percent));
  const range = RANGE.exec(text);
  if (!range || (range[2] === undefined && range[3] === undefined)) return undefined;
  const from = range[2] === undefined ? Number.NEGATIVE_INFINITY : Number(range[2]);
  const to = range[3] === undefined ? Number.POSITIVE_INFINITY : Number(range[3]);
  if (range[1] === 'TC') return (bucket) => Math.round(weightBetween(bucket, from, to));
  return (bucket) => (100 * weightBetween(bucket, from, to)) / bucket.count;
}

function weightBetween({samples}: Bucket, from: number, to: number): number {
  let total = 0;
  for (const {values, weight} of samples) for (const value of values) if (value > from && value <= to) total += weight;
  return total;
}

/** The least value with at least this percentage of all measurements at or below it. */
function percentile(bucket: Bucket, percent: number): number {
  const weighted = bucket.samples.flatMap(({values, weight}) => values.map((value) => ({value, weight})));
  weighted.sort((a, b) => a.value - b.value);
  const wanted = (percent / 100) * bucket.count;
  let seen = 0;
  for (const {value, weight} of weighted) {
    seen += weight;
    // A hair of tolerance: weights are fractions, and their sum must reach 100 % at the last value.
    if (seen >= wanted - 1e-9 * bucket.count) return value;
  }
  return bucket.max;
}

import {KeptValues, type Measured} from './kept-values.js';
import type {Dimension, MetricDatum, MetricName, StatisticSet} from './metric.js';

/** One minute of one metric, or several minutes put together. */
export interface Bucket {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly measured: readonly Measured[];
  /** False when some of it came as statistic sets, whose values nobody knows. */
  readonly valuesKnown: boolean;
}

interface MinuteBucket {
  count: number;
  sum: number;
  min: number;
  max: number;
  valuesKnown: boolean;
  readonly values: KeptValues;
}

export const MINUTE_MS = 60_000;
// CloudWatch keeps 60 s data for 15 days (User Guide, cloudwatch_concepts); and a bound for memory.
const KEPT_MS = 15 * 24 * 60 * MINUTE_MS;
const KEPT_MINUTES = 4000;

/**
 * One metric with its minutes. Count, sum, minimum and maximum are exact, and so are percentiles and ranks as long as a minute
 * has 1,000 different values at the most. The oldest minutes go after 15 days or beyond 4,000 of them.
 */
export class MetricSeries implements MetricName {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
  readonly unit: string;
  readonly #minutes = new Map<number, MinuteBucket>();

  constructor({namespace, metricName, dimensions, unit}: MetricDatum) {
    this.namespace = namespace;
    this.metricName = metricName;
    this.dimensions = dimensions;
    this.unit = unit;
  }

  add({timestampMs, value, count = 1, set}: MetricDatum): void {
    const minuteMs = Math.floor(timestampMs / MINUTE_MS) * MINUTE_MS;
    const bucket = this.#minutes.get(minuteMs) ?? this.#newMinute(minuteMs);
    if (set && set.min < set.max) {
      addSet(bucket, set);
      return;
    }
    // A set of equal values is as good as the values (CloudWatch API reference, PutMetricData).
    if (set) {
      this.add({...this, timestampMs, value: set.min, count: set.count});
      return;
    }
    bucket.values.add(value, count);
    bucket.count += count;
    bucket.sum += value * count;
    bucket.min = Math.min(bucket.min, value);
    bucket.max = Math.max(bucket.max, value);
  }

  /** The minutes that begin in [fromMs, toMs), put together; undefined when there is none, which is not the same as zero. */
  between(fromMs: number, toMs: number): Bucket | undefined {
    const found: MinuteBucket[] = [];
    if ((toMs - fromMs) / MINUTE_MS < this.#minutes.size) {
      for (let minuteMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; minuteMs < toMs; minuteMs += MINUTE_MS) {
        const bucket = this.#minutes.get(minuteMs);
        if (bucket) found.push(bucket);
      }
    } else {
      for (const [minuteMs, bucket] of this.#minutes) if (minuteMs >= fromMs && minuteMs < toMs) found.push(bucket);
    }
    if (found.length === 0) return undefined;
    return {
      count: found.reduce((total, each) => total + each.count, 0),
      sum: found.reduce((total, each) => total + each.sum, 0),
      min: found.reduce((least, each) => Math.min(least, each.min), Number.POSITIVE_INFINITY),
      max: found.reduce((most, each) => Math.max(most, each.max), Number.NEGATIVE_INFINITY),
      valuesKnown: found.every((each) => each.valuesKnown),
      measured: found.flatMap((each) => each.values.measured()),
    };
  }

  #newMinute(minuteMs: number): MinuteBucket {
    const bucket = {
      count: 0,
      sum: 0,
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
      valuesKnown: true,
      values: new KeptValues(),
    };
    this.#minutes.set(minuteMs, bucket);
    for (const oldest of this.#minutes.keys()) {
      if (oldest >= minuteMs - KEPT_MS && this.#minutes.size <= KEPT_MINUTES) break;
      this.#minutes.delete(oldest);
    }
    return bucket;
  }
}

function addSet(bucket: MinuteBucket, {count, sum, min, max}: StatisticSet): void {
  bucket.count += count;
  bucket.sum += sum;
  bucket.min = Math.min(bucket.min, min);
  bucket.max = Math.max(bucket.max, max);
  bucket.valuesKnown = false;
}

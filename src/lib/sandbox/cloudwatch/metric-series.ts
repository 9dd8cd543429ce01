import type {Dimension, MetricDatum, MetricName, StatisticSet} from './metric.js';

/** Some values and how many measurements they stand for. */
export interface Sample {
  readonly values: readonly number[];
  /** Measurements behind each value: 1 until a bucket holds more than it keeps. */
  readonly weight: number;
}

/** One minute of one metric, or several minutes put together. */
export interface Bucket {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly samples: readonly Sample[];
  /** False when some of it came as statistic sets, whose values nobody knows. */
  readonly valuesKnown: boolean;
}

interface MinuteBucket {
  count: number;
  sum: number;
  min: number;
  max: number;
  valuesKnown: boolean;
  readonly values: number[];
}

export const MINUTE_MS = 60_000;
// CloudWatch keeps 60 s data for 15 days (User Guide, cloudwatch_concepts); and a bound for memory.
const KEPT_MS = 15 * 24 * 60 * MINUTE_MS;
const KEPT_MINUTES = 4000;
const KEPT_VALUES = 1000;
// A datum that stands for more measurements than this is drawn no more often: its share of the kept is right by then.
const MOST_DRAWS = 10_000;

/**
 * One metric with its minutes. Count, sum, minimum and maximum are exact. For percentiles and ranks a minute keeps 1,000
 * values, beyond that a uniform random choice of them. The oldest minutes go after 15 days or beyond 4,000 of them.
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
    keep(bucket, value, Math.min(Math.ceil(count), MOST_DRAWS));
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
      samples: found.map((each) => ({values: each.values, weight: each.count / each.values.length})),
    };
  }

  #newMinute(minuteMs: number): MinuteBucket {
    const bucket = {
      count: 0,
      sum: 0,
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
      valuesKnown: true,
      values: [],
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

/** Reservoir sampling: every measurement of the minute has the same chance to be among the kept. */
function keep({values, count}: MinuteBucket, value: number, times: number): void {
  for (let seen = count + 1; seen <= count + times; seen++) {
    if (values.length < KEPT_VALUES) {
      values.push(value);
      continue;
    }
    const place = Math.floor(Math.random() * seen);
    if (place < KEPT_VALUES) values[place] = value;
  }
}

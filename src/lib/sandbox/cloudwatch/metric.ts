export interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** The name of a metric: CloudWatch matches namespace, name and the whole set of dimensions exactly. */
export interface MetricName {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
}

export interface MetricDatum extends MetricName {
  /** Sandbox time; the minute it falls into is its bucket. */
  readonly timestampMs: number;
  readonly value: number;
  readonly unit: string;
  /** How often `value` was seen; once when absent. */
  readonly count?: number;
  /** Several measurements of which only this is known; `value` is their sum then, and counts once. */
  readonly set?: StatisticSet;
}

/** What PutMetricData calls StatisticValues. */
export interface StatisticSet {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

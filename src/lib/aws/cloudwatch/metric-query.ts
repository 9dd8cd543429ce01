import type {MetricDataQuery} from '@aws-sdk/client-cloudwatch';

interface OneMetric {
  readonly namespace: string;
  readonly metric: string;
  /** All of them: CloudWatch matches the whole set. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
  readonly periodSeconds: number;
}

/** A statistic of one metric, asked of GetMetricData under this id. */
export function metricQuery(
  id: string,
  {namespace, metric, dimensions, stat, periodSeconds}: OneMetric,
): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({Name, Value}));
  return {
    Id: id,
    MetricStat: {Metric: {Namespace: namespace, MetricName: metric, Dimensions}, Period: periodSeconds, Stat: stat},
  };
}

import type {MetricDatum} from '../cloudwatch/metric.js';

/** One attempt of a schedule group as CloudWatch counts it (Scheduler User Guide, monitoring-cloudwatch). */
export function deliveryMetric(metricName: string, group: string, timestampMs: number): MetricDatum {
  const dimensions = [{name: 'ScheduleGroup', value: group}];
  return {namespace: 'AWS/Scheduler', metricName, dimensions, timestampMs, value: 1, unit: 'Count'};
}

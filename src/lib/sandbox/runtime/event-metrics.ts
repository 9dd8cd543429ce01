import type {MetricDatum} from '../cloudwatch/metric.js';

/** One asynchronous event as CloudWatch counts it: of the function and of the account, by no version. */
export function eventMetrics(metricName: string, functionName: string, timestampMs: number): readonly MetricDatum[] {
  const datum = {namespace: 'AWS/Lambda', metricName, timestampMs, value: 1, unit: 'Count'};
  return [
    {...datum, dimensions: []},
    {...datum, dimensions: [{name: 'FunctionName', value: functionName}]},
  ];
}

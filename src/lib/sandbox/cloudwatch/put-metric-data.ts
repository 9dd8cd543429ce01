import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {decimal, dimensions, parseInput, timestamp} from './input.js';
import type {MetricDatum} from './metric.js';
import type {MetricsStore} from './metrics-store.js';
import {invalidParameterCombination, invalidParameterValue} from './service-error.js';

const datumSchema = z.object({
  MetricName: z.string().min(1),
  Dimensions: dimensions,
  Timestamp: timestamp.optional(),
  Value: decimal.optional(),
  Values: z.array(decimal).max(150).optional(),
  Counts: z.array(decimal).max(150).optional(),
  StatisticValues: z.unknown().optional(),
  Unit: z.string().default('None'),
});

const inputSchema = z.object({
  Namespace: z.string().min(1).max(255),
  MetricData: z.array(datumSchema).max(1000).default([]),
});

/** PutMetricData for custom namespaces, with Value or Values and Counts; StatisticValues is refused. Throws CloudWatchError. */
export function putMetricData(store: MetricsStore, clock: SandboxClock, input: unknown): undefined {
  const request = parseInput(inputSchema, input);
  if (request.Namespace.startsWith('AWS/')) {
    throw invalidParameterValue(`The value ${request.Namespace} for parameter Namespace is invalid.`);
  }
  const data = request.MetricData.flatMap((datum): MetricDatum[] => {
    const values = datum.Values ?? (datum.Value === undefined ? undefined : [datum.Value]);
    if (!values || datum.StatisticValues !== undefined) {
      throw invalidParameterCombination('The sandbox takes Value, or Values and Counts, for each of MetricData.');
    }
    if (datum.Counts && datum.Counts.length !== values.length) {
      throw invalidParameterValue('The parameters Values and Counts must be of the same size.');
    }
    return values.map((value, index) => ({
      namespace: request.Namespace,
      metricName: datum.MetricName,
      dimensions: datum.Dimensions,
      timestampMs: datum.Timestamp ?? clock.now(),
      value,
      unit: datum.Unit,
      count: datum.Counts?.[index] ?? 1,
    }));
  });
  store.record(data);
  return undefined;
}

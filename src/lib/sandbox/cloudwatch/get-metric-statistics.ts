import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {datapoints} from './datapoints.js';
import {dimensions, integer, parseInput, timestamp} from './input.js';
import type {MetricsStore} from './metrics-store.js';
import {invalidParameterCombination, invalidParameterValue} from './service-error.js';
import {parseStatistic} from './statistic.js';

const MAX_DATAPOINTS = 1440;

const inputSchema = z.object({
  Namespace: z.string().min(1),
  MetricName: z.string().min(1),
  Dimensions: dimensions,
  StartTime: timestamp,
  EndTime: timestamp,
  Period: integer,
  Statistics: z
    .array(z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']))
    .max(5)
    .default([]),
  ExtendedStatistics: z.array(z.string()).max(10).default([]),
  Unit: z.string().optional(),
});

/** GetMetricStatistics: at most 1,440 datapoints, ascending here though AWS promises no order. Throws CloudWatchError. */
export function getMetricStatistics(store: MetricsStore, clock: SandboxClock, input: unknown) {
  const request = parseInput(inputSchema, input);
  if (request.Statistics.length + request.ExtendedStatistics.length === 0) {
    throw invalidParameterCombination(
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  const periods = (request.EndTime - request.StartTime) / (request.Period * 1000);
  if (periods > MAX_DATAPOINTS) {
    throw invalidParameterCombination(
      `You have requested up to ${Math.ceil(periods)} datapoints, which exceeds the limit of ${MAX_DATAPOINTS}.`,
    );
  }
  const metric = {namespace: request.Namespace, metricName: request.MetricName, dimensions: request.Dimensions};
  const found = datapoints(store, clock, metric, {
    fromMs: request.StartTime,
    toMs: request.EndTime,
    periodSeconds: request.Period,
    unit: request.Unit,
  });
  const unit = store.series(metric)?.unit ?? 'None';
  const extended = request.ExtendedStatistics.map((name) => ({name, compute: statisticNamed(name)}));
  const simple = request.Statistics.map((name) => ({name, compute: statisticNamed(name)}));
  return {
    Label: request.MetricName,
    Datapoints: found.map(({timestampMs, bucket}) => ({
      Timestamp: new Date(timestampMs),
      Unit: unit,
      ...Object.fromEntries(simple.map(({name, compute}) => [name, compute(bucket)])),
      // A Map is a map in every protocol; an object would become a structure in XML.
      ...(extended.length > 0
        ? {ExtendedStatistics: new Map(extended.flatMap(({name, compute}) => toEntry(name, compute(bucket))))}
        : {}),
    })),
  };
}

function toEntry(name: string, value: number | undefined): [string, number][] {
  return value === undefined ? [] : [[name, value]];
}

function statisticNamed(name: string) {
  const statistic = parseStatistic(name);
  if (!statistic) throw invalidParameterValue(`The value ${name} for parameter ExtendedStatistics is not supported.`);
  return statistic;
}

import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {dimensions, integer, measurement, parseInput, timestamp} from './input.js';
import type {MetricDatum, MetricName} from './metric.js';
import type {MetricsStore} from './metrics-store.js';
import {invalidParameterCombination, invalidParameterValue, missingParameter} from './service-error.js';
import {UNITS} from './unit.js';

const DAY_MS = 86_400_000;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 2 * 3_600_000;
const LARGEST = 2 ** 360;

const datumSchema = z.object({
  MetricName: z.string().min(1).max(255),
  Dimensions: dimensions,
  Timestamp: timestamp.optional(),
  Value: measurement.optional(),
  Values: z.array(measurement).max(150).optional(),
  Counts: z.array(measurement).max(150).optional(),
  StatisticValues: z
    .object({SampleCount: measurement, Sum: measurement, Minimum: measurement, Maximum: measurement})
    .optional(),
  Unit: z.string().default('None'),
  StorageResolution: integer.optional(),
});
const dataSchema = z.array(datumSchema).max(1000).default([]);
const inputSchema = z.object({
  Namespace: z.string().min(1).max(255).regex(/^[^:]/, 'Member must satisfy regular expression pattern: [^:].*'),
  MetricData: dataSchema,
  EntityMetricData: z
    .array(z.object({MetricData: dataSchema}))
    .max(2)
    .default([]),
});

type Datum = z.output<typeof datumSchema>;

/**
 * PutMetricData for custom namespaces: Value, Values with Counts, or StatisticValues; nothing is taken when one datum is
 * wrong (CloudWatch API reference, PutMetricData and MetricDatum). Throws CloudWatchError.
 */
export function putMetricData(store: MetricsStore, clock: SandboxClock, input: unknown): undefined {
  const request = parseInput(inputSchema, input);
  if (request.Namespace.startsWith('AWS/')) {
    throw invalidParameterValue(`The value ${request.Namespace} for parameter Namespace is invalid.`);
  }
  const all = [...request.MetricData, ...request.EntityMetricData.flatMap((each) => each.MetricData)];
  if (all.length === 0) throw missingParameter('The parameter MetricData is required.');
  const nowMs = clock.now();
  checkTimes(all, nowMs);
  store.record(
    all.flatMap((datum, index) => toData(request.Namespace, datum, `MetricData.member.${index + 1}`, nowMs)),
  );
  return undefined;
}

function checkTimes(all: readonly Datum[], nowMs: number): void {
  const problems = all.flatMap(({Timestamp: atMs = nowMs}, index) => {
    const which = `The parameter MetricData.member.${index + 1}.Timestamp must specify a time`;
    if (atMs < nowMs - OLDEST_MS) return [`${which} within the past two weeks.`];
    return atMs > nowMs + NEWEST_MS ? [`${which} no more than two hours in the future.`] : [];
  });
  if (problems.length > 0) throw invalidParameterValue(problems.join('\n'));
}

function toData(namespace: string, datum: Datum, member: string, nowMs: number): MetricDatum[] {
  checkShape(datum, member);
  const {MetricName: metricName, Dimensions, Timestamp: timestampMs = nowMs, Unit: unit} = datum;
  const base: MetricName & {timestampMs: number; unit: string} = {
    namespace,
    metricName,
    dimensions: Dimensions,
    timestampMs,
    unit,
  };
  const {StatisticValues: set, Counts: counts} = datum;
  if (set) {
    const {SampleCount: count, Sum: sum, Minimum: min, Maximum: max} = set;
    return [{...base, value: sum, set: {count, sum, min, max}}];
  }
  const values = datum.Values ?? (datum.Value === undefined ? [] : [datum.Value]);
  return values.map((value, index) => ({...base, value, count: counts?.[index] ?? 1})).filter(({count}) => count > 0);
}

function checkShape(datum: Datum, member: string): void {
  const given = (['Value', 'Values', 'StatisticValues'] as const).filter((name) => datum[name] !== undefined);
  const [first, second] = given;
  if (first === undefined) throw missingParameter(`The parameter ${member}.Value is required.`);
  if (second !== undefined) {
    throw invalidParameterCombination(
      `The parameters ${member}.${first} and ${member}.${second} are mutually exclusive and you have specified both.`,
    );
  }
  const {Value, Values, Counts, StatisticValues, Unit, StorageResolution} = datum;
  if (Counts && Counts.length !== Values?.length) {
    throw invalidParameterValue(`The parameters ${member}.Values and ${member}.Counts must be of the same size.`);
  }
  for (const value of [Value ?? [], Values ?? [], Counts ?? [], Object.values(StatisticValues ?? {})].flat()) {
    if (Number.isFinite(value) && Math.abs(value) <= LARGEST) continue;
    throw invalidParameterValue(`The value ${value} for parameter ${member}.${first} is invalid.`);
  }
  if (StatisticValues && StatisticValues.Minimum > StatisticValues.Maximum) {
    throw invalidParameterValue(
      `The parameter ${member}.StatisticValues.Minimum must be less than ${member}.StatisticValues.Maximum.`,
    );
  }
  if (!UNITS.has(Unit)) {
    throw invalidParameterValue(
      `The parameter ${member}.Unit must be a value in the set [ ${[...UNITS].join(', ')} ].`,
    );
  }
  if (StorageResolution !== undefined && StorageResolution !== 1 && StorageResolution !== 60) {
    throw invalidParameterValue(`The parameter ${member}.StorageResolution must be 1 or 60.`);
  }
}

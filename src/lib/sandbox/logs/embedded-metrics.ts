import * as z from 'zod';
import type {MetricDatum} from '../cloudwatch/metric.js';
import {UNITS} from '../cloudwatch/unit.js';

/** What a log event holds of metrics: none of it counts when any of it is wrong. */
export type EmbeddedMetrics =
  | {readonly kind: 'metrics'; readonly timestampMs: number; readonly data: readonly Omit<MetricDatum, 'timestampMs'>[]}
  | {readonly kind: 'invalid'; readonly reason: string};

const MAX_BYTES = 1_048_576;
const MAX_VALUES = 100;

const metricSchema = z.object({
  Name: z.string().min(1).max(1024),
  Unit: z.string().default('None'),
  StorageResolution: z.literal([1, 60]).optional(),
});
const directiveSchema = z.object({
  Namespace: z.string().min(1).max(255),
  Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)).min(1),
  Metrics: z.array(metricSchema).max(100),
});
const metadataSchema = z.object({Timestamp: z.number(), CloudWatchMetrics: z.array(directiveSchema)});
const valuesSchema = z.union([z.number().transform((value) => [value]), z.array(z.number()).max(MAX_VALUES)]);

type Root = Readonly<Record<string, unknown>>;

/**
 * Reads the Embedded Metric Format: metrics that CloudWatch takes out of a log event, each with every dimension set of its
 * directive (CloudWatch User Guide, CloudWatch_Embedded_Metric_Format_Specification). The line of a Node.js handler may
 * have its usual beginning of time, request id and level. Undefined for events that are not of this format.
 */
export function readEmbeddedMetrics(message: string): EmbeddedMetrics | undefined {
  const root = rootOf(message);
  if (root?._aws === undefined) return undefined;
  if (Object(root._aws).CloudWatchMetrics === undefined) return undefined;
  if (Buffer.byteLength(message) > MAX_BYTES) return {kind: 'invalid', reason: 'The event is larger than 1 MB.'};
  const metadata = metadataSchema.safeParse(root._aws);
  if (!metadata.success) return {kind: 'invalid', reason: z.prettifyError(metadata.error)};
  const data: Omit<MetricDatum, 'timestampMs'>[] = [];
  for (const directive of metadata.data.CloudWatchMetrics) {
    const reason = addDirective(data, root, directive);
    if (reason !== undefined) return {kind: 'invalid', reason};
  }
  return {kind: 'metrics', timestampMs: metadata.data.Timestamp, data};
}

/** Adds the metrics of one directive; gives the reason why it cannot be read. */
function addDirective(
  data: Omit<MetricDatum, 'timestampMs'>[],
  root: Root,
  {Namespace: namespace, Dimensions: sets, Metrics: metrics}: z.output<typeof directiveSchema>,
): string | undefined {
  if (namespace.startsWith('AWS/')) return `The namespace ${namespace} belongs to AWS.`;
  const missing = sets.flat().find((name) => typeof root[name] !== 'string' || root[name] === '');
  if (missing !== undefined) return `The dimension ${missing} has no text as its value.`;
  const dimensionSets = sets.map((names) => names.map((name) => ({name, value: String(root[name])})));
  for (const {Name: metricName, Unit: unit} of metrics) {
    if (!UNITS.has(unit)) return `The metric ${metricName} has the unknown unit ${unit}.`;
    const values = valuesSchema.safeParse(root[metricName]);
    if (!values.success) return `The metric ${metricName} has no numbers as its value.`;
    for (const dimensions of dimensionSets) {
      for (const value of values.data) data.push({namespace, metricName, dimensions, value, unit});
    }
  }
  return undefined;
}

// Time, request id and level, separated by tabs, as Lambda's Node.js runtime begins each line of the console.
const NODE_PREFIX = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[^\t]*\t[A-Z]+\t(?=\{)/;

function rootOf(message: string): Root | undefined {
  const text = message.replace(NODE_PREFIX, '').trim();
  if (!text.startsWith('{') || !text.includes('"_aws"')) return undefined;
  try {
    return Object(JSON.parse(text));
  } catch {
    // Not JSON: a line like any other.
    return undefined;
  }
}

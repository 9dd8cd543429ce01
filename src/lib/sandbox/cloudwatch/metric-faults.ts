import {createHash} from 'node:crypto';
import type {MetricDatum} from './metric.js';

/** What of the metrics a fault is about: everything it names must agree. */
export interface MetricSelection {
  readonly namespace?: string | undefined;
  readonly metricName?: string | undefined;
  /** A version's own: `ExecutedVersion`, or the `Resource` that ends in it. */
  readonly version?: string | undefined;
  /** Dimensions a metric must have among its own. */
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  /** The share of datapoints it hits, each minute of each metric drawn for itself. */
  readonly share: number;
  readonly seed: number;
}

export type MetricFault =
  | (MetricSelection & {readonly kind: 'delayed-metrics'; readonly delayMs: number})
  | (MetricSelection & {readonly kind: 'missing-metrics'});

const MINUTE_MS = 60_000;

/** The faults of metrics that are set, for all stores. The last one that hits a datapoint counts. */
export class MetricFaults {
  /** Changes whenever the faults do. */
  revision = 0;
  #faults: readonly MetricFault[] = [];

  add(fault: MetricFault): void {
    this.#faults = [fault, ...this.#faults];
    this.revision++;
  }

  clear(): void {
    this.#faults = [];
    this.revision++;
  }

  /** Oldest first. */
  list(): readonly MetricFault[] {
    return this.#faults.toReversed();
  }

  /** Milliseconds from the record of a datum to its visibility; infinite = never. */
  delayOf(datum: MetricDatum, usualMs: number): number {
    const fault = this.#faults.find((each) => hits(each, datum));
    if (!fault) return usualMs;
    return fault.kind === 'missing-metrics' ? Number.POSITIVE_INFINITY : fault.delayMs;
  }

  /** The least delay any datum may have. */
  shortestMs(usualMs: number): number {
    return this.#faults.reduce(
      (least, fault) => (fault.kind === 'missing-metrics' ? least : Math.min(least, fault.delayMs)),
      usualMs,
    );
  }
}

function hits(fault: MetricFault, datum: MetricDatum): boolean {
  const {namespace, metricName, version, dimensions = {}, share} = fault;
  if (namespace !== undefined && namespace !== datum.namespace) return false;
  if (metricName !== undefined && metricName !== datum.metricName) return false;
  if (version !== undefined && !datum.dimensions.some((each) => isOfVersion(each, version))) return false;
  for (const [name, value] of Object.entries(dimensions)) {
    if (!datum.dimensions.some((each) => each.name === name && each.value === value)) return false;
  }
  return share >= 1 || draw(fault.seed, datum) < share;
}

function isOfVersion({name, value}: {readonly name: string; readonly value: string}, version: string): boolean {
  return name === 'ExecutedVersion' ? value === version : name === 'Resource' && value.endsWith(`:${version}`);
}

/** 0 to 1, the same for all measurements of one metric in one minute: CloudWatch shows them as one datapoint. */
function draw(seed: number, {namespace, metricName, dimensions, timestampMs}: MetricDatum): number {
  const minute = Math.floor(timestampMs / MINUTE_MS);
  const sorted = dimensions.map(({name, value}) => `${name}=${value}`).sort();
  const key = JSON.stringify([seed, namespace, metricName, sorted, minute]);
  return createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32;
}

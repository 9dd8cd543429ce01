import type {Dimension, MetricDatum} from '../cloudwatch/metric.js';
import type {MetricsStore} from '../cloudwatch/metrics-store.js';
import type {ConcurrencyOf} from '../invocation.js';
import type {Admission} from './concurrency.js';

const NAMESPACE = 'AWS/Lambda';

/** What was invoked: the part of an InvocationRequest that metrics are told apart by. */
export interface Invoked {
  readonly target: {readonly functionName: string; readonly version: string};
  readonly alias?: string;
  readonly resource: string;
}

/** What one served invocation, or several alike, add to the metrics. */
export interface ServedInvocation {
  /** Sandbox time at which it was accepted: Lambda stamps metrics with the start (Lambda Developer Guide, monitoring-metrics-view). */
  readonly startedMs: number;
  readonly failed: boolean;
  /** Absent when the handler could not be loaded: an error without an invocation, as Lambda counts it. */
  readonly durationMs?: number;
  /** How many they are; one when absent. */
  readonly count?: number;
  /** Sandbox time at which it ends and its metrics are sent; now when absent. */
  readonly endedMs?: number;
}

/** Feeds `AWS/Lambda` with the dimension sets that Lambda writes, no more: CloudWatch matches sets exactly. */
export class InvocationMetrics {
  readonly #store: MetricsStore;

  constructor(store: MetricsStore) {
    this.#store = store;
  }

  served(request: Invoked, invocation: ServedInvocation): void {
    const {startedMs, failed, durationMs, count = 1, endedMs} = invocation;
    const executed = [...dimensionSets(request)];
    if (request.alias !== undefined) executed.push(executedVersionSet(request));
    const data: MetricDatum[] = [];
    for (const dimensions of executed) {
      const add = (metricName: string, value: number, unit: string) =>
        data.push({namespace: NAMESPACE, metricName, dimensions, timestampMs: startedMs, value, unit, count});
      add('Errors', failed ? 1 : 0, 'Count');
      if (durationMs === undefined) continue;
      add('Invocations', 1, 'Count');
      add('Duration', durationMs, 'Milliseconds');
    }
    this.#store.record([...data, ...throttles(request, startedMs, 0, count)], endedMs);
  }

  throttled(request: Invoked, atMs: number, count = 1): void {
    this.#store.record(throttles(request, atMs, 1, count), atMs);
  }

  /** Invocations on provisioned concurrency, how many of it are busy and what share of it, or that it did not suffice. */
  provisioned(request: Invoked & {readonly concurrency: ConcurrencyOf}, atMs: number, admission: Admission): void {
    const ready = request.concurrency.provisioned?.ready;
    if (!admission.admitted || ready === undefined) return;
    const resource = [functionName(request), {name: 'Resource', value: request.resource}];
    const datum = (metricName: string, value: number, unit = 'Count'): MetricDatum[] =>
      [[functionName(request)], resource].map((dimensions) => ({
        namespace: NAMESPACE,
        metricName,
        dimensions,
        timestampMs: atMs,
        unit,
        value,
      }));
    const {kind, ofProvisioned} = admission;
    const used = [
      ...datum('ProvisionedConcurrencyInvocations', 1),
      ...datum('ProvisionedConcurrentExecutions', ofProvisioned),
      ...datum('ProvisionedConcurrencyUtilization', ofProvisioned / ready, 'None'),
    ];
    this.#store.record(kind === 'spillover' ? datum('ProvisionedConcurrencySpilloverInvocations', 1) : used);
  }

  /** In flight with this one: reported for the function and for the account, never for a version. */
  concurrency(request: Invoked, atMs: number, ofFunction: number, ofAccount: number): void {
    const datum = {namespace: NAMESPACE, metricName: 'ConcurrentExecutions', timestampMs: atMs, unit: 'Count'};
    this.#store.record([
      {...datum, dimensions: [], value: ofAccount},
      {...datum, dimensions: [functionName(request)], value: ofFunction},
    ]);
  }
}

/** Throttles carry no ExecutedVersion: what was refused executed nothing. */
function throttles(request: Invoked, timestampMs: number, value: number, count = 1): MetricDatum[] {
  return dimensionSets(request).map((dimensions) => ({
    namespace: NAMESPACE,
    metricName: 'Throttles',
    dimensions,
    timestampMs,
    value,
    unit: 'Count',
    count,
  }));
}

function functionName(request: Invoked): Dimension {
  return {name: 'FunctionName', value: request.target.functionName};
}

function dimensionSets(request: Invoked): readonly (readonly Dimension[])[] {
  return [[], [functionName(request)], [functionName(request), {name: 'Resource', value: request.resource}]];
}

function executedVersionSet(request: Invoked): readonly Dimension[] {
  return [
    functionName(request),
    {name: 'Resource', value: request.resource},
    {name: 'ExecutedVersion', value: request.target.version},
  ];
}

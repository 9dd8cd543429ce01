import type {SandboxClock} from '../clock.js';
import type {MetricDatum} from '../cloudwatch/metric.js';
import type {MetricsStore} from '../cloudwatch/metrics-store.js';
import {readEmbeddedMetrics} from './embedded-metrics.js';
import type {MetricFilters} from './metric-filters.js';
import type {WrittenEvent} from './written-event.js';

const DAY_MS = 86_400_000;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 2 * 3_600_000;

/**
 * Takes metrics out of log events: embedded ones, and those that metric filters see. What is wrong in them is counted in `AWS/Logs` by log group, as
 * CloudWatch does (CloudWatch Logs User Guide, CloudWatch-Logs-Monitoring-CloudWatch-Metrics).
 */
export function extractMetrics(
  metrics: MetricsStore,
  clock: SandboxClock,
  filters: Pick<MetricFilters, 'metricsOf'>,
  event: WrittenEvent,
): void {
  const filtered = filters.metricsOf(event);
  if (filtered.length > 0) metrics.record(filtered);
  const embedded = readEmbeddedMetrics(event.message);
  if (!embedded) return;
  const nowMs = clock.now();
  if (embedded.kind === 'invalid') {
    metrics.record([validationError(event.group, nowMs)]);
    return;
  }
  const timestampMs = event.toSandboxMs(embedded.timestampMs);
  if (timestampMs < nowMs - OLDEST_MS || timestampMs > nowMs + NEWEST_MS) {
    metrics.record([validationError(event.group, nowMs)]);
    return;
  }
  metrics.record(embedded.data.map((datum) => ({...datum, timestampMs})));
}

function validationError(group: string, timestampMs: number): MetricDatum {
  return {
    namespace: 'AWS/Logs',
    metricName: 'EMFValidationErrors',
    dimensions: [{name: 'LogGroupName', value: group}],
    timestampMs,
    value: 1,
    unit: 'Count',
  };
}

import type {SandboxClock} from '../clock.js';
import type {MetricName} from './metric.js';
import {type Bucket, MINUTE_MS} from './metric-series.js';
import type {MetricsStore} from './metrics-store.js';
import {validationError} from './service-error.js';

const DAY_MS = 86_400_000;
const HIGH_RESOLUTION_SECONDS: ReadonlySet<number> = new Set([1, 5, 10, 20, 30]);

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly periodSeconds: number;
  /** A unit the data was not recorded with selects nothing. */
  readonly unit?: string | undefined;
}

export interface Datapoint {
  readonly timestampMs: number;
  readonly bucket: Bucket;
}

/**
 * The periods of a window that hold data, ascending. Start inclusive and rounded down to the minute, end exclusive; a
 * period that is too fine for the age of the data yields nothing (GetMetricData API reference, StartTime). Periods
 * begin at the rounded start. Data is kept by the minute: finer periods answer with minutes. Throws CloudWatchError.
 */
export function datapoints(store: MetricsStore, clock: SandboxClock, metric: MetricName, window: Window): Datapoint[] {
  checkWindow(window);
  const periodMs = Math.max(window.periodSeconds * 1000, MINUTE_MS);
  const fromMs = Math.floor(window.fromMs / MINUTE_MS) * MINUTE_MS;
  const series = store.series(metric);
  if (!series || (window.unit !== undefined && window.unit !== series.unit)) return [];
  if (periodMs % coarsestMs(clock.now() - fromMs) !== 0) return [];
  const found: Datapoint[] = [];
  for (let timestampMs = fromMs; timestampMs < window.toMs; timestampMs += periodMs) {
    const bucket = series.between(timestampMs, Math.min(timestampMs + periodMs, window.toMs));
    if (bucket) found.push({timestampMs, bucket});
  }
  return found;
}

function checkWindow({fromMs, toMs, periodSeconds}: Window): void {
  if (fromMs >= toMs) throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  if (!HIGH_RESOLUTION_SECONDS.has(periodSeconds) && (periodSeconds <= 0 || periodSeconds % 60 !== 0)) {
    throw validationError('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  }
}

function coarsestMs(ageMs: number): number {
  if (ageMs > 63 * DAY_MS) return 60 * MINUTE_MS;
  return ageMs > 15 * DAY_MS ? 5 * MINUTE_MS : MINUTE_MS;
}

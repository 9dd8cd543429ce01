import type {SandboxClock} from '../clock.js';
import type {MetricDatum, MetricName} from './metric.js';
import {MetricSeries} from './metric-series.js';

interface Pending {
  readonly recordedMs: number;
  readonly data: readonly MetricDatum[];
}

// Behind this many read entries the queue is cut, so that it neither grows for ever nor is copied for every datum.
const CUT_QUEUE_AT = 4096;

/** Metrics of the sandbox, in one-minute buckets of sandbox time, shown only after CloudWatch's delay. */
export class MetricsStore {
  /**
   * Sandbox milliseconds from a record to its visibility. May be changed while running, to rehearse late metrics: it then
   * holds for all that is not visible yet. What has been visible stays so.
   */
  delayMs: number;
  readonly #clock: SandboxClock;
  readonly #series = new Map<string, MetricSeries>();
  #pending: Pending[] = [];
  #shown = 0;

  constructor(clock: SandboxClock, options: {readonly delayMs: number}) {
    this.#clock = clock;
    this.delayMs = options.delayMs;
  }

  /** Takes data in at the end of what they measure, now or later; their own timestamps may lie before. */
  record(data: readonly MetricDatum[], recordedMs = this.#clock.now()): void {
    let place = this.#pending.length;
    while (place > this.#shown && (this.#pending[place - 1]?.recordedMs ?? 0) > recordedMs) place--;
    this.#pending.splice(place, 0, {recordedMs, data});
    this.#show();
  }

  /** The visible series of exactly this name and these dimensions, in any order. */
  series(name: MetricName): MetricSeries | undefined {
    this.#show();
    return this.#series.get(seriesKey(name));
  }

  /** Every series with visible data. */
  names(): readonly MetricSeries[] {
    this.#show();
    return [...this.#series.values()];
  }

  #show(): void {
    const untilMs = this.#clock.now() - this.delayMs;
    for (let next = this.#pending[this.#shown]; next && next.recordedMs <= untilMs; next = this.#pending[this.#shown]) {
      for (const datum of next.data) this.#seriesOf(datum).add(datum);
      this.#shown++;
    }
    if (this.#shown < CUT_QUEUE_AT) return;
    this.#pending = this.#pending.slice(this.#shown);
    this.#shown = 0;
  }

  #seriesOf(datum: MetricDatum): MetricSeries {
    const key = seriesKey(datum);
    const series = this.#series.get(key) ?? new MetricSeries(datum);
    this.#series.set(key, series);
    return series;
  }
}

function seriesKey({namespace, metricName, dimensions}: MetricName): string {
  const sorted = dimensions.map(({name, value}) => `${name}\u0000${value}`).sort();
  return [namespace, metricName, ...sorted].join('\u0001');
}

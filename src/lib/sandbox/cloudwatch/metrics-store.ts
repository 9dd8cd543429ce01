import type {SandboxClock} from '../clock.js';
import {DueQueue} from './due-queue.js';
import type {MetricDatum, MetricName} from './metric.js';
import {MetricFaults} from './metric-faults.js';
import {MetricSeries} from './metric-series.js';

interface Held {
  readonly recordedMs: number;
  readonly datum: MetricDatum;
}

export interface MetricsStoreOptions {
  /** Sandbox milliseconds from a record to its visibility. */
  readonly delayMs: number;
  /** Makes some of them late or never seen; none when absent. */
  readonly faults?: MetricFaults;
}

/**
 * Metrics of the sandbox, in one-minute buckets of sandbox time, shown only after CloudWatch's delay. A fault that is set
 * or removed counts for all that is not visible yet; what has been visible stays so, what was missed is lost.
 */
export class MetricsStore {
  readonly #clock: SandboxClock;
  readonly #delayMs: number;
  readonly #faults: MetricFaults;
  readonly #series = new Map<string, MetricSeries>();
  /** By the time of their record. */
  readonly #pending = new DueQueue<readonly MetricDatum[]>();
  /** Those that wait longer than others, by the time at which they are seen. */
  #held = new DueQueue<Held>();
  #revision: number;

  constructor(clock: SandboxClock, options: MetricsStoreOptions) {
    this.#clock = clock;
    this.#delayMs = options.delayMs;
    this.#faults = options.faults ?? new MetricFaults();
    this.#revision = this.#faults.revision;
  }

  /** Takes data in at the end of what they measure, now or later; their own timestamps may lie before. */
  record(data: readonly MetricDatum[], recordedMs = this.#clock.now()): void {
    this.#pending.add(recordedMs, data);
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
    const nowMs = this.#clock.now();
    if (this.#revision !== this.#faults.revision) this.#holdAnew(nowMs);
    const untilMs = nowMs - this.#faults.shortestMs(this.#delayMs);
    for (let next = this.#pending.take(untilMs); next; next = this.#pending.take(untilMs)) {
      for (const datum of next.item) this.#showOrHold({recordedMs: next.atMs, datum}, nowMs);
    }
    for (let due = this.#held.take(nowMs); due; due = this.#held.take(nowMs))
      this.#seriesOf(due.item.datum).add(due.item.datum);
  }

  #showOrHold(held: Held, nowMs: number): void {
    const visibleMs = held.recordedMs + this.#faults.delayOf(held.datum, this.#delayMs);
    if (visibleMs <= nowMs) this.#seriesOf(held.datum).add(held.datum);
    else if (visibleMs < Number.POSITIVE_INFINITY) this.#held.add(visibleMs, held);
  }

  #holdAnew(nowMs: number): void {
    this.#revision = this.#faults.revision;
    const before = this.#held;
    this.#held = new DueQueue();
    for (let next = before.take(Number.MAX_VALUE); next; next = before.take(Number.MAX_VALUE)) {
      this.#showOrHold(next.item, nowMs);
    }
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

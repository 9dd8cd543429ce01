import type {InvocationSample} from './invoke-once.js';

export interface VersionTraffic {
  /** Answered without a function error. */
  readonly served: number;
  /** Answered with a function error. */
  readonly failed: number;
}

/** What became of the invocations so far. */
export interface TrafficReport {
  readonly sent: number;
  readonly served: number;
  readonly failed: number;
  readonly throttled: number;
  /** Answered with another HTTP error, or not at all. */
  readonly lost: number;
  /** Due, but not sent, because too many were still unanswered. */
  readonly skipped: number;
  /** By executed version. */
  readonly versions: Readonly<Record<string, VersionTraffic>>;
  /** Wall milliseconds. */
  readonly elapsedMs: number;
  /** Why the latest of the lost ones was lost. */
  readonly lastLoss?: string;
}

/** Counts samples. */
export class TrafficCount {
  sent = 0;
  skipped = 0;
  #throttled = 0;
  #lost = 0;
  #lastLoss: string | undefined;
  readonly #versions = new Map<string, {served: number; failed: number}>();
  readonly #startedMs = performance.now();

  add(sample: InvocationSample): void {
    if (sample.kind === 'throttled') this.#throttled++;
    else if (sample.kind === 'lost') {
      this.#lost++;
      this.#lastLoss = sample.reason;
    } else {
      const counts = this.#versions.get(sample.version) ?? {served: 0, failed: 0};
      counts[sample.kind]++;
      this.#versions.set(sample.version, counts);
    }
  }

  report(): TrafficReport {
    const counts = [...this.#versions.values()];
    return {
      sent: this.sent,
      served: counts.reduce((sum, each) => sum + each.served, 0),
      failed: counts.reduce((sum, each) => sum + each.failed, 0),
      throttled: this.#throttled,
      lost: this.#lost,
      skipped: this.skipped,
      versions: Object.fromEntries([...this.#versions].map(([version, each]) => [version, {...each}])),
      elapsedMs: performance.now() - this.#startedMs,
      ...(this.#lastLoss === undefined ? {} : {lastLoss: this.#lastLoss}),
    };
  }
}

import {AwsError} from '../../errors.js';
import type {Clock} from '../../ports/clock.js';
import type {AliasMetrics, MetricsPort, MetricsQuery} from '../../ports/metrics.js';

interface Waiting {
  readonly query: MetricsQuery;
  /** With nothing where the question of all has failed. */
  readonly resolve: (metrics: AliasMetrics | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const GATHER_MS = 100;

/**
 * Metrics for many drivers that look at the same moments: what is asked for within a tenth of a second is one question, of as many series
 * as CloudWatch takes in a request. A question that fails is asked again by each for itself, so that nobody fails for another.
 */
export class GatheredMetrics implements MetricsPort {
  readonly #metrics: MetricsPort;
  readonly #clock: Clock;
  #waiting: Waiting[] = [];

  constructor(metrics: MetricsPort, clock: Clock) {
    this.#metrics = metrics;
    this.#clock = clock;
  }

  async readAliasMetrics(query: MetricsQuery, signal?: AbortSignal): Promise<AliasMetrics> {
    const gathered = await new Promise<AliasMetrics | undefined>((resolve, reject) => {
      this.#waiting.push({query, resolve, reject});
      if (this.#waiting.length === 1) void this.#ask();
    });
    return gathered ?? this.#metrics.readAliasMetrics(query, signal);
  }

  readManyAliasMetrics(queries: readonly MetricsQuery[], signal?: AbortSignal): Promise<readonly AliasMetrics[]> {
    return this.#metrics.readManyAliasMetrics(queries, signal);
  }

  async #ask(): Promise<void> {
    await this.#clock.sleep(GATHER_MS);
    const asked = this.#waiting;
    this.#waiting = [];
    try {
      const answers = await this.#metrics.readManyAliasMetrics(asked.map(({query}) => query));
      for (const [index, {resolve}] of asked.entries()) resolve(answers[index]);
    } catch (error) {
      for (const {resolve, reject} of asked) {
        // Each asks for itself and meets its own error, with its own words.
        if (error instanceof AwsError) resolve(undefined);
        else reject(error);
      }
    }
  }
}

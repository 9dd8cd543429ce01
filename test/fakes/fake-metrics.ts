import type {VersionMinute} from '../../src/lib/analysis/minute/minute.js';
import type {ThrottleCount} from '../../src/lib/analysis/signal-readings.js';
import type {Clock} from '../../src/lib/ports/clock.js';
import type {AliasMetrics, MetricsPort, MetricsQuery} from '../../src/lib/ports/metrics.js';
import type {CallGate} from './call-gate.js';
import type {AliasWorld} from './fake-aliases.js';

const MINUTE_MS = 60_000;

/** What the alias's callers do and meet in one minute. */
export interface Traffic {
  readonly invocations: number;
  /** Share of failing invocations by version, 0–1; 0 for a version it does not name. */
  readonly errorRates: Readonly<Record<string, number>>;
  /** Calls refused for lack of concurrency, on top. */
  readonly throttles?: number;
}

/** CloudWatch for one alias, from a script of rates and the alias's own history. Its rules are in fake-aliases.md. */
export class FakeMetrics implements MetricsPort {
  readonly #world: AliasWorld;
  readonly #clock: Clock;
  readonly #gate: CallGate;
  readonly #traffic: (minuteMs: number) => Traffic;

  constructor(world: AliasWorld, clock: Clock, gate: CallGate, traffic: (minuteMs: number) => Traffic) {
    this.#world = world;
    this.#clock = clock;
    this.#gate = gate;
    this.#traffic = traffic;
  }

  readAliasMetrics(query: MetricsQuery, signal?: AbortSignal): Promise<AliasMetrics> {
    return this.#gate.pass('readAliasMetrics', signal, () => {
      const minutes: VersionMinute[] = [];
      const throttles: ThrottleCount[] = [];
      const lastMs = Math.min(query.toMs, this.#clock.now() - MINUTE_MS);
      for (let minuteMs = query.fromMs; minuteMs + MINUTE_MS <= lastMs + MINUTE_MS; minuteMs += MINUTE_MS) {
        minutes.push(...this.#minute(query, minuteMs).filter(({version}) => query.versions.includes(version)));
        const count = this.#traffic(minuteMs).throttles;
        if (count !== undefined) throttles.push({minuteMs, throttles: count});
      }
      return {minutes, throttles};
    });
  }

  async readManyAliasMetrics(queries: readonly MetricsQuery[], signal?: AbortSignal): Promise<readonly AliasMetrics[]> {
    const metrics: AliasMetrics[] = [];
    for (const query of queries) metrics.push(await this.readAliasMetrics(query, signal));
    return metrics;
  }

  // A write just after a full minute decides nearly all of it, so the middle of the minute stands for the whole.
  #minute(query: MetricsQuery, minuteMs: number): VersionMinute[] {
    const alias = this.#world.at(query, minuteMs + MINUTE_MS / 2);
    if (!alias) return [];
    const {invocations, errorRates} = this.#traffic(minuteMs);
    const toCandidate = Math.round((invocations * (alias.candidate?.weightPercent ?? 0)) / 100);
    const row = (version: string, count: number): VersionMinute[] =>
      count === 0
        ? []
        : [{minuteMs, version, invocations: count, errors: Math.round(count * (errorRates[version] ?? 0))}];
    return [
      ...row(alias.stable, invocations - toCandidate),
      ...(alias.candidate ? row(alias.candidate.version, toCandidate) : []),
    ];
  }
}

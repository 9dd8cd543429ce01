import type {AliasState} from '../../model/alias/state.js';
import {MINUTE_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {isOverdue} from '../../plan/rollout/overdue.js';
import type {Clock} from '../../ports/clock.js';
import type {EnginePort, Execution} from '../../ports/rollout/engine.js';
import type {LeasesPort} from '../../ports/rollout/leases.js';
import {standingLease} from '../lease/standing-lease.js';
import {readExecution} from './standing-execution.js';

interface LivenessDeps {
  readonly leases: LeasesPort;
  readonly engine: EnginePort;
  readonly clock: Clock;
}

/** Whether anybody works on a rollout, as somebody can tell who only watches it. */
export class Liveness {
  readonly #deps: LivenessDeps;
  readonly #ref: AliasRef;
  /** When whoever watches began to look, and what he judges by; see isOverdue. */
  readonly #seen: {readonly seenFromMs: number; readonly settleMs: number};
  #execution: Execution | undefined;
  #askedMs: number | undefined;
  /** Whether it is known by now that there is none. */
  #isAlone = false;
  #endedBefore = false;

  constructor(deps: LivenessDeps, ref: AliasRef, seen: {readonly seenFromMs: number; readonly settleMs: number}) {
    this.#deps = deps;
    this.#ref = ref;
    this.#seen = seen;
  }

  /**
   * Why nobody seems to work on the rollout that the alias carries; nothing as long as somebody may. Where there is an
   * execution it is asked once a minute, and where a lease runs, somebody renews it. Never throws.
   */
  async whyDead(alias: AliasState, marker: RolloutMarker, signal: AbortSignal): Promise<string | undefined> {
    const nowMs = this.#deps.clock.now();
    const isOver = isOverdue(marker, {...this.#seen, nowMs});
    const isDue = !this.#isAlone && nowMs >= (this.#askedMs ?? 0) + MINUTE_MS;
    if (isDue || this.#endedBefore || isOver) {
      this.#askedMs = nowMs;
      const read = await readExecution(this.#deps, alias, marker.rolloutId, signal);
      this.#isAlone = read === undefined;
      if (read !== undefined && read !== 'unread') this.#execution = read;
    }
    if (this.#execution && marker.runner === undefined) return this.#whyEnded(this.#execution);
    if (!isOver || this.#execution?.isRunning || (await this.#isLeased(marker, signal))) return undefined;
    return `No process seems to work on the rollout of ${this.#name}: it should have moved or held it long ago. ${this.#goOn}`;
  }

  /** Believed at the second look: what it wrote last may not have been read yet. */
  #whyEnded({isRunning, outcome, arn}: Execution): string | undefined {
    const wasEnded = this.#endedBefore;
    this.#endedBefore = !isRunning;
    if (isRunning || !wasEnded) return undefined;
    return `Nobody works on the rollout of ${this.#name}: its execution has ended (${outcome}), and it is where it was. See ${arn}. ${this.#goOn}`;
  }

  get #name(): string {
    return formatAliasRef(this.#ref);
  }

  get #goOn(): string {
    return `Go on with: lambda-release rollout resume ${this.#name}`;
  }

  async #isLeased({rolloutId}: RolloutMarker, signal: AbortSignal): Promise<boolean> {
    const lease = await standingLease(this.#deps, this.#ref, rolloutId, signal);
    return lease !== undefined && lease.endMs > this.#deps.clock.now();
  }
}

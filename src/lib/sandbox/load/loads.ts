import {binomial, type Random, seededRandom} from '../../analysis/random.js';
import type {SandboxClock} from '../clock.js';
import type {AliasPropagation} from '../lambda/alias/propagation.js';
import type {Alias, AliasState, LambdaState} from '../lambda/state.js';
import type {InvocationMetrics, Invoked} from '../runtime/invocation-metrics.js';
import {type Behaviour, FLAWLESS, type Load} from './load.js';

const SECOND_MS = 1_000;
/** So many at once where nothing changes meanwhile. A minute has a whole number of them. */
const STRETCH_MS = 10 * SECOND_MS;
const MINUTE_MS = 60 * SECOND_MS;
// Nobody asked for so long: what lies further back is not made up for, so that the next request is still answered soon.
const LONGEST_GAP_MS = 24 * 60 * MINUTE_MS;

/** The load names an alias that does not exist. */
export class UnknownAliasError extends Error {
  override readonly name = 'UnknownAliasError';
}

interface RunningLoad {
  load: Load;
  random: Random;
  /** Counted up to here: a whole second of sandbox time. */
  untilMs: number;
  /** Part of an invocation that is due. */
  remainder: number;
  /** By version: its share of the traffic, and when that last grew. */
  readonly shares: Map<string, {readonly share: number; readonly grownMs: number}>;
}

/** Invocations of a version that begin in a stretch of time. */
interface Served {
  readonly version: string;
  readonly count: number;
  readonly startedMs: number;
  readonly lengthMs: number;
  readonly grownMs: number;
}

export interface LoadsOptions {
  readonly clock: SandboxClock;
  readonly state: LambdaState;
  readonly metrics: Pick<InvocationMetrics, 'served' | 'throttled'>;
  readonly propagation: Pick<AliasPropagation, 'routed' | 'isImmediate'>;
}

/**
 * The loads that are set. Nothing runs by a timer: whoever is about to read metrics, or to write a function or its aliases, calls `catchUp`
 * first, so that each invocation follows the weights of its own second however late the machine is.
 */
export class Loads {
  readonly #options: LoadsOptions;
  readonly #running = new Map<string, RunningLoad>();

  constructor(options: LoadsOptions) {
    this.#options = options;
  }

  /** Begins now, or takes the place of the alias's load from now on. Throws UnknownAliasError. */
  set(load: Load): void {
    this.catchUp(load.functionName);
    const key = `${load.functionName}:${load.alias}`;
    const alias = this.#alias(load);
    if (!alias) throw new UnknownAliasError(`There is no alias ${key} to count invocations for.`);
    const random = seededRandom(load.seed);
    const running = this.#running.get(key);
    if (running) {
      running.load = load;
      running.random = random;
      return;
    }
    const untilMs = wholeSecond(this.#options.clock.now());
    const shares = new Map(
      this.#shares(load, alias, untilMs).map(([version, share]) => [version, {share, grownMs: -Infinity}]),
    );
    this.#running.set(key, {load, random, untilMs, remainder: 0, shares});
  }

  list(): readonly Load[] {
    return [...this.#running.values()].map(({load}) => load);
  }

  /** Ends them all; what has begun still arrives. */
  clear(): void {
    this.catchUp();
    this.#running.clear();
  }

  /** Counts what has begun since the last time, by the weights as they are: of one function, or of all. */
  catchUp(functionName?: string): void {
    const nowMs = wholeSecond(this.#options.clock.now());
    for (const [key, running] of this.#running) {
      if (functionName !== undefined && running.load.functionName !== functionName) continue;
      const alias = this.#alias(running.load);
      if (!alias) {
        this.#running.delete(key);
        continue;
      }
      running.untilMs = Math.max(running.untilMs, nowMs - LONGEST_GAP_MS);
      while (running.untilMs < nowMs) {
        const lengthMs = Math.min(
          nowMs - running.untilMs,
          this.#isSteady(running.load, alias) ? stretch(running) : SECOND_MS,
        );
        this.#count(running, alias, lengthMs);
        running.untilMs += lengthMs;
      }
    }
  }

  /** Whether one second is like the next until somebody writes. */
  #isSteady({functionName, versions}: Load, alias: Alias): boolean {
    if (Object.values(versions).some(({coldStart}) => coldStart)) return false;
    return this.#options.propagation.isImmediate(functionName, alias);
  }

  #alias({functionName, alias}: Load): Alias | undefined {
    return this.#options.state.functions.get(functionName)?.aliases.get(alias);
  }

  /** Of all parts of the fleet together, which may see different states of the alias. */
  #shares({functionName}: Load, alias: Alias, atMs: number): [version: string, share: number][] {
    const states = this.#options.propagation.routed(functionName, alias, atMs);
    const totals = new Map<string, number>();
    for (const [version, share] of states.flatMap(sharesOf)) {
      totals.set(version, (totals.get(version) ?? 0) + share / states.length);
    }
    return [...totals];
  }

  /** What begins at `untilMs` and for so long after it. */
  #count(running: RunningLoad, alias: Alias, lengthMs: number): void {
    const {load, random, untilMs: startedMs, shares} = running;
    const due = (load.perMinute / MINUTE_MS) * lengthMs + running.remainder;
    let left = Math.floor(due);
    running.remainder = due - left;
    if (this.#options.state.functions.get(load.functionName)?.reservedConcurrency === 0) {
      if (left > 0) this.#options.metrics.throttled(invokedOf(load, alias.functionVersion), startedMs, left);
      return;
    }
    let shareLeft = 1;
    const current = this.#shares(load, alias, startedMs);
    for (const [version, share] of current) {
      const before = shares.get(version) ?? {share: 0, grownMs: -Infinity};
      const grownMs = share > before.share ? startedMs : before.grownMs;
      shares.set(version, {share, grownMs});
      const count = binomial(random, left, shareLeft > 0 ? Math.min(1, share / shareLeft) : 0);
      left -= count;
      shareLeft -= share;
      this.#serve(running, {version, count, startedMs, lengthMs, grownMs});
    }
    for (const version of shares.keys()) {
      if (!current.some(([each]) => each === version)) shares.delete(version);
    }
  }

  #serve({load, random}: RunningLoad, {version, count, startedMs, lengthMs, grownMs}: Served): void {
    const behaviour = load.versions[version] ?? FLAWLESS;
    const errors = binomial(random, count, errorRateOf(behaviour, startedMs - grownMs));
    const invoked = invokedOf(load, version);
    const serve = (served: {count: number; failed: boolean; durationMs: number}) => {
      if (served.count === 0) return;
      const endedMs = startedMs + lengthMs + served.durationMs;
      this.#options.metrics.served(invoked, {...served, startedMs, endedMs});
    };
    const {durationMs, errorDurationMs = durationMs} = behaviour;
    serve({count: count - errors, failed: false, durationMs});
    serve({count: errors, failed: true, durationMs: errorDurationMs});
  }
}

function invokedOf({functionName, alias}: Load, version: string): Invoked {
  return {target: {functionName, version}, alias, resource: `${functionName}:${alias}`};
}

/** The additional version first: what it does not take is the primary version's. */
function sharesOf({functionVersion, weights}: AliasState): [version: string, share: number][] {
  const additional = Object.entries(weights);
  const primary = 1 - additional.reduce((sum, [, share]) => sum + share, 0);
  return [...additional, [functionVersion, primary]];
}

function errorRateOf({errorRate, coldStart}: Behaviour, grownAgoMs: number): number {
  return coldStart && grownAgoMs < coldStart.forMs ? coldStart.errorRate : errorRate;
}

/** Until the next whole ten seconds. */
function stretch({untilMs}: RunningLoad): number {
  return STRETCH_MS - (untilMs % STRETCH_MS);
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}

import type {Alias, AliasState} from '../state.js';

/** Aliases whose writes are seen late: all of them, or those that are named. */
export interface AliasFault {
  readonly kind: 'slow-alias' | 'stale-alias';
  readonly functionName?: string | undefined;
  readonly alias?: string | undefined;
  readonly delayMs: number;
  /** slow-alias: false = everybody sees a write after exactly that time, true = more and more until then. */
  readonly gradual?: boolean;
  /** stale-alias: the share of reads that answers an earlier state. */
  readonly share?: number;
}

export interface PropagationOptions {
  /** Sandbox milliseconds until a write of an alias counts for every invocation; more and more do so from its beginning. */
  readonly aliasDelayMs: number;
  /** Sandbox milliseconds after a write in which every other read of the alias answers the state before. */
  readonly staleReadsMs: number;
}

// Of writes that spread gradually: so many parts of the fleet, each a little later than the one before.
const PARTS = 10;

/**
 * How late writes of aliases are seen: AWS calls them eventually consistent (Lambda API reference, UpdateAlias, and what
 * its callers report). Writes themselves always meet the newest state: a stale RevisionId stays a 412.
 */
export class AliasPropagation {
  readonly #options: PropagationOptions;
  readonly #random: () => number;
  #faults: readonly AliasFault[] = [];

  constructor(options: PropagationOptions, random: () => number = Math.random) {
    this.#options = options;
    this.#random = random;
  }

  add(fault: AliasFault): void {
    this.#faults = [fault, ...this.#faults];
  }

  clear(): void {
    this.#faults = [];
  }

  /** Oldest first. */
  list(): readonly AliasFault[] {
    return this.#faults.toReversed();
  }

  /** The states by which invocations are routed at a time, each for an equal part of them. */
  routed(functionName: string, alias: Alias, atMs: number): readonly AliasState[] {
    if (alias.past.length === 0) return [alias];
    const fault = this.#faultOf('slow-alias', functionName, alias);
    const {delayMs, gradual = false} = fault ?? {delayMs: this.#options.aliasDelayMs, gradual: true};
    if (!gradual || delayMs === 0) return [stateAt(alias, atMs - delayMs)];
    return Array.from({length: PARTS}, (_, part) => stateAt(alias, atMs - (delayMs * (part + 0.5)) / PARTS));
  }

  /** Whether a write counts for every invocation from its own moment on, and none before it is still on its way. */
  isImmediate(functionName: string, alias: Alias): boolean {
    if (alias.past.length === 0) return true;
    const fault = this.#faultOf('slow-alias', functionName, alias);
    return (fault?.delayMs ?? this.#options.aliasDelayMs) === 0;
  }

  /** What one invocation is routed by. */
  route(functionName: string, alias: Alias, atMs: number): AliasState {
    const states = this.routed(functionName, alias, atMs);
    return states[Math.floor(this.#random() * states.length)] ?? alias;
  }

  /** What one read of the alias answers. */
  read(functionName: string, alias: Alias, atMs: number): AliasState {
    const fault = this.#faultOf('stale-alias', functionName, alias);
    const {delayMs, share = 1} = fault ?? {delayMs: this.#options.staleReadsMs, share: 0.5};
    return this.#random() < share ? stateAt(alias, atMs - delayMs) : alias;
  }

  #faultOf(kind: AliasFault['kind'], functionName: string, {name}: Alias): AliasFault | undefined {
    return this.#faults.find(
      (fault) =>
        fault.kind === kind &&
        (fault.functionName === undefined || fault.functionName === functionName) &&
        (fault.alias === undefined || fault.alias === name),
    );
  }
}

/** The state an alias had at a time; its first one when it was made later. */
function stateAt(alias: Alias, atMs: number): AliasState {
  return alias.past.find(({untilMs}) => untilMs > atMs) ?? alias;
}

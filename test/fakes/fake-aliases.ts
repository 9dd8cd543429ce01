import type {AliasState} from '../../src/lib/model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../src/lib/model/function/ref.js';
import type {Clock} from '../../src/lib/ports/clock.js';
import type {AliasesPort, AliasWrite} from '../../src/lib/ports/lambda/aliases.js';
import {CallGate} from './call-gate.js';
import {awsError} from './fake-functions.js';

interface Moment {
  readonly atMs: number;
  readonly alias: AliasState;
}

/** The aliases of one account, which outlive every process that writes to them. */
export class AliasWorld {
  readonly provisioned = new Map<string, number>();
  /** Every state each alias was in, oldest first. */
  readonly history = new Map<string, Moment[]>();
  /** How many of the next reads still show an older state … */
  staleReads = 0;
  /** … and how many states before the newest that is. */
  staleBy = 1;
  /** How many of the next reads say that there is no such alias, whatever there is. */
  missingReads = 0;
  #revisions = 0;

  put(alias: Omit<AliasState, 'revisionId' | 'aliasArn'>, atMs: number): AliasState {
    const key = formatAliasRef(alias);
    const state: AliasState = {
      ...alias,
      aliasArn: `arn:aws:lambda:eu-west-1:123456789012:function:${key}`,
      revisionId: `rev-${++this.#revisions}`,
    };
    this.history.set(key, [...this.momentsOf(alias), {atMs, alias: state}]);
    return state;
  }

  momentsOf(ref: AliasRef): readonly Moment[] {
    return this.history.get(formatAliasRef(ref)) ?? [];
  }

  newest(ref: AliasRef): AliasState | undefined {
    return this.momentsOf(ref).at(-1)?.alias;
  }

  delete(ref: AliasRef): void {
    this.history.delete(formatAliasRef(ref));
  }

  /** The state at a time; the first one before there was any. */
  at(ref: AliasRef, ms: number): AliasState | undefined {
    const moments = this.momentsOf(ref);
    return (moments.findLast(({atMs}) => atMs <= ms) ?? moments[0])?.alias;
  }
}

/** One process's port to the aliases. AWS's rules and the switches are in fake-aliases.md. */
export class FakeAliases implements AliasesPort {
  readonly #world: AliasWorld;
  readonly #clock: Clock;
  readonly gate: CallGate;

  constructor(world: AliasWorld, clock: Clock, gate = new CallGate()) {
    this.#world = world;
    this.#clock = clock;
    this.gate = gate;
  }

  getAlias(ref: AliasRef, signal?: AbortSignal): Promise<AliasState | undefined> {
    return this.gate.pass('getAlias', signal, () => {
      const moments = this.#world.momentsOf(ref);
      if (this.#world.missingReads > 0) {
        this.#world.missingReads--;
        return undefined;
      }
      if (this.#world.staleReads > 0 && moments.length > this.#world.staleBy) {
        this.#world.staleReads--;
        return moments.at(-1 - this.#world.staleBy)?.alias;
      }
      return moments.at(-1)?.alias;
    });
  }

  listAliases(functionName: string, signal?: AbortSignal): Promise<readonly AliasState[]> {
    return this.gate.pass('listAliases', signal, () =>
      [...this.#world.history.values()]
        .flatMap((moments) => moments.at(-1)?.alias ?? [])
        .filter((alias) => alias.functionName === functionName),
    );
  }

  createAlias(
    input: AliasRef & {readonly version: string; readonly description: string},
    signal?: AbortSignal,
  ): Promise<AliasState> {
    return this.gate.pass('createAlias', signal, () => {
      if (this.#world.newest(input)) throw awsError('ALIAS_EXISTS');
      const {functionName, alias, version, description} = input;
      return this.#world.put({functionName, alias, stable: version, description}, this.#clock.now());
    });
  }

  writeAlias(write: AliasWrite, signal?: AbortSignal): Promise<AliasState> {
    return this.gate.pass('writeAlias', signal, () => {
      const current = this.#world.newest(write);
      if (!current) throw awsError('ALIAS_NOT_FOUND');
      const weight = write.candidate?.weightPercent ?? 0;
      if (write.description.length > 256 || weight < 0 || weight > 100) throw awsError('INVALID_REQUEST');
      if (write.candidate?.version === write.stable) throw awsError('INVALID_REQUEST');
      if (write.revisionId !== current.revisionId) throw awsError('PRECONDITION_FAILED');
      const {functionName, alias, stable, candidate, description} = write;
      return this.#world.put(
        {functionName, alias, stable, ...(candidate && {candidate}), description},
        this.#clock.now(),
      );
    });
  }
}

import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import type {AliasesPort, AliasWrite} from '../../ports/lambda/aliases.js';
import type {PacePort} from '../../ports/pace.js';

/**
 * The aliases of a train's cars: reads and moves forward keep to the pace of their account and region, so that a hundred cars do
 * not meet its quota; a way back goes before all of them.
 */
export class TrainAliases implements AliasesPort {
  readonly #aliases: AliasesPort;
  readonly #pace: PacePort;
  /** Each alias as it was last read or written. */
  readonly #known = new Map<string, AliasState>();

  constructor(aliases: AliasesPort, pace: PacePort) {
    this.#aliases = aliases;
    this.#pace = pace;
  }

  async getAlias(ref: AliasRef, signal?: AbortSignal): Promise<AliasState | undefined> {
    await this.#pace.slot('GetAlias');
    return this.#seen(await this.#aliases.getAlias(ref, signal));
  }

  async listAliases(functionName: string, signal?: AbortSignal): Promise<readonly AliasState[]> {
    await this.#pace.slot('ListAliases');
    return this.#aliases.listAliases(functionName, signal);
  }

  async createAlias(
    input: AliasRef & {readonly version: Version; readonly description: string},
    signal?: AbortSignal,
  ): Promise<AliasState> {
    await this.#pace.slot('CreateAlias');
    return this.#aliases.createAlias(input, signal);
  }

  async writeAlias(write: AliasWrite, signal?: AbortSignal): Promise<AliasState> {
    const forward = isForward(this.#known.get(formatAliasRef(write)), write);
    await (forward ? this.#pace.slot('UpdateAlias') : this.#pace.wayBack());
    return this.#seen(await this.#aliases.writeAlias(write, signal));
  }

  #seen<State extends AliasState | undefined>(alias: State): State {
    if (alias) this.#known.set(formatAliasRef(alias), alias);
    return alias;
  }
}

/** Whether a write gives a candidate more traffic: a weight, unless it has all of it, or all of it where it had a weight. */
function isForward(before: AliasState | undefined, {stable, candidate}: AliasWrite): boolean {
  if (candidate) return before?.stable !== candidate.version;
  return before?.candidate?.version === stable;
}

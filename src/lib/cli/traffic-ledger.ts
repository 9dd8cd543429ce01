import {AwsError, NotRestoredError} from '../errors.js';
import {splitDescription} from '../model/alias/description.js';
import type {AliasState} from '../model/alias/state.js';
import type {AliasTarget} from '../model/alias/target.js';
import {type AliasRef, formatAliasRef} from '../model/function-ref.js';
import {updateAliasCommand} from '../model/rollout/repair-command.js';
import type {AliasesPort, AliasWrite} from '../ports/aliases.js';

interface Entry {
  readonly ref: AliasRef;
  /** What was asked for last, whether it came about or not. */
  readonly target: AliasTarget;
  readonly creates: boolean;
  /** Whether a rollout of this process or another one was seen in a write: abort takes it back from any state. */
  readonly ofRollout: boolean;
  /** Traffic is at rest: the last write was answered and leaves no weights and no rollout behind. */
  readonly settled: boolean;
}

/**
 * The aliases port, with a note of every write that passes: when a process must end at once, this knows without asking
 * anybody whether traffic is where it was promised, and which command takes it there.
 */
export class TrafficLedger implements AliasesPort {
  readonly #aliases: AliasesPort;
  readonly #entries = new Map<string, Entry>();

  constructor(aliases: AliasesPort) {
    this.#aliases = aliases;
  }

  /** What to tell, with exit code 6; nothing when no write has begun, or everything that was written is at rest. */
  whatIsLeft(): NotRestoredError | undefined {
    const left = [...this.#entries.values()].filter(({settled}) => !settled);
    const [first, ...others] = left;
    if (!first) return undefined;
    const names = left.map(({ref}) => formatAliasRef(ref)).join(', ');
    const also = others.map((entry) => `The same for ${formatAliasRef(entry.ref)}: ${commandFor(entry)}`);
    return new NotRestoredError(
      `Ended at once, in the middle of the work: traffic of ${names} may be anywhere between.`,
      {
        code: 'ENDED_AT_ONCE',
        suggestions: [
          commandFor(first),
          ...also,
          `See where it is: lambda-release status ${formatAliasRef(first.ref)}`,
        ],
        details: {aliases: left.map(({ref}) => ref)},
        traffic: 'unknown',
      },
    );
  }

  createAlias(
    input: AliasRef & {readonly version: string; readonly description: string},
    signal?: AbortSignal,
  ): Promise<AliasState> {
    const target = {stable: input.version, description: input.description};
    return this.#note(input, target, true, () => this.#aliases.createAlias(input, signal));
  }

  writeAlias(write: AliasWrite, signal?: AbortSignal): Promise<AliasState> {
    const {stable, candidate, description} = write;
    const target = {stable, description, ...(candidate && {candidate})};
    return this.#note(write, target, false, () => this.#aliases.writeAlias(write, signal));
  }

  getAlias(ref: AliasRef, signal?: AbortSignal) {
    return this.#aliases.getAlias(ref, signal);
  }

  listAliases(functionName: string, signal?: AbortSignal) {
    return this.#aliases.listAliases(functionName, signal);
  }

  getProvisionedConcurrency(ref: AliasRef, signal?: AbortSignal) {
    return this.#aliases.getProvisionedConcurrency(ref, signal);
  }

  listProvisionedConcurrency(functionName: string, signal?: AbortSignal) {
    return this.#aliases.listProvisionedConcurrency(functionName, signal);
  }

  async #note(
    {functionName, alias}: AliasRef,
    target: AliasTarget,
    creates: boolean,
    send: () => Promise<AliasState>,
  ): Promise<AliasState> {
    const ref = {functionName, alias};
    const name = formatAliasRef(ref);
    const before = this.#entries.get(name);
    const ofRollout = before?.ofRollout === true || isOfRollout(target);
    this.#entries.set(name, {ref, target, creates, ofRollout, settled: false});
    try {
      const state = await send();
      this.#entries.set(name, {ref, target, creates, ofRollout, settled: !isOfRollout(target)});
      return state;
    } catch (error) {
      const isRefused = error instanceof AwsError && !error.uncertain;
      if (isRefused && before) this.#entries.set(name, before);
      if (isRefused && !before) this.#entries.delete(name);
      throw error;
    }
  }
}

function isOfRollout({description}: AliasTarget): boolean {
  const {marker, unreadableMarker} = splitDescription(description);
  return marker !== undefined || unreadableMarker !== undefined;
}

function commandFor({ref, target, creates, ofRollout}: Entry): string {
  const name = formatAliasRef(ref);
  if (creates) return `lambda-release rollout start ${name} ${target.stable} --create`;
  return ofRollout ? `lambda-release rollout abort ${name}` : updateAliasCommand(ref, target);
}

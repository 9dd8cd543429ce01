import {AwsError, NotRestoredError} from '../errors.js';
import {splitDescription} from '../model/alias/description.js';
import type {AliasState} from '../model/alias/state.js';
import type {AliasTarget} from '../model/alias/target.js';
import {type AliasRef, formatAliasRef} from '../model/function/ref.js';
import type {ReachedPlace} from '../model/place.js';
import {createCommand, shiftCommand, updateAliasCommand} from '../model/rollout/repair-command.js';
import type {Version} from '../model/versions/version.js';
import {wayOutIn} from '../plan/in-place.js';
import type {AliasesPort, AliasWrite} from '../ports/lambda/aliases.js';

interface Entry {
  readonly ref: AliasRef;
  /** What was asked for last, whether it came about or not. */
  readonly target: AliasTarget;
  readonly creates: boolean;
  /** Whether a rollout of this process or another one was seen in a write, and its stable where that can be read. */
  readonly ofRollout: boolean;
  readonly stable?: Version;
  /** A write that leaves no rollout behind may have come about: then there is none to abort any more. */
  readonly mayBeOver: boolean;
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
  readonly #place: ReachedPlace | undefined;
  readonly #others: TrafficLedger[] = [];

  /** With a place where there are others beside it. */
  constructor(aliases: AliasesPort, place?: ReachedPlace) {
    this.#aliases = aliases;
    this.#place = place;
  }

  /** The ledger of another place, whose traffic this one knows of, too. */
  beside(aliases: AliasesPort, place: ReachedPlace): TrafficLedger {
    const other = new TrafficLedger(aliases, place);
    this.#others.push(other);
    return other;
  }

  /** What to tell, with exit code 6; nothing when no write has begun, or everything that was written is at rest. */
  whatIsLeft(): NotRestoredError | undefined {
    const own = this.#ownLeft();
    return own ?? this.#others.map((other) => other.whatIsLeft()).find((left) => left !== undefined);
  }

  #ownLeft(): NotRestoredError | undefined {
    const left = [...this.#entries.values()].filter(({settled}) => !settled);
    const [first, ...others] = left;
    if (!first) return undefined;
    const placed = (command: string) => wayOutIn(this.#place, command);
    const names = left.map(({ref}) => formatAliasRef(ref)).join(', ');
    const also = others.map((entry) => `The same for ${formatAliasRef(entry.ref)}: ${placed(commandFor(entry))}`);
    return new NotRestoredError(
      `Ended at once, in the middle of the work: traffic of ${names} may be anywhere between.`,
      {
        code: 'ENDED_AT_ONCE',
        suggestions: [
          placed(commandFor(first)),
          ...also,
          placed(`See where it is: lambda-release status ${formatAliasRef(first.ref)}`),
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

  async #note(
    {functionName, alias}: AliasRef,
    target: AliasTarget,
    creates: boolean,
    send: () => Promise<AliasState>,
  ): Promise<AliasState> {
    const ref = {functionName, alias};
    const name = formatAliasRef(ref);
    const before = this.#entries.get(name);
    const stable = splitDescription(target.description).marker?.stable ?? before?.stable;
    const ofRollout = before?.ofRollout === true || isOfRollout(target);
    const mayBeOver = !isOfRollout(target) || (before?.settled === false && before.mayBeOver);
    const entry = {ref, target, creates, ofRollout, mayBeOver, settled: false, ...(stable !== undefined && {stable})};
    this.#entries.set(name, entry);
    try {
      const state = await send();
      this.#entries.set(name, {...entry, settled: !isOfRollout(target)});
      return state;
    } catch (error) {
      // A write that was sent meanwhile, for the person at the live view, knows more than what was before this one.
      const isRefused = error instanceof AwsError && !error.uncertain && this.#entries.get(name) === entry;
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

function commandFor({ref, target, creates, ofRollout, stable, mayBeOver}: Entry): string {
  if (creates) return createCommand(ref, target.stable);
  if (!ofRollout) return updateAliasCommand(ref, target);
  const mayBePromoted = mayBeOver && stable !== undefined;
  return mayBePromoted ? shiftCommand(ref, stable) : `lambda-release rollout abort ${formatAliasRef(ref)}`;
}

import {AwsError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import {type AliasTarget, isAt} from '../../model/alias/target.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {Deadline} from './deadline.js';
import {readLasting} from './lasting-read.js';
import {isFinalRefusal, leavesOpen} from './write-error.js';

export type WriteResult =
  | {readonly kind: 'written'}
  /** Somebody else has written: nothing of ours was sent after that. No alias: it was deleted. */
  | {readonly kind: 'takenOver'; readonly alias?: AliasState}
  /**
   * `sent` when the write may still be carried out or may have been: only another write makes sure. `isFinal` when AWS has
   * refused the request itself, and would again.
   */
  | {readonly kind: 'failed'; readonly error: unknown; readonly sent: boolean; readonly isFinal: boolean};

type Look =
  | {readonly kind: 'landed'}
  | {readonly kind: 'unmoved'}
  | {readonly kind: 'ours'}
  | {readonly kind: 'foreign'; readonly alias?: AliasState}
  | {readonly kind: 'unreadable'; readonly error: unknown};

const LOOKS = 5;
const LOOK_PAUSE_MS = 1000;
const CONFIRM_LOOKS = 30;

/**
 * One alias, written under AWS's lock. It knows every revision it has seen and every write it has sent, so it can tell
 * a lost answer (our state under a revision we have not seen) and a stale read (a revision we have left behind) from
 * somebody else's write. It never writes over the last of these.
 */
export class GuardedAlias {
  readonly #aliases: AliasesPort;
  #state: AliasState;
  readonly #left = new Set<string>();
  /** Writes whose answer was lost; they may be found on the alias later. */
  #unanswered: AliasTarget[] = [];

  constructor(aliases: AliasesPort, state: AliasState) {
    this.#aliases = aliases;
    this.#state = state;
  }

  /** The newest state known to be ours. */
  get state(): AliasState {
    return this.#state;
  }

  /** Whether an earlier write of ours may still be carried out, or has been. */
  get isUncertain(): boolean {
    return this.#unanswered.length > 0;
  }

  /** Whether a write of ours that leaves the alias so may still be carried out, or has been. */
  mayBeAt(target: AliasTarget): boolean {
    return this.#unanswered.some((sent) => isAt(sent, target));
  }

  /** Whether an earlier write of ours may still change who gets which share of the traffic, or has. */
  get mayHaveMoved(): boolean {
    return this.#unanswered.some((sent) => !isAt({...sent, description: this.#state.description}, this.#state));
  }

  /** Takes another's write for the newest state of ours: a person has moved the same rollout. */
  follow(state: AliasState): void {
    this.#adopt(state);
  }

  /** One write: the whole routing, under the newest revision of ours. Reads the alias after any error; never throws. */
  async write(target: AliasTarget, deadline: Deadline): Promise<WriteResult> {
    const {functionName, alias, revisionId} = this.#state;
    try {
      const write = {functionName, alias, ...target, revisionId};
      this.#adopt(await deadline.call((signal) => this.#aliases.writeAlias(write, signal)));
      return {kind: 'written'};
    } catch (error) {
      return this.#afterError(error, target, deadline);
    }
  }

  /** Reads once a second, thirty times at most, until it sees the newest state of ours. Never throws. */
  async confirm(deadline: Deadline): Promise<WriteResult> {
    let error: unknown = new Error('Reads of the alias did not show the write.');
    let others = 0;
    for (let look = 1; ; look++) {
      const seen = await this.#read(deadline);
      if (seen.kind === 'unreadable') {
        error = seen.error;
      } else if (seen.alias?.revisionId === this.#state.revisionId) {
        return {kind: 'written'};
      } else {
        const isLag = seen.alias ? this.#isStale(seen.alias) : look < CONFIRM_LOOKS;
        others = isLag ? 0 : others + 1;
        if (others === LOOKS || (others > 0 && look === CONFIRM_LOOKS)) return takenOver(seen.alias);
      }
      if (look === CONFIRM_LOOKS || deadline.isOver) return {kind: 'failed', error, sent: true, isFinal: false};
      await deadline.sleep(LOOK_PAUSE_MS);
    }
  }

  /**
   * The alias as it is: the newest state of ours when the read lags behind it. That somebody else has written it, or that it
   * is gone, is believed when it lasts: a read may be older than all that we have seen, and around a change AWS has answered
   * "not found" for a moment. Throws what the port throws.
   */
  async read(deadline: Deadline): Promise<AliasState | undefined> {
    const isKnown = (alias: AliasState | undefined) =>
      alias !== undefined && (alias.revisionId === this.#state.revisionId || this.#isStale(alias));
    const alias = await readLasting({
      read: () => deadline.call((signal) => this.#aliases.getAlias(this.#state, signal)),
      isExpected: isKnown,
      pause: () => deadline.sleep(LOOK_PAUSE_MS),
      isOver: () => deadline.isOver,
    });
    return isKnown(alias) ? this.#state : alias;
  }

  async #afterError(error: unknown, target: AliasTarget, deadline: Deadline): Promise<WriteResult> {
    const isLostRace = error instanceof AwsError && error.code === 'PRECONDITION_FAILED';
    const isFinal = isFinalRefusal(error);
    if (leavesOpen(error)) this.#unanswered.push(target);
    const look = await this.#look(target, isLostRace, deadline);
    switch (look.kind) {
      case 'landed':
        return {kind: 'written'};
      case 'foreign':
        return takenOver(look.alias);
      case 'unmoved':
        return {kind: 'failed', error, sent: this.isUncertain, isFinal};
      case 'unreadable':
        return {kind: 'failed', error: look.error, sent: !isFinal || this.isUncertain, isFinal};
      default:
        return {kind: 'failed', error, sent: !isFinal || this.isUncertain, isFinal};
    }
  }

  /** `mustHaveMoved`: AWS has just said that our revision is not the newest, so a read that shows it is stale. */
  async #look(target: AliasTarget, mustHaveMoved: boolean, deadline: Deadline): Promise<Look> {
    let last: Look = {kind: 'unmoved'};
    for (let look = 0; look < LOOKS && !(look > 0 && deadline.isOver); look++) {
      if (look > 0) await deadline.sleep(LOOK_PAUSE_MS);
      const seen = await this.#read(deadline);
      if (seen.kind === 'unreadable') {
        last = seen;
        continue;
      }
      const {alias} = seen;
      if (!alias) {
        last = {kind: 'foreign'};
        continue;
      }
      const isUnmoved = alias.revisionId === this.#state.revisionId;
      if (isUnmoved && !mustHaveMoved) return {kind: 'unmoved'};
      if (isUnmoved || this.#isStale(alias)) continue;
      if (isAt(alias, target)) {
        this.#adopt(alias);
        return {kind: 'landed'};
      }
      if (this.#unanswered.some((sent) => isAt(alias, sent))) {
        this.#adopt(alias);
        return {kind: 'ours'};
      }
      // Believed only when it lasts, as that it is gone: see `read`.
      last = {kind: 'foreign', alias};
    }
    return last;
  }

  async #read(
    deadline: Deadline,
  ): Promise<{kind: 'read'; alias: AliasState | undefined} | {kind: 'unreadable'; error: unknown}> {
    try {
      return {kind: 'read', alias: await deadline.call((signal) => this.#aliases.getAlias(this.#state, signal))};
    } catch (error) {
      return {kind: 'unreadable', error};
    }
  }

  // A revision we have left behind can only come from a read that lags (AWS calls alias reads eventually consistent).
  #isStale(alias: AliasState): boolean {
    return this.#left.has(alias.revisionId);
  }

  // A new revision is the end of every write sent under an older one: AWS refuses those from here on.
  #adopt(state: AliasState): void {
    if (state.revisionId !== this.#state.revisionId) this.#left.add(this.#state.revisionId);
    this.#state = state;
    this.#unanswered = [];
  }
}

function takenOver(alias: AliasState | undefined): WriteResult {
  return {kind: 'takenOver', ...(alias && {alias})};
}

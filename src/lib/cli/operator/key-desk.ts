import {messageOf} from '../../model/text/message-of.js';
import type {AttendedRollout, OperatorAction} from '../../ports/rollout/operator.js';
import {operatorHelp, operatorQuestion} from '../../report/text/operator-text.js';

interface KeyDeskOptions {
  /** Shows these lines below what is drawn, in place of those before. */
  readonly show: (lines: readonly string[]) => void;
  /** Carries out what was confirmed. Throws what went wrong. */
  readonly act: (action: OperatorAction, rollout: AttendedRollout) => Promise<void>;
  /** Tells what could not be carried out. */
  readonly warn: (message: string) => void;
  /** Runs something later, unless the returned function is called before. */
  readonly later: (run: () => void, ms: number) => () => void;
}

const ACTIONS: Readonly<Record<string, OperatorAction>> = {h: 'hold', p: 'promote', a: 'abort'};
const HINT = 'keys       h hold, p promote, a abort, ? help';
/** A question that nobody answers goes away, and help that nobody takes away too. */
const ANSWER_MS = 15_000;

/**
 * What the keys of the live view come to. Every action is asked for, of the rollout as it was when the key was pressed; only "y"
 * means yes, and it is not listened to for long. One at a time: while something is carried out no key counts.
 */
export class KeyDesk {
  readonly #options: KeyDeskOptions;
  #rollout: AttendedRollout;
  #asked: {readonly action: OperatorAction; readonly rollout: AttendedRollout} | undefined;
  #isHelping = false;
  #working: Promise<void> | undefined;
  #forget: () => void = () => undefined;
  #done: OperatorAction | undefined;

  constructor(rollout: AttendedRollout, options: KeyDeskOptions) {
    this.#options = options;
    this.#rollout = rollout;
    this.#rest();
  }

  /** Where the rollout is now. */
  sees(marker: AttendedRollout['marker']): void {
    this.#rollout = {...this.#rollout, marker};
  }

  press(key: string): void {
    if (this.#working) return;
    const asked = this.#asked;
    const wasHelping = this.#isHelping;
    this.#rest();
    if (asked) {
      if (key.toLowerCase() === 'y') this.#working = this.#carryOut(asked.action, asked.rollout);
      return;
    }
    const action = ACTIONS[key.toLowerCase()];
    if (action) this.#ask(action);
    else if (key === '?' && !wasHelping) this.#help();
  }

  /** What was carried out last, once nothing is under way any more. */
  async carriedOut(): Promise<OperatorAction | undefined> {
    await this.#working;
    return this.#done;
  }

  /** No key counts any more. */
  close(): void {
    this.#rest();
    this.#options.show([]);
  }

  #ask(action: OperatorAction): void {
    const rollout = this.#rollout;
    this.#asked = {action, rollout};
    this.#options.show([`${operatorQuestion(action, rollout)} y/n`]);
    this.#forget = this.#options.later(() => this.#rest(), ANSWER_MS);
  }

  #help(): void {
    this.#isHelping = true;
    this.#options.show(operatorHelp(this.#rollout));
    this.#forget = this.#options.later(() => this.#rest(), ANSWER_MS);
  }

  #rest(): void {
    this.#forget();
    this.#asked = undefined;
    this.#isHelping = false;
    this.#options.show([HINT]);
  }

  async #carryOut(action: OperatorAction, rollout: AttendedRollout): Promise<void> {
    this.#options.show([`Asking AWS to ${action} it`]);
    try {
      await this.#options.act(action, rollout);
      this.#done = action;
    } catch (error) {
      this.#options.warn(`The key to ${action} came to nothing: ${messageOf(error)}`);
    } finally {
      this.#working = undefined;
      this.#rest();
    }
  }
}

import {messageOf} from '../model/text/message-of.js';

interface OutboxOptions<Item> {
  /** Sends some of what waits by then, never nothing, and says which of them need not be sent again. */
  readonly send: (waiting: () => readonly Item[], signal: AbortSignal) => Promise<readonly Item[]>;
  /** Told once. */
  readonly onFailure: (reason: string) => void;
  /** What is lost when the end comes before everything was sent, in the words of a sentence. */
  readonly lost: (count: number) => string;
  /** How long the end waits for what is not sent yet, milliseconds of the wall. */
  readonly budgetMs?: number;
}

const BUDGET_MS = 3_000;
/** What cannot be sent meanwhile; the oldest goes first. */
const MOST_WAITING = 10_000;

/**
 * What is sent behind the work's back: whoever puts something in never waits and never fails. What comes while a request is
 * on its way waits for the next one; what could not be sent is tried again with what comes next, and at the end within a
 * budget. A killed process loses a request at the most.
 */
export class Outbox<Item> {
  readonly #options: OutboxOptions<Item>;
  readonly #ended = new AbortController();
  #waiting: readonly Item[] = [];
  #sending: Promise<void> | undefined;
  #isOver = false;
  #hasFailed = false;

  constructor(options: OutboxOptions<Item>) {
    this.#options = options;
  }

  put(...items: readonly Item[]): void {
    if (this.#isOver) return;
    this.#waiting = [...this.#waiting, ...items].slice(-MOST_WAITING);
    this.#send();
  }

  /** Takes what is left, and all that comes later, for nothing. */
  drop(): void {
    this.#isOver = true;
    this.#waiting = [];
  }

  /** Sends what is left, as far as the budget goes. May be called twice. */
  async close(): Promise<void> {
    if (this.#waiting.length === 0 && this.#sending === undefined) this.#isOver = true;
    if (this.#isOver) return;
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#options.budgetMs ?? BUDGET_MS);
    });
    await Promise.race([this.#drain(), timeUp]);
    clearTimeout(timer);
    this.#isOver = true;
    const left = this.#waiting.length;
    if (left > 0) this.#fail(this.#options.lost(left));
    this.#ended.abort();
  }

  async #drain(): Promise<void> {
    await this.#sending;
    this.#send();
    await this.#sending;
  }

  #send(): void {
    if (this.#waiting.length === 0) return;
    this.#sending ??= this.#sendAll()
      .catch((error: unknown) => this.#fail(messageOf(error)))
      .finally(() => {
        this.#sending = undefined;
      });
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const sent = new Set(await this.#options.send(() => this.#waiting, this.#ended.signal));
      this.#waiting = this.#waiting.filter((each) => !sent.has(each));
    }
  }

  #fail(reason: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onFailure(reason);
  }
}

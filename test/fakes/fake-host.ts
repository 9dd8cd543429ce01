import {RefusedError} from '../../src/lib/errors.js';
import type {Choice, Host, TextAnswer} from '../../src/lib/service/session.js';

interface FakeHostOptions {
  readonly agrees?: boolean;
  readonly hasScreen?: boolean;
  readonly canAsk?: boolean;
  /** Answers by how their question begins; what is not among them is answered with what stands ready. */
  readonly answers?: Readonly<Record<string, string>>;
}

/** Somebody who keeps what was shown and asked, and answers every question the same way. */
export class FakeHost implements Host {
  /** In the order of the work: `plan: …`, `show: …`, `ask: …`, `type checkout: …`. */
  readonly heard: string[] = [];
  /** What was drawn on the screen; `undefined` for a host without one. */
  readonly drawn: string[] | undefined;
  readonly canAsk: boolean;
  readonly #agrees: boolean;
  readonly #answers: Readonly<Record<string, string>>;

  constructor({agrees = true, hasScreen = false, canAsk = true, answers = {}}: FakeHostOptions = {}) {
    this.#answers = answers;
    this.canAsk = canAsk;
    this.#agrees = agrees;
    this.drawn = hasScreen ? [] : undefined;
  }

  async confirm(question: string): Promise<void> {
    this.#answer(`ask: ${question}`);
  }

  async confirmByTyping(question: string, expected: string): Promise<void> {
    this.#answer(`type ${expected}: ${question}`);
  }

  async askText(question: string, {initial = '', problem}: TextAnswer): Promise<string> {
    const text = this.#wordFor(question) ?? initial;
    const wrong = problem?.(text);
    if (wrong !== undefined) throw new Error(`"${text}" to "${question}": ${wrong}`);
    return text;
  }

  async choose(question: string, choices: readonly Choice[]): Promise<string> {
    return this.#wordFor(question) ?? choices[0]?.value ?? '';
  }

  async show(text: string): Promise<void> {
    this.heard.push(`show: ${text}`);
  }

  async showPlan(text: string): Promise<void> {
    this.heard.push(`plan: ${text}`);
  }

  screen() {
    const {drawn} = this;
    return drawn && {draw: (text: string) => void drawn.push(text), clear: () => void drawn.push('')};
  }

  #wordFor(question: string): string | undefined {
    this.heard.push(`word: ${question}`);
    return Object.entries(this.#answers).find(([beginning]) => question.startsWith(beginning))?.[1];
  }

  #answer(question: string): void {
    this.heard.push(question);
    if (!this.#agrees) throw new RefusedError('Declined.', {code: 'DECLINED', suggestions: []});
  }
}

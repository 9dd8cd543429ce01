import {RefusedError} from '../../src/lib/errors.js';
import type {Host} from '../../src/lib/service/session.js';

interface FakeHostOptions {
  readonly agrees?: boolean;
  readonly hasScreen?: boolean;
  readonly canAsk?: boolean;
}

/** Somebody who keeps what was shown and asked, and answers every question the same way. */
export class FakeHost implements Host {
  /** In the order of the work: `plan: …`, `show: …`, `ask: …`, `type checkout: …`. */
  readonly heard: string[] = [];
  /** What was drawn on the screen; `undefined` for a host without one. */
  readonly drawn: string[] | undefined;
  readonly canAsk: boolean;
  readonly #agrees: boolean;

  constructor({agrees = true, hasScreen = false, canAsk = true}: FakeHostOptions = {}) {
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

  #answer(question: string): void {
    this.heard.push(question);
    if (!this.#agrees) throw new RefusedError('Declined.', {code: 'DECLINED', suggestions: []});
  }
}

import {randomBytes} from 'node:crypto';
import type {SandboxClock} from '../clock.js';

/** Temporary credentials that AssumeRole gave. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Sandbox time. */
  readonly expiresMs: number;
  readonly accountId: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` */
  readonly arn: string;
  /** `AROA…:SESSION` */
  readonly userId: string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The sessions that were begun, over all accounts and Regions. They run by the sandbox's clock. */
export class Sessions {
  readonly #clock: SandboxClock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  begin(session: Pick<Session, 'accountId' | 'arn' | 'userId'>, durationMs: number): Session {
    const begun = {
      ...session,
      accessKeyId: `ASIA${randomLetters(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(180).toString('base64'),
      expiresMs: this.#clock.now() + durationMs,
    };
    this.#sessions.set(begun.accessKeyId, begun);
    return begun;
  }

  /** Expired ones too. */
  find(accessKeyId: string | undefined): Session | undefined {
    return accessKeyId === undefined ? undefined : this.#sessions.get(accessKeyId);
  }

  /** Of the clock they run by. */
  now(): number {
    return this.#clock.now();
  }

  hasExpired({expiresMs}: Session): boolean {
    return expiresMs <= this.#clock.now();
  }
}

export function randomLetters(count: number): string {
  return [...randomBytes(count)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

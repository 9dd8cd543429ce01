import {messageOf} from '../../model/text/message-of.js';
import {dueMsOf, endText} from '../../plan/rollout/credentials.js';
import type {Clock} from '../../ports/clock.js';
import type {CredentialLifetime, CredentialsPort} from '../../ports/credentials.js';
import {inTime} from '../tick/look.js';
import type {HookLimit} from './hooks.js';

/** Credentials that are about to end, and why in words. */
export interface Ending {
  readonly lifetime: CredentialLifetime;
  readonly reason: string;
}

/**
 * The end of the credentials of a process that works on a rollout. Sources that renew are asked again when a session is
 * about to end, and have a later one then; what gives the same end again will end.
 */
export class CredentialsEnd {
  readonly #credentials: CredentialsPort;
  readonly #clock: Clock;
  #lifetime: CredentialLifetime | undefined;

  constructor({credentials, clock}: {readonly credentials: CredentialsPort; readonly clock: Clock}) {
    this.#credentials = credentials;
    this.#clock = clock;
  }

  /** When to ask again, epoch milliseconds. */
  get dueMs(): number {
    return dueMsOf(this.#lifetime, this.#clock.speed);
  }

  /**
   * How long a hook may run until they are given up, and why no longer; nothing where a source renews them, or nobody tells
   * their end.
   */
  get hookLimit(): HookLimit | undefined {
    const lifetime = this.#lifetime;
    if (lifetime?.kind !== 'until') return undefined;
    const ms = Math.max(0, this.dueMs - this.#clock.now()) / (this.#clock.speed ?? 1);
    return {ms, why: () => `${endText(lifetime, this.#clock.now())}, and nobody renews them.`};
  }

  /** Whether they are about to end, asked afresh. That it cannot be told is no objection: the calls will say what is wrong. */
  async look(signal: AbortSignal): Promise<Ending | undefined> {
    try {
      await this.#ask(signal);
    } catch {
      return undefined;
    }
    return this.#ending();
  }

  /** The same in the course of the work: asks only once the end that is known has come near. */
  async isNear(signal: AbortSignal): Promise<Ending | undefined> {
    if (this.#clock.now() < this.dueMs) return undefined;
    let why: string | undefined;
    try {
      await this.#ask(signal);
    } catch (error) {
      why = `they could not be renewed (${messageOf(error)})`;
    }
    return this.#ending(why);
  }

  async #ask(signal: AbortSignal): Promise<void> {
    this.#lifetime = await inTime(this.#clock, signal, () => this.#credentials.lifetime());
  }

  #ending(why?: string): Ending | undefined {
    const lifetime = this.#lifetime;
    const nowMs = this.#clock.now();
    if (!lifetime || nowMs < this.dueMs) return undefined;
    const whyNot = lifetime.kind === 'renewed' ? 'their source gives no later ones' : 'nobody renews them';
    return {lifetime, reason: `${endText(lifetime, nowMs)}, and ${why ?? whyNot}.`};
  }
}

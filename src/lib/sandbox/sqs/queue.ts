import {createHash, randomUUID} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import {SqsError} from './sqs-error.js';

/** One message, as one receive gave it out. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly sentMs: number;
  visibleMs: number;
  receives: number;
  firstReceivedMs: number | undefined;
  handle: string | undefined;
}

/** A standard queue: every message is given out at least once, and again when it was not deleted within its visibility timeout. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly visibilitySeconds: number;
  readonly createdMs: number;
  readonly #clock: SandboxClock;
  readonly #onVisible: () => void;
  readonly #messages = new Map<string, StoredMessage>();

  constructor(
    {name, arn, visibilitySeconds}: Pick<Queue, 'name' | 'arn' | 'visibilitySeconds'>,
    clock: SandboxClock,
    onVisible: () => void,
  ) {
    this.name = name;
    this.arn = arn;
    this.visibilitySeconds = visibilitySeconds;
    this.createdMs = clock.now();
    this.#clock = clock;
    this.#onVisible = onVisible;
  }

  send(body: string, delaySeconds = 0): {readonly MessageId: string; readonly MD5OfMessageBody: string} {
    const now = this.#clock.now();
    const id = randomUUID();
    const visibleMs = now + delaySeconds * 1000;
    const message = {id, body, sentMs: now, visibleMs, receives: 0, firstReceivedMs: undefined, handle: undefined};
    this.#messages.set(id, message);
    this.#tellAt(visibleMs);
    return {MessageId: id, MD5OfMessageBody: md5(body)};
  }

  /** The visible ones, oldest first; each is invisible for the timeout from now on. */
  receive(most: number, visibilitySeconds = this.visibilitySeconds): readonly ReceivedMessage[] {
    const now = this.#clock.now();
    const given = [...this.#messages.values()].filter(({visibleMs}) => visibleMs <= now).slice(0, most);
    return given.map((message) => {
      message.receives += 1;
      message.firstReceivedMs ??= now;
      message.handle = randomUUID();
      message.visibleMs = now + visibilitySeconds * 1000;
      this.#tellAt(message.visibleMs);
      return {
        messageId: message.id,
        receiptHandle: message.handle,
        body: message.body,
        md5OfBody: md5(message.body),
        attributes: {
          ApproximateReceiveCount: String(message.receives),
          SentTimestamp: String(message.sentMs),
          ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
          SenderId: 'AIDASANDBOX',
        },
      };
    });
  }

  /** By the handle of the last receive; one of an earlier receive deletes nothing, as on AWS, where it may. */
  delete(handle: string): void {
    for (const message of this.#messages.values()) if (message.handle === handle) this.#messages.delete(message.id);
  }

  /** Throws SqsError for a message that is gone or was received again since. */
  changeVisibility(handle: string, seconds: number): void {
    const message = [...this.#messages.values()].find((each) => each.handle === handle);
    if (!message) throw new SqsError('MessageNotInflight', 'The specified message is not in flight.');
    message.visibleMs = this.#clock.now() + seconds * 1000;
    this.#tellAt(message.visibleMs);
  }

  /** Waiting, and given out and neither deleted nor visible again. */
  counts(): {readonly visible: number; readonly inFlight: number} {
    const now = this.#clock.now();
    const visible = [...this.#messages.values()].filter(({visibleMs}) => visibleMs <= now).length;
    return {visible, inFlight: this.#messages.size - visible};
  }

  #tellAt(visibleMs: number): void {
    this.#clock.after(Math.max(0, visibleMs - this.#clock.now()) + 1, this.#onVisible);
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

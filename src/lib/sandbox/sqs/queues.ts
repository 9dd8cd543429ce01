import type {SandboxClock} from '../clock.js';
import {arnOf, type Place} from '../place.js';
import {Queue} from './queue.js';
import {noSuchQueue, SqsError} from './sqs-error.js';

/** The standard queues of one world. `onVisible` is set by whoever polls them: it is told whenever a message may have become visible. */
export class Queues {
  onVisible: () => void = () => undefined;
  readonly #place: Place;
  readonly #clock: SandboxClock;
  readonly #queues = new Map<string, Queue>();

  constructor(place: Place, clock: SandboxClock) {
    this.#place = place;
    this.#clock = clock;
  }

  /** The same again is no error; with another timeout it is (SQS API reference, CreateQueue). */
  create(name: string, visibilitySeconds = 30): Queue {
    const there = this.#queues.get(name);
    if (there && there.visibilitySeconds !== visibilitySeconds) {
      throw new SqsError(
        'QueueNameExists',
        'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
        'QueueAlreadyExists',
      );
    }
    const arn = arnOf(this.#place, 'sqs', name);
    const queue = there ?? new Queue({name, arn, visibilitySeconds}, this.#clock, () => this.onVisible());
    this.#queues.set(name, queue);
    return queue;
  }

  /** Throws SqsError QueueDoesNotExist. */
  get(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw noSuchQueue();
    return queue;
  }

  byArn(arn: unknown): Queue | undefined {
    return [...this.#queues.values()].find((queue) => queue.arn === arn);
  }

  delete(name: string): void {
    this.get(name);
    this.#queues.delete(name);
  }
}

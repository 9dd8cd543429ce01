import {randomUUID} from 'node:crypto';
import type {Queue, ReceivedMessage} from '../../sqs/queue.js';
import type {Queues} from '../../sqs/queues.js';
import {LambdaFailure} from '../failure.js';
import type {EventSourceMapping} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {routeInvocation} from './invocation-target.js';

/** Batches of one mapping at the same time (Lambda Developer Guide, services-sqs-scaling: it begins with five). */
const BATCHES = 5;

/**
 * Reads the queues of this world that are mapped to functions, and invokes those with batches. A batch that succeeded is deleted,
 * or of it what the function does not report as failed; anything else comes back by its visibility timeout. A mapping that is
 * being updated goes on with what it was before until the update has settled, and what was read by then is finished there.
 */
export class QueuePollers {
  readonly #world: LambdaWorld;
  readonly #queues: Queues;
  readonly #onBug: (error: unknown) => void;
  readonly #running = new Map<string, number>();
  #closed = false;

  constructor(world: LambdaWorld, queues: Queues, onBug: (error: unknown) => void) {
    this.#world = world;
    this.#queues = queues;
    this.#onBug = onBug;
    queues.onVisible = () => this.poll();
  }

  close(): void {
    this.#closed = true;
  }

  /** Looks at every mapping once: whenever a message may be visible, a mapping has settled or a batch has ended. */
  poll(): void {
    if (this.#closed) return;
    for (const mapping of this.#world.state.eventSources.values()) {
      const queue = this.#queues.byArn(mapping.settings.EventSourceArn);
      if (queue && mapping.servedArn !== undefined) this.#take(mapping, queue, mapping.servedArn);
    }
  }

  #take(mapping: EventSourceMapping, queue: Queue, functionArn: string): void {
    while ((this.#running.get(mapping.uuid) ?? 0) < BATCHES) {
      const batch = queue.receive(Number(mapping.settings.BatchSize ?? 10));
      if (batch.length === 0) return;
      this.#running.set(mapping.uuid, (this.#running.get(mapping.uuid) ?? 0) + 1);
      void this.#deliver(mapping, queue, functionArn, batch)
        .catch(this.#onBug)
        .finally(() => {
          this.#running.set(mapping.uuid, (this.#running.get(mapping.uuid) ?? 1) - 1);
          this.poll();
        });
    }
  }

  async #deliver(
    mapping: EventSourceMapping,
    queue: Queue,
    functionArn: string,
    batch: readonly ReceivedMessage[],
  ): Promise<void> {
    const [name = '', qualifier] = functionArn.split(':').slice(6);
    const Records = batch.map((message) => this.#toRecord(queue, message));
    try {
      const routed = routeInvocation(this.#world, {name, qualifier});
      const payload = Buffer.from(JSON.stringify({Records}));
      const result = await this.#world.invoker.invoke({...routed, payload, requestId: randomUUID()});
      if (result.kind === 'throttled' || result.functionError !== undefined) return;
      const failed = failedOf(mapping, result.payload);
      if (failed === 'all') return;
      for (const {messageId, receiptHandle} of batch) if (!failed.has(messageId)) queue.delete(receiptHandle);
    } catch (error) {
      // The function, the alias or its version is not there, or not Active: the messages come back.
      if (!(error instanceof LambdaFailure)) throw error;
    }
  }

  // Lambda Developer Guide, with-sqs: the event.
  #toRecord(queue: Queue, {messageId, receiptHandle, body, md5OfBody, attributes}: ReceivedMessage): object {
    return {
      ...{messageId, receiptHandle, body, attributes, messageAttributes: {}, md5OfBody},
      ...{eventSource: 'aws:sqs', eventSourceARN: queue.arn, awsRegion: this.#world.region},
    };
  }
}

/** Lambda Developer Guide, services-sqs-errorhandling: an answer that is no such report fails all of the batch. */
function failedOf({settings}: EventSourceMapping, payload: Buffer): ReadonlySet<string> | 'all' {
  const types = settings.FunctionResponseTypes;
  if (!Array.isArray(types) || !types.includes('ReportBatchItemFailures')) return new Set();
  const answer: unknown = JSON.parse(payload.toString('utf8') || 'null');
  const failures: unknown = Object(answer).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all';
  const ids = failures.map((each: unknown) => Object(each).itemIdentifier);
  return ids.every((id) => typeof id === 'string' && id !== '') ? new Set(ids) : 'all';
}

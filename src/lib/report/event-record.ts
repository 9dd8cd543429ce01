import {randomBytes} from 'node:crypto';
import type {ReleaseEvent} from '../ports/events.js';
import type {RecordLine, RecordStore} from '../ports/rollout/record-store.js';
import {Outbox} from './outbox.js';

/** Who emits events, and from where; what nobody can tell is absent. */
export interface EventOrigin {
  /** The words of the command: `rollout abort`. */
  readonly command: string;
  /** The version of this tool. */
  readonly tool: string;
  readonly host: string;
  /** ARN of the caller, and where the call goes. */
  readonly by?: string;
  readonly account?: string;
  readonly region?: string;
  /** Address of the CI job. */
  readonly job?: string;
  readonly commit?: string;
}

interface EventRecordOptions {
  readonly store: RecordStore;
  /** Asked once, when there is something to keep; nothing is kept when there is none, or when it rejects. */
  readonly logGroup: () => Promise<string | undefined>;
  /** Asked once, when there is something to keep. Never rejects. */
  readonly origin: (signal: AbortSignal) => Promise<EventOrigin>;
  /** Told once. */
  readonly onFailure: (reason: string) => void;
  /** How long the end waits for what is not kept yet, milliseconds of the wall. */
  readonly budgetMs?: number;
}

interface Waiting extends RecordLine {
  readonly functionName: string;
}

/** CloudWatch Logs took 256 KB an event until 2025, and takes 1 MB since; no event that matters has so many. */
const MOST_LINE_BYTES = 250_000;

/**
 * Events kept where the next process and the next person find them, in a stream for each function. Sent behind the work's
 * back, those that come while a request is on its way in one request: a record that is slow, refused or gone costs a
 * warning and never time. What could not be kept is tried again with the next event, and at the end within a budget.
 */
export class EventRecord {
  readonly #options: EventRecordOptions;
  readonly #outbox: Outbox<Waiting>;
  /** Of this process, so that a line that was sent twice is told from two. */
  readonly #run = randomBytes(6).toString('hex');
  #count = 0;
  #functionName: string | undefined;
  /** Emitted before any function was named. */
  #early: ((functionName: string) => Waiting)[] = [];
  #logGroup: Promise<string | undefined> | undefined;
  #origin: Promise<EventOrigin> | undefined;

  constructor(options: EventRecordOptions) {
    this.#options = options;
    const {onFailure, budgetMs} = options;
    this.#outbox = new Outbox({
      send: (waiting, signal) => this.#send(waiting, signal),
      onFailure,
      lost: (count) => `${count} events were not kept in time.`,
      ...(budgetMs !== undefined && {budgetMs}),
    });
  }

  /** Never throws and never waits. A layer that is deleted has a stream of its own; an event that names no function belongs to the one named last. */
  record(timeMs: number, event: ReleaseEvent): void {
    const id = this.#count;
    this.#count += 1;
    const entry = (functionName: string): Waiting => ({
      timeMs,
      functionName,
      text: lineOf({time: new Date(timeMs).toISOString(), ...event, run: this.#run, id}),
    });
    this.#functionName = functionOf(event) ?? this.#functionName;
    if (this.#functionName === undefined) {
      this.#early.push(entry);
      return;
    }
    const name = this.#functionName;
    this.#outbox.put(...this.#early.splice(0).map((early) => early(name)), entry(name));
  }

  /** Keeps what is left, as far as the budget goes. May be called twice. */
  close(): Promise<void> {
    return this.#outbox.close();
  }

  /** What there is of one function, in the order of time, which the clock of a machine may step back in. */
  async #send(waiting: () => readonly Waiting[], signal: AbortSignal): Promise<readonly Waiting[]> {
    const {store, origin: originOf} = this.#options;
    this.#logGroup ??= this.#options.logGroup();
    const logGroup = await this.#logGroup;
    if (logGroup === undefined) {
      this.#outbox.drop();
      return [];
    }
    this.#origin ??= originOf(signal);
    const origin = await this.#origin;
    const functionName = waiting()[0]?.functionName ?? '';
    const batch = waiting().filter((each) => each.functionName === functionName);
    const lines = batch.map(({timeMs, text}) => ({timeMs, text: withOrigin(text, origin)}));
    await store.append(
      logGroup,
      functionName,
      lines.toSorted((a, b) => a.timeMs - b.timeMs),
      signal,
    );
    return batch;
  }
}

function functionOf(event: ReleaseEvent): string | undefined {
  if ('ref' in event) return event.ref.functionName;
  if ('functionName' in event) return event.functionName;
  return event.type === 'layer.deleted' ? event.layerName : undefined;
}

/** Made when the event comes; one that is too large is told by its kind and its size. */
function lineOf(event: object): string {
  const text = JSON.stringify(event);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MOST_LINE_BYTES) return text;
  const small = Object.entries(event).filter(([, value]) => typeof value !== 'object');
  const ref = 'ref' in event ? {ref: event.ref} : {};
  return JSON.stringify({...Object.fromEntries(small), ...ref, leftOutBytes: bytes});
}

function withOrigin(text: string, origin: EventOrigin): string {
  return `${text.slice(0, -1)},"origin":${JSON.stringify(origin)}}`;
}

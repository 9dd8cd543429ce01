import {randomBytes} from 'node:crypto';
import type {ReleaseEvent} from '../ports/events.js';
import type {RecordLine, RecordStore} from '../ports/rollout/record-store.js';

/** Who emits the events of a record, and from where; what nobody can tell is absent. */
export interface EventOrigin {
  /** The words of the command: `rollout abort`. */
  readonly command: string;
  /** The version of this tool. */
  readonly tool: string;
  readonly host: string;
  /** ARN of the caller. */
  readonly by?: string;
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

const BUDGET_MS = 3_000;
/** What cannot be kept meanwhile; the oldest goes first. */
const MOST_WAITING = 10_000;
/** CloudWatch Logs took 256 KB an event until 2025, and takes 1 MB since; no event that matters has so many. */
const MOST_LINE_BYTES = 250_000;

/**
 * Events kept where the next process and the next person find them, in a stream for each function. Sent behind the work's
 * back, those that come while a request is on its way in one request: a record that is slow, refused or gone costs a
 * warning and never time. What could not be kept is tried again with the next event, and at the end within a budget.
 */
export class EventRecord {
  readonly #options: EventRecordOptions;
  /** Of this process, so that a line that was sent twice is told from two. */
  readonly #run = randomBytes(6).toString('hex');
  readonly #ended = new AbortController();
  #count = 0;
  #functionName: string | undefined;
  /** Emitted before any function was named. */
  #early: ((functionName: string) => Waiting)[] = [];
  #waiting: Waiting[] = [];
  #sending: Promise<void> | undefined;
  #isOver = false;
  #logGroup: Promise<string | undefined> | undefined;
  #origin: Promise<EventOrigin> | undefined;
  #hasFailed = false;

  constructor(options: EventRecordOptions) {
    this.#options = options;
  }

  /** Never throws and never waits. An event that names no function belongs to the one named last. */
  record(timeMs: number, event: ReleaseEvent): void {
    if (this.#isOver) return;
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
    this.#waiting.push(...this.#early.splice(0).map((early) => early(name)), entry(name));
    if (this.#waiting.length > MOST_WAITING) this.#waiting.splice(0, this.#waiting.length - MOST_WAITING);
    this.#send();
  }

  /** Keeps what is left, as far as the budget goes. May be called twice. */
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
    if (left > 0) this.#fail(`${left} events were not kept in time.`);
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
      .catch((error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#sending = undefined;
      });
  }

  async #sendAll(): Promise<void> {
    const {signal} = this.#ended;
    const {store, origin: originOf} = this.#options;
    this.#logGroup ??= this.#options.logGroup();
    const logGroup = await this.#logGroup;
    if (logGroup === undefined) {
      this.#isOver = true;
      this.#waiting = [];
      return;
    }
    this.#origin ??= originOf(signal);
    const origin = await this.#origin;
    for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
      const {functionName} = first;
      const batch = this.#waiting.filter((each) => each.functionName === functionName);
      const lines = batch.map(({timeMs, text}) => ({timeMs, text: withOrigin(text, origin)}));
      // In the order of time, which the clock of a machine may step back in.
      const inOrder = lines.toSorted((a, b) => a.timeMs - b.timeMs);
      await store.append(logGroup, functionName, inOrder, signal);
      const kept = new Set(batch);
      this.#waiting = this.#waiting.filter((each) => !kept.has(each));
    }
  }

  #fail(reason: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onFailure(reason);
  }
}

function functionOf(event: ReleaseEvent): string | undefined {
  if ('ref' in event) return event.ref.functionName;
  return 'functionName' in event ? event.functionName : undefined;
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

import {randomBytes} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import type {RunnableVersion} from '../invocation.js';
import type {LogStore} from '../logs/log-store.js';
import {type InvocationReport, type PlatformLines, platformLines} from './platform-lines.js';

const TAIL_BYTES = 4096;
// UTF-16 units that are sure to hold the tail: each is at least one byte of UTF-8.
const KEPT_UNITS = TAIL_BYTES;

/** The log stream of one execution environment, and the tail of the invocation that runs in it. */
export class EnvironmentLog {
  readonly stream: string;
  readonly #store: LogStore;
  readonly #clock: SandboxClock;
  readonly #version: RunnableVersion;
  readonly #lines: PlatformLines;
  #text = '';

  constructor(store: LogStore, clock: SandboxClock, version: RunnableVersion) {
    this.#store = store;
    this.#clock = clock;
    this.#version = version;
    this.#lines = platformLines(version);
    this.stream = streamName(clock.now(), version);
  }

  /** One event of the handler, or of the platform. */
  line(text: string): void {
    this.#text = `${this.#text}${text}\n`.slice(-KEPT_UNITS);
    this.#store.append(this.#version.logGroup, this.stream, this.#clock.now(), text);
  }

  /** The platform starts an environment. */
  initStart(): void {
    this.#write(this.#lines.initStart(this.#now()));
  }

  begin(requestId: string): void {
    this.#text = '';
    this.#write(this.#lines.start(this.#now(), requestId));
  }

  /** `note`: what the platform has to say of how the invocation ended. */
  end(requestId: string, report: InvocationReport, note?: string): void {
    if (note !== undefined) this.#write(this.#lines.note(this.#now(), note, report));
    this.#write(this.#lines.end(this.#now(), requestId, report));
  }

  /** The last 4 KB since begin(), what `LogType: Tail` answers. */
  tail(): string {
    const text = Buffer.from(this.#text);
    return text.subarray(Math.max(0, text.length - TAIL_BYTES)).toString('utf8');
  }

  #write(lines: readonly string[]): void {
    for (const each of lines) this.line(each);
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

/** `YYYY/MM/DD/[7]<32 hex>`; a log group of the user's own has the function's name in front of the version as well. */
function streamName(nowMs: number, version: RunnableVersion): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/');
  const id = randomBytes(16).toString('hex');
  return version.logGroup === `/aws/lambda/${version.functionName}`
    ? `${day}/[${version.version}]${id}`
    : `${day}/${version.functionName}[${version.version}][${id}]`;
}

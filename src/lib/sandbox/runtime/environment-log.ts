import {randomBytes} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import type {RunnableVersion} from '../invocation.js';
import type {LogStore} from '../logs/log-store.js';
import type {ExtensionState} from './api/extensions.js';
import type {TelemetryEvent} from './api/telemetry-event.js';
import type {EnvironmentListener} from './environment.js';
import {type PlatformLines, platformLines} from './platform-lines.js';
import {type InvocationReport, type PlatformRecord, type PlatformRecords, platformRecords} from './platform-records.js';

const TAIL_BYTES = 4096;
// UTF-16 units that are sure to hold the tail: each is at least one byte of UTF-8.
const KEPT_UNITS = TAIL_BYTES;

export interface EnvironmentLogOptions {
  readonly store: LogStore;
  readonly clock: SandboxClock;
  readonly version: RunnableVersion;
  /** Hears every event, whatever the log's format and level. */
  readonly onEvent: (event: TelemetryEvent) => void;
}

/** The log stream of one execution environment, and the tail of the invocation that runs in it. */
export class EnvironmentLog implements EnvironmentListener {
  readonly stream: string;
  readonly #options: EnvironmentLogOptions;
  readonly #lines: PlatformLines;
  readonly #records: PlatformRecords;
  #text = '';

  constructor(options: EnvironmentLogOptions) {
    this.#options = options;
    this.#lines = platformLines(options.version);
    this.#records = platformRecords(options.version);
    this.stream = streamName(options.clock.now(), options.version);
  }

  line(text: string): void {
    this.#tell({type: 'function', record: recordOf(text, this.#options.version)});
    this.#write([text]);
  }

  extensionLine(text: string): void {
    this.#tell({type: 'extension', record: `${text}\n`});
    this.#write([text]);
  }

  extension(state: ExtensionState): void {
    this.#tell(this.#records.extension(state));
    this.#write(this.#lines.extension(this.#now(), state));
  }

  /** The platform starts an environment. */
  initStart(): void {
    this.#tell(this.#records.initStart());
    this.#write(this.#lines.initStart(this.#now()));
  }

  initDone(durationMs: number, status: 'success' | 'error'): void {
    this.#tell(...this.#records.initDone(durationMs, status));
  }

  begin(requestId: string): void {
    this.#text = '';
    this.#tell(this.#records.start(requestId));
    this.#write(this.#lines.start(this.#now(), requestId));
  }

  /** `note`: what the platform has to say of how the invocation ended. */
  end(requestId: string, report: InvocationReport, note?: string): void {
    this.#tell(this.#records.runtimeDone(requestId, report), this.#records.report(requestId, report));
    if (note !== undefined) this.#write(this.#lines.note(this.#now(), note, report));
    this.#write(this.#lines.end(this.#now(), requestId, report));
  }

  /** The last 4 KB since begin(), what `LogType: Tail` answers. */
  tail(): string {
    const text = Buffer.from(this.#text);
    return text.subarray(Math.max(0, text.length - TAIL_BYTES)).toString('utf8');
  }

  #write(lines: readonly string[]): void {
    const {store, clock, version} = this.#options;
    for (const line of lines) {
      // Every event of a function's log ends with the end of its line.
      const text = `${line}\n`;
      this.#text = `${this.#text}${text}`.slice(-KEPT_UNITS);
      store.append(version.logGroup, this.stream, clock.now(), text);
    }
  }

  #tell(...records: readonly PlatformRecord[]): void {
    for (const each of records) this.#options.onEvent({time: this.#now(), ...each});
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

// In JSON format what a handler logs as JSON is told as what it is.
function recordOf(text: string, {logging}: RunnableVersion): unknown {
  if (logging.LogFormat !== 'JSON') return `${text}\n`;
  try {
    return JSON.parse(text);
  } catch {
    // Of an extension or a process of the handler's own: a text like any other.
    return `${text}\n`;
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

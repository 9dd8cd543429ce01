import {randomBytes} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import type {RunnableVersion} from '../invocation.js';
import type {LogStore} from '../logs/log-store.js';

/** What the REPORT line of one invocation says. */
export interface InvocationReport {
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly rssBytes?: number;
  readonly initMs?: number;
  readonly status?: 'error' | 'timeout';
}

const TAIL_BYTES = 4096;
// UTF-16 units that are sure to hold the tail: each is at least one byte of UTF-8.
const KEPT_UNITS = TAIL_BYTES;

/** The log stream of one execution environment, and the tail of the invocation that runs in it. */
export class EnvironmentLog {
  readonly stream: string;
  readonly #store: LogStore;
  readonly #clock: SandboxClock;
  readonly #version: RunnableVersion;
  #text = '';

  constructor(store: LogStore, clock: SandboxClock, version: RunnableVersion) {
    this.#store = store;
    this.#clock = clock;
    this.#version = version;
    this.stream = streamName(clock.now(), version);
  }

  /** One event of the handler, or of the platform. */
  line(text: string): void {
    this.#text = `${this.#text}${text}\n`.slice(-KEPT_UNITS);
    this.#store.append(this.#version.logGroup, this.stream, this.#clock.now(), text);
  }

  /** The platform starts an environment. */
  initStart(): void {
    const {runtime, runtimeArn} = this.#version;
    this.line(`INIT_START Runtime Version: ${versionName(runtime)}\tRuntime Version ARN: ${runtimeArn}`);
  }

  begin(requestId: string): void {
    this.#text = '';
    this.line(`START RequestId: ${requestId} Version: ${this.#version.version}`);
  }

  end(requestId: string, report: InvocationReport): void {
    const status = report.status === undefined ? '' : `\tStatus: ${report.status}`;
    const init = report.initMs === undefined ? '' : `\tInit Duration: ${report.initMs.toFixed(2)} ms`;
    const usedMb = Math.ceil((report.rssBytes ?? 0) / 2 ** 20);
    this.line(`END RequestId: ${requestId}`);
    this.line(
      `REPORT RequestId: ${requestId}\tDuration: ${report.durationMs.toFixed(2)} ms` +
        `\tBilled Duration: ${Math.ceil(report.durationMs + (report.initMs ?? 0))} ms` +
        `\tMemory Size: ${report.memoryMb} MB\tMax Memory Used: ${usedMb} MB${init}${status}`,
    );
  }

  /** The last 4 KB since begin(), what `LogType: Tail` answers. */
  tail(): string {
    const text = Buffer.from(this.#text);
    return text.subarray(Math.max(0, text.length - TAIL_BYTES)).toString('utf8');
  }
}

// nodejs22.x is nodejs:22.v1: AWS counts the patches of each runtime, there is one here.
function versionName(runtime: string): string {
  const [, language = runtime, version = ''] = /^([a-z]+)(.*?)(\.x)?$/.exec(runtime) ?? [];
  return `${language}:${version.replace(/^\./, '')}.v1`;
}

/** `YYYY/MM/DD/[7]<32 hex>`; a log group of the user's own has the function's name in front of the version as well. */
function streamName(nowMs: number, version: RunnableVersion): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/');
  const id = randomBytes(16).toString('hex');
  return version.logGroup === `/aws/lambda/${version.functionName}`
    ? `${day}/[${version.version}]${id}`
    : `${day}/${version.functionName}[${version.version}][${id}]`;
}

import {type ChildProcess, fork} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import type {ClockSpeed} from '../../model/clock-speed.js';
import {runtimeFile} from '../../package-root.js';
import type {RunnableVersion} from '../invocation.js';
import {isChildMessage} from './child-message.js';
import type {CodeFolder} from './code-folders.js';
import {exitFailure, initTimeoutFailure, type PlatformFailure, timeoutFailure} from './platform-failure.js';

/** One invocation as the child process gets it. */
export interface EnvironmentRequest {
  readonly requestId: string;
  readonly event: string;
  readonly invokedArn: string;
  /** base64 of JSON, as the caller sent it. */
  readonly clientContext?: string;
}

/** How an invocation ended. `init-failed` never reached the handler. */
export interface EnvironmentOutcome {
  readonly kind: 'finished' | 'timed-out' | 'exited' | 'init-failed';
  readonly payload: string;
  readonly failed: boolean;
  /** What the platform has to say about it in the log. */
  readonly note?: string;
  /** Handler time in wall milliseconds, without initialisation. */
  readonly durationMs: number;
  readonly rssBytes?: number;
  /** Set on the invocation that waited for the start of this environment. */
  readonly initMs?: number;
}

export interface EnvironmentOptions {
  readonly version: RunnableVersion;
  readonly folder: CodeFolder;
  readonly env: Record<string, string>;
  readonly clock: ClockSpeed;
  readonly onLine: (line: string) => void;
}

const INIT_LIMIT_MS = 10_000;
const BOOTSTRAP = 'lib/sandbox/runtime/bootstrap';

/**
 * One child process with one loaded handler: Lambda's execution environment. Runs one invocation at a time and is of no
 * use any more once `ended`. Timeouts run in wall time, whatever the sandbox's clock does: a handler is real code.
 */
export class Environment {
  /** Resolves once the handler is loaded, could not be loaded, or the process is gone. */
  readonly started: Promise<void>;
  ended = false;
  /** Resolves once the process is gone. */
  readonly gone: Promise<void>;
  readonly #options: EnvironmentOptions;
  readonly #child: ChildProcess;
  #markStarted: () => void = () => undefined;
  #initFailure: string | undefined;
  #initMs: number | undefined;
  #initTimer: NodeJS.Timeout;
  #finish: ((outcome: EnvironmentOutcome) => void) | undefined;
  #requestId = '';
  #runningSince = 0;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.started = new Promise((resolve) => {
      this.#markStarted = resolve;
    });
    const {version, folder} = options;
    this.#child = fork(runtimeFile(BOOTSTRAP), [], {
      cwd: folder.task,
      env: options.env,
      // Nothing of the parent's flags: a loader or an inspector of ours has no business in the handler.
      execArgv: [`--max-old-space-size=${version.memoryMb}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) this.#readLines(stream);
    this.#child.on('message', (message: unknown) => this.#receive(message));
    this.#child.on('error', (error) => this.#gone(exitFailure(this.#requestId, String(error))));
    this.gone = new Promise((resolve) => {
      this.#child.once('exit', resolve).once('error', resolve);
    });
    this.#child.on('exit', (code, signal) => this.#gone(exitFailure(this.#requestId, exitReason(code, signal))));
    const initLimitMs = INIT_LIMIT_MS + version.timeoutSeconds * 1000;
    this.#initTimer = setTimeout(() => this.#failInit(initTimeoutFailure(initLimitMs).payload), initLimitMs);
    this.#send({
      type: 'start',
      taskRoot: folder.task,
      handler: version.handler,
      clock: options.clock,
      about: {
        functionName: version.functionName,
        functionVersion: version.version,
        memoryLimitInMB: String(version.memoryMb),
        logGroupName: version.logGroup,
        logStreamName: options.env.AWS_LAMBDA_LOG_STREAM_NAME,
      },
    });
  }

  /** Process id, for the memory watch; undefined when the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Runs one invocation; never rejects. The caller has waited for `started` and gives no second one meanwhile. */
  async run(request: EnvironmentRequest): Promise<EnvironmentOutcome> {
    this.#requestId = request.requestId;
    const initMs = this.#initMs;
    this.#initMs = undefined;
    if (this.#initFailure !== undefined || this.ended) {
      this.kill();
      const payload = this.#initFailure ?? exitFailure(request.requestId, 'signal: killed').payload;
      return {kind: 'init-failed', payload, failed: true, durationMs: 0};
    }
    const timeoutMs = this.#options.version.timeoutSeconds * 1000;
    this.#runningSince = performance.now();
    const outcome = await new Promise<EnvironmentOutcome>((resolve) => {
      const timer = setTimeout(() => this.#timeOut(timeoutMs), timeoutMs);
      this.#finish = (finished) => {
        clearTimeout(timer);
        this.#finish = undefined;
        resolve(finished);
      };
      this.#send({type: 'invoke', ...request, deadlineMs: Date.now() + timeoutMs});
    });
    return initMs === undefined ? outcome : {...outcome, initMs};
  }

  /** Ends the process at once. */
  kill(): void {
    this.ended = true;
    clearTimeout(this.#initTimer);
    this.#child.kill('SIGKILL');
  }

  #send(message: object): void {
    // A child that died in between tells so by its exit event; the write error adds nothing to it.
    this.#child.send(message, () => undefined);
  }

  #readLines(stream: Readable | null): void {
    if (stream) createInterface({input: stream}).on('line', (line) => this.#options.onLine(line));
  }

  #receive(message: unknown): void {
    if (!isChildMessage(message)) return;
    switch (message.type) {
      case 'log':
        this.#options.onLine(message.line);
        break;
      case 'ready':
        this.#initMs = message.initMs;
        clearTimeout(this.#initTimer);
        this.#markStarted();
        break;
      case 'initFailed':
        this.#failInit(message.payload);
        break;
      case 'fatal':
        this.#finish?.({kind: 'exited', payload: message.payload, failed: true, durationMs: this.#elapsedMs()});
        this.kill();
        break;
      case 'result':
        this.#finish?.({
          kind: 'finished',
          payload: message.payload,
          failed: message.functionError !== undefined,
          durationMs: message.durationMs,
          rssBytes: message.rssBytes,
        });
    }
  }

  #failInit(payload: string): void {
    this.#initFailure ??= payload;
    this.kill();
    this.#markStarted();
  }

  #timeOut(timeoutMs: number): void {
    const finish = this.#finish;
    this.kill();
    const {payload, message} = timeoutFailure(this.#requestId, timeoutMs);
    finish?.({
      kind: 'timed-out',
      payload,
      note: message,
      failed: true,
      durationMs: timeoutMs,
    });
  }

  #gone({payload, message}: PlatformFailure): void {
    this.ended = true;
    clearTimeout(this.#initTimer);
    if (this.#finish)
      this.#finish({kind: 'exited', payload, note: message, failed: true, durationMs: this.#elapsedMs()});
    else this.#initFailure ??= payload;
    this.#markStarted();
  }

  #elapsedMs(): number {
    return performance.now() - this.#runningSince;
  }
}

// In Lambda's words; it kills by SIGKILL, V8 ends a full heap by SIGABRT.
const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
};

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0 ? '' : `exit status ${code ?? 'unknown'}`;
}

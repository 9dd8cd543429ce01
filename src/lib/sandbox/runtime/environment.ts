import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import type {RunnableVersion} from '../invocation.js';
import {ExtensionProcesses} from './api/extension-processes.js';
import type {ExtensionState} from './api/extensions.js';
import {type RuntimeAnswer, RuntimeApi} from './api/runtime-api.js';
import type {RuntimeEvent} from './api/runtime-event.js';
import type {Telemetry} from './api/telemetry.js';
import {TelemetryFrames} from './api/telemetry-frames.js';
import {endGroup, exitReason, peakBytes} from './child-process.js';
import type {CodeFolder} from './code-folders.js';
import {environmentVariables, LOG_FD} from './environment-variables.js';
import {wrapped} from './launch/lambda-paths.js';
import type {Launch} from './launch/launch.js';
import {exitFailure, initTimeoutFailure, timeoutFailure} from './platform-failure.js';

/** One invocation as an environment runs it. */
export type EnvironmentRequest = Omit<RuntimeEvent, 'deadlineMs'>;

/** How an invocation ended. `init-failed` never reached the handler. */
export interface EnvironmentOutcome {
  readonly kind: 'finished' | 'timed-out' | 'exited' | 'init-failed';
  readonly payload: Buffer;
  readonly failed: boolean;
  /** What the platform has to say about it in the log. */
  readonly note?: string;
  /** Handler time in wall milliseconds, without initialisation. */
  readonly durationMs: number;
  readonly rssBytes?: number;
  /** Set on the invocation that waited for the start of this environment. */
  readonly initMs?: number;
  /** Content type of an answer that was streamed. */
  readonly streamed?: string;
}

export interface EnvironmentOptions {
  readonly version: RunnableVersion;
  readonly folder: CodeFolder;
  readonly launch: Launch;
  readonly logStream: string;
  readonly endpointUrl: string | undefined;
  readonly telemetry: Telemetry;
  readonly log: EnvironmentListener;
}

/** Hears what an environment has to say for its log. */
export interface EnvironmentListener {
  /** A log event of the handler or its runtime. */
  line(text: string): void;
  /** Whatever an extension writes. */
  extensionLine(text: string): void;
  extension(state: ExtensionState): void;
  /** The environment is initialised, or could not be. */
  initDone(durationMs: number, status: 'success' | 'error'): void;
}

const INIT_LIMIT_MS = 10_000;

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
  readonly #api: RuntimeApi;
  readonly #child: ChildProcess;
  readonly #extensions: ExtensionProcesses;
  readonly #spawnedMs = performance.now();
  readonly #initTimer: NodeJS.Timeout;
  #markStarted: () => void = () => undefined;
  #markIdle: () => void = () => undefined;
  #initialised = false;
  #initFailure: Buffer | undefined;
  #initMs: number | undefined;
  #finish: ((outcome: EnvironmentOutcome) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #shutDown: Promise<void> | undefined;
  #requestId = '';
  #runningSince = 0;

  /** Starts the process; the handler need not be loaded yet. */
  static async start(options: EnvironmentOptions): Promise<Environment> {
    const {version} = options;
    const about = {
      functionName: version.functionName,
      functionVersion: version.version,
      handler: version.handler,
      accountId: version.functionArn.split(':')[4] ?? '',
    };
    const {telemetry, log} = options;
    const api = await RuntimeApi.listen({about, telemetry, onState: (state) => log.extension(state)});
    return new Environment(options, api);
  }

  private constructor(options: EnvironmentOptions, api: RuntimeApi) {
    this.#options = options;
    this.#api = api;
    const {version, folder, launch, log} = options;
    const onLine = (text: string) => log.line(text);
    this.started = new Promise((resolve) => {
      this.#markStarted = resolve;
    });
    const env = environmentVariables({...options, runtimeApi: api.address});
    this.#extensions = new ExtensionProcesses(folder, env, {
      onLine: (text) => log.extensionLine(text),
      onState: (state) => log.extension(state),
    });
    const {command, args} = wrapped(launch, version, folder);
    this.#child = spawn(command, args, {
      cwd: folder.task,
      env,
      // A process group of its own: Ctrl-C in the sandbox's terminal is the sandbox's, and what it started ends with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', launch.framedLogs ? 'pipe' : 'ignore'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({input: stream}).on('line', (line) => onLine(line));
    }
    const frames = new TelemetryFrames(onLine);
    const logs = this.#child.stdio[LOG_FD] as Readable | null | undefined;
    logs?.on('data', (chunk: Buffer) => frames.write(chunk));
    const closed = new Promise((resolve) => this.#child.once('close', resolve).once('error', resolve));
    this.gone = closed.then(() => this.#shutDown);
    // What it started and left behind ends with it.
    this.#child.once('exit', () => endGroup(this.#child));
    this.#child.on('error', (error) => this.#exited(String(error)));
    // Not `exit`: what it wrote last is read by then.
    this.#child.on('close', (code, signal) => this.#exited(exitReason(code, signal)));
    const initLimitMs = INIT_LIMIT_MS + version.timeoutSeconds * 1000;
    this.#initTimer = setTimeout(() => this.#failInit(initTimeoutFailure(initLimitMs).payload), initLimitMs);
    api.serve({
      onNext: () => void this.#next(),
      onInitError: (payload) => this.#failInit(payload),
      onAnswer: (answer) => void this.#answered(answer),
    });
  }

  /** Process id, for the memory watch; undefined when the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Runs one invocation; never rejects. The caller has waited for `started`, and before the next one for `idle`, which
   * comes after the answer: once the runtime and the extensions ask for more, or the process is gone.
   */
  run(request: EnvironmentRequest): {readonly outcome: Promise<EnvironmentOutcome>; readonly idle: Promise<void>} {
    if (this.#initFailure !== undefined || this.ended) {
      this.kill();
      const payload = this.#initFailure ?? exitFailure(request.requestId, 'signal: killed').payload;
      const outcome = {kind: 'init-failed', payload, failed: true, durationMs: 0} as const;
      return {outcome: Promise.resolve(outcome), idle: Promise.resolve()};
    }
    this.#requestId = request.requestId;
    const initMs = this.#initMs;
    this.#initMs = undefined;
    const timeoutMs = this.#options.version.timeoutSeconds * 1000;
    const idle = new Promise<void>((resolve) => {
      this.#markIdle = resolve;
    });
    const outcome = new Promise<EnvironmentOutcome>((resolve) => {
      this.#finish = (finished) => {
        this.#finish = undefined;
        resolve(initMs === undefined ? finished : {...finished, initMs});
      };
    });
    this.#timer = setTimeout(() => this.#timeOut(timeoutMs), timeoutMs);
    this.#runningSince = performance.now();
    this.#api.give({...request, deadlineMs: Date.now() + timeoutMs});
    return {outcome, idle};
  }

  /** Ends the process at once; extensions that asked for it are told first. */
  kill(reason: 'spindown' | 'timeout' | 'failure' = 'spindown'): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.#initTimer);
    clearTimeout(this.#timer);
    endGroup(this.#child);
    this.#shutDown = this.#end(reason);
  }

  // Extensions learn of the last invocation before they are told to end.
  async #end(reason: string): Promise<void> {
    await turn();
    await this.#api.telemetry.flush();
    await this.#extensions.end(this.#api.extensions, reason);
    this.#api.close();
  }

  async #next(): Promise<void> {
    await this.#api.extensions.settled(this.#extensions.count);
    if (!this.#initialised) {
      this.#initialised = true;
      this.#initMs = performance.now() - this.#spawnedMs;
      this.#options.log.initDone(this.#initMs, 'success');
      this.#api.telemetry.close();
      clearTimeout(this.#initTimer);
      this.#markStarted();
    }
    clearTimeout(this.#timer);
    this.#markIdle();
  }

  async #answered({payload, failed, contentType, streamed, rssBytes}: RuntimeAnswer): Promise<void> {
    const durationMs = performance.now() - this.#runningSince;
    const rss = peakBytes(this.pid) ?? rssBytes;
    // What the handler logged before it answered lies in other pipes: it is read within a turn of the loop.
    await turn();
    await turn();
    this.#finish?.({
      kind: 'finished',
      payload,
      failed,
      durationMs,
      ...(rss === undefined ? {} : {rssBytes: rss}),
      ...(streamed ? {streamed: contentType} : {}),
    });
  }

  #failInit(payload: Buffer): void {
    if (this.#initialised) return;
    this.#initFailure ??= payload;
    this.#options.log.initDone(performance.now() - this.#spawnedMs, 'error');
    this.kill('failure');
    this.#markStarted();
  }

  #timeOut(timeoutMs: number): void {
    const {payload, message} = timeoutFailure(this.#requestId, timeoutMs);
    this.#finish?.({kind: 'timed-out', payload, note: message, failed: true, durationMs: timeoutMs});
    this.kill('timeout');
  }

  #exited(reason: string): void {
    const {payload, message} = exitFailure(this.#requestId, reason);
    const durationMs = performance.now() - this.#runningSince;
    if (this.#finish) this.#finish({kind: 'exited', payload, note: message, failed: true, durationMs});
    else this.#initFailure ??= payload;
    this.kill('failure');
    this.#markStarted();
    this.#markIdle();
  }
}

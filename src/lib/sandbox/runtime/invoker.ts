import {randomBytes} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import type {MetricsStore} from '../cloudwatch/metrics-store.js';
import type {InvocationRequest, InvocationResult, Invoker, RunnableVersion} from '../invocation.js';
import type {LogStore} from '../logs/log-store.js';
import {Telemetry} from './api/telemetry.js';
import {CodeFolders} from './code-folders.js';
import {ConcurrencyLimits} from './concurrency.js';
import {Environment, type EnvironmentOutcome, type EnvironmentRequest} from './environment.js';
import {EnvironmentLog} from './environment-log.js';
import {EnvironmentPool, type PooledEnvironment} from './environment-pool.js';
import {InvocationMetrics} from './invocation-metrics.js';
import {Runtimes} from './launch/runtimes.js';
import {oversizeFailure, startFailure} from './platform-failure.js';

export interface InvokerOptions {
  readonly clock: SandboxClock;
  readonly metrics: MetricsStore;
  readonly logs: LogStore;
  /** The account's concurrency limit in this region. */
  readonly accountConcurrency: number;
  /** What all functions have reserved of it together; nothing when absent. */
  readonly reservedConcurrency?: () => number;
  /** Real processes at a time, over all functions; 8 when absent. More invocations than that in flight wait their turn. */
  readonly maxProcesses?: number;
  /** Wall milliseconds until an idle process is ended; a minute when absent. */
  readonly idleMs?: number;
  /** Handed to handlers as AWS_ENDPOINT_URL, so that their own AWS calls come back to the sandbox. */
  readonly endpointUrl?: () => string | undefined;
  /** The project whose AWS SDK for JavaScript handlers find; the working folder when absent. */
  readonly sdkFrom?: string | undefined;
  /** What this machine runs; without Java's runtime interface client when absent. */
  readonly runtimes?: Runtimes;
}

const DEFAULT_PROCESSES = 8;
const DEFAULT_IDLE_MS = 60_000;

/**
 * Runs handler code in child processes, throttles as Lambda does, and feeds metrics and logs. What this machine cannot run
 * answers as a function that cannot be initialised. Durations and timeouts are wall time, at any clock speed;
 * time spent waiting for a process is in no duration.
 */
export function createInvoker(options: InvokerOptions): Invoker {
  const {clock, logs} = options;
  const folders = new CodeFolders(options.sdkFrom ?? process.cwd());
  const limits = new ConcurrencyLimits(options.accountConcurrency, options.reservedConcurrency ?? (() => 0));
  const metrics = new InvocationMetrics(options.metrics);
  const runtimes = options.runtimes ?? new Runtimes(clock.speed);
  const pool = new EnvironmentPool({
    maxProcesses: options.maxProcesses ?? DEFAULT_PROCESSES,
    idleMs: options.idleMs ?? DEFAULT_IDLE_MS,
    start,
  });

  async function start(version: RunnableVersion): Promise<PooledEnvironment> {
    const launcher = runtimes.launcherOf(version.runtime);
    const folder = await folders.acquire(version);
    try {
      const launch = await launcher.launch(version, folder);
      const telemetry = new Telemetry();
      const log = new EnvironmentLog({store: logs, clock, version, onEvent: (event) => telemetry.add(event)});
      log.initStart();
      const endpointUrl = options.endpointUrl?.();
      const environment = await Environment.start({
        version,
        folder,
        launch,
        logStream: log.stream,
        endpointUrl,
        telemetry,
        log,
      });
      void environment.gone.then(() => folders.release(version.revisionKey));
      return {environment, log};
    } catch (error) {
      await folders.release(version.revisionKey);
      throw error;
    }
  }

  async function invoke(request: InvocationRequest): Promise<InvocationResult> {
    const startedMs = clock.now();
    const admission = limits.enter(request.target.functionName, request.concurrency);
    if (!admission.admitted) {
      metrics.throttled(request, startedMs);
      return {kind: 'throttled', reason: admission.reason};
    }
    metrics.concurrency(request, startedMs, admission.ofFunction, admission.ofAccount);
    metrics.provisioned(request, startedMs, admission);
    try {
      const {outcome, logTail} = await run(request);
      const {failed, durationMs} = outcome;
      metrics.served(request, {startedMs, failed, ...(outcome.kind === 'init-failed' ? {} : {durationMs})});
      return {
        kind: 'done',
        payload: outcome.payload,
        ...(outcome.streamed === undefined ? {} : {contentType: outcome.streamed}),
        logTail,
        ...(failed ? {functionError: 'Unhandled'} : {}),
      };
    } finally {
      admission.leave();
    }
  }

  async function run(request: InvocationRequest): Promise<{outcome: EnvironmentOutcome; logTail: string}> {
    try {
      return await pool.use(request.target, async ({environment, log}) => {
        log.begin(request.requestId);
        const running = environment.run(toEnvironmentRequest(request));
        const outcome = withinSize(await running.outcome);
        log.end(request.requestId, toReport(request.target, outcome), outcome.note);
        return {result: {outcome, logTail: log.tail()}, idle: running.idle};
      });
    } catch (error) {
      // The code cannot be unpacked or started here; for the caller that is a function that cannot be initialised.
      const {payload, message} = startFailure(error instanceof Error ? error.message : String(error));
      return {outcome: {kind: 'init-failed', payload, failed: true, durationMs: 0}, logTail: `${message}\n`};
    }
  }

  return {
    invoke,
    whyNot: (candidate) => runtimes.whyNot(candidate),
    async close() {
      await pool.close();
      await folders.close();
    },
  };
}

function toEnvironmentRequest(request: InvocationRequest): EnvironmentRequest {
  const {payload, requestId, invokedArn, clientContext, traceId, onChunk} = request;
  return {
    requestId,
    payload: payload.length === 0 ? Buffer.from('{}') : payload,
    invokedArn,
    traceId: traceId ?? newTraceId(),
    ...(clientContext === undefined ? {} : {clientContext}),
    ...(onChunk === undefined ? {} : {onChunk}),
  };
}

// Root, parent and whether it is sampled, as X-Ray writes them; nothing is recorded here.
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}

function withinSize(outcome: EnvironmentOutcome): EnvironmentOutcome {
  // A stream may be larger; up to 200 MB of it (Lambda Developer Guide, gettingstarted-limits).
  const oversize = outcome.streamed === undefined ? oversizeFailure(outcome.payload) : undefined;
  return oversize === undefined
    ? outcome
    : {...outcome, payload: oversize.payload, note: oversize.message, failed: true};
}

function toReport(version: RunnableVersion, outcome: EnvironmentOutcome) {
  return {
    durationMs: outcome.durationMs,
    memoryMb: version.memoryMb,
    ...(outcome.rssBytes === undefined ? {} : {rssBytes: outcome.rssBytes}),
    ...(outcome.initMs === undefined ? {} : {initMs: outcome.initMs}),
    ...(outcome.failed ? {status: outcome.kind === 'timed-out' ? ('timeout' as const) : ('error' as const)} : {}),
  };
}

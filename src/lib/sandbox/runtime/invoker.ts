import type {SandboxClock} from '../clock.js';
import type {MetricsStore} from '../cloudwatch/metrics-store.js';
import type {InvocationRequest, InvocationResult, Invoker, RunnableVersion} from '../invocation.js';
import type {LogStore} from '../logs/log-store.js';
import {CodeFolders} from './code-folders.js';
import {ConcurrencyLimits} from './concurrency.js';
import {Environment, type EnvironmentOutcome, type EnvironmentRequest} from './environment.js';
import {EnvironmentLog} from './environment-log.js';
import {EnvironmentPool, type PooledEnvironment} from './environment-pool.js';
import {environmentVariables} from './environment-variables.js';
import {InvocationMetrics} from './invocation-metrics.js';
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
}

const DEFAULT_PROCESSES = 8;
const DEFAULT_IDLE_MS = 60_000;

/**
 * Runs handler code in child processes, throttles as Lambda does, and feeds metrics and logs. Node.js only: another
 * runtime answers as a function that cannot be initialised. Durations and timeouts are wall time, at any clock speed;
 * time spent waiting for a process is in no duration.
 */
export function createInvoker(options: InvokerOptions): Invoker {
  const {clock, logs} = options;
  const folders = new CodeFolders();
  const limits = new ConcurrencyLimits(options.accountConcurrency, options.reservedConcurrency ?? (() => 0));
  const metrics = new InvocationMetrics(options.metrics);
  const pool = new EnvironmentPool({
    maxProcesses: options.maxProcesses ?? DEFAULT_PROCESSES,
    idleMs: options.idleMs ?? DEFAULT_IDLE_MS,
    start,
  });

  async function start(version: RunnableVersion): Promise<PooledEnvironment> {
    if (!version.runtime.startsWith('nodejs')) {
      throw new Error(`The sandbox runs Node.js handlers; it cannot run ${version.runtime}.`);
    }
    const folder = await folders.acquire(version);
    const log = new EnvironmentLog(logs, clock, version);
    const env = environmentVariables(version, folder, log.stream, options.endpointUrl?.());
    const onLine = (line: string) => log.line(line);
    const environment = new Environment({version, folder, env, clock: clock.speed, onLine});
    void environment.gone.then(() => folders.release(version.revisionKey));
    return {environment, log};
  }

  async function invoke(request: InvocationRequest): Promise<InvocationResult> {
    const startedMs = clock.now();
    const admission = limits.enter(request.target.functionName, request.reserved);
    if (!admission.admitted) {
      metrics.throttled(request, startedMs);
      return {kind: 'throttled', reason: admission.reason};
    }
    metrics.concurrency(request, startedMs, admission.ofFunction, admission.ofAccount);
    try {
      const {outcome, logTail} = await run(request);
      const {failed, durationMs} = outcome;
      metrics.served(request, {startedMs, failed, ...(outcome.kind === 'init-failed' ? {} : {durationMs})});
      return {
        kind: 'done',
        payload: Buffer.from(outcome.payload),
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
        const outcome = withinSize(await environment.run(toEnvironmentRequest(request)));
        if (outcome.note !== undefined) log.line(`${new Date(clock.now()).toISOString()} ${outcome.note}`);
        log.end(request.requestId, toReport(request.target, outcome));
        return {outcome, logTail: log.tail()};
      });
    } catch (error) {
      // The code cannot be unpacked or started here; for the caller that is a function that cannot be initialised.
      const {payload, message} = startFailure(error instanceof Error ? error.message : String(error));
      return {outcome: {kind: 'init-failed', payload, failed: true, durationMs: 0}, logTail: `${message}\n`};
    }
  }

  return {
    invoke,
    async close() {
      await pool.close();
      await folders.close();
    },
  };
}

function toEnvironmentRequest(request: InvocationRequest): EnvironmentRequest {
  return {
    requestId: request.requestId,
    event: request.payload.length === 0 ? '{}' : request.payload.toString('utf8'),
    invokedArn: request.invokedArn,
    ...(request.clientContext === undefined ? {} : {clientContext: request.clientContext}),
  };
}

function withinSize(outcome: EnvironmentOutcome): EnvironmentOutcome {
  const oversize = oversizeFailure(outcome.payload);
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

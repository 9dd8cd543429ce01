import {CallLog, type CallRecord} from './call-log.js';
import {SandboxClock} from './clock.js';
import {createCloudWatch} from './cloudwatch/cloudwatch-service.js';
import {MetricsStore} from './cloudwatch/metrics-store.js';
import {answerControl, controlPrefix} from './control.js';
import {Dispatcher} from './dispatcher.js';
import {type FaultInput, faultSchema} from './fault.js';
import {Faults} from './faults.js';
import {listen, loopback} from './http-server.js';
import {reservedConcurrencyTotal} from './lambda/concurrency/pool.js';
import {Transitions} from './lambda/function/transitions.js';
import {createLambda} from './lambda/lambda-service.js';
import {LambdaState} from './lambda/state.js';
import {type LoadInput, loadSchema} from './load/load.js';
import {Loads} from './load/loads.js';
import {LogStore} from './logs/log-store.js';
import {createLogs} from './logs/logs-service.js';
import {eventMetrics} from './runtime/event-metrics.js';
import {InvocationMetrics} from './runtime/invocation-metrics.js';
import {createInvoker} from './runtime/invoker.js';
import {createS3} from './s3/s3-service.js';
import {ParameterStore} from './ssm/parameter-store.js';
import {createSsm} from './ssm/ssm-service.js';
import {createSts} from './sts/sts-service.js';

export interface SandboxOptions {
  /** 0, the default, = any free port. */
  readonly port?: number;
  /** How many times as fast as the wall the sandbox's clock runs; 1 when absent. */
  readonly speed?: number;
  readonly region?: string;
  readonly accountId?: string;
  /** The account's concurrency limit; 1000 when absent. */
  readonly accountConcurrency?: number;
  /** Sandbox milliseconds that Pending and InProgress last; 1500 when absent, infinite = until settle(). */
  readonly updateDelayMs?: number;
  /** Sandbox milliseconds until metrics are visible; 60,000 when absent. */
  readonly metricsDelayMs?: number;
  /** Control-plane requests per second of sandbox time; 15 when absent as on AWS, 0 = unlimited. */
  readonly requestsPerSecond?: number;
  /** Hears of mistakes of the sandbox itself, one line each; they go to stderr when absent. */
  readonly onBug?: (line: string) => void;
}

export interface Sandbox extends AsyncDisposable {
  /** What AWS_ENDPOINT_URL is set to. */
  readonly endpoint: string;
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
  readonly clock: SandboxClock;
  /** Finishes every creation, update and provisioning that is under way. */
  settle(): void;
  /** Sets a fault, as `POST /_sandbox/faults` does. Throws when it is none. */
  addFault(fault: FaultInput): void;
  clearFaults(): void;
  /** Counts invocations nobody makes, as `POST /_sandbox/invocations` does. Throws when it is no load or has no alias. */
  setLoad(load: LoadInput): void;
  clearLoads(): void;
  /** The most recent calls, oldest first. */
  calls(): readonly CallRecord[];
  /** Stops listening and ends every child process. */
  close(): Promise<void>;
}

/** Starts a local AWS endpoint on loopback; rejects when the port is taken. Everything is in memory and gone when it closes. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const region = options.region ?? 'us-east-1';
  const accountId = options.accountId ?? '000000000000';
  const accountConcurrency = options.accountConcurrency ?? 1000;
  const onBug = reporter(options.onBug);
  const clock = new SandboxClock({speed: options.speed ?? 1, originMs: Date.now()});
  const metrics = new MetricsStore(clock, {delayMs: options.metricsDelayMs ?? 60_000});
  const logs = new LogStore(clock);
  const state = new LambdaState();
  const transitions = new Transitions(clock, options.updateDelayMs ?? 1500);
  let endpoint: string | undefined;
  const invoker = createInvoker({
    clock,
    metrics,
    logs,
    accountConcurrency,
    reservedConcurrency: () => reservedConcurrencyTotal(state),
    endpointUrl: () => endpoint,
  });
  const s3 = createS3(clock, {accountId});
  const world = {region, accountId, clock, state, transitions, invoker, accountConcurrency, readObject: s3.readObject};
  const lambda = createLambda(world, {
    requestsPerSecond: options.requestsPerSecond ?? 15,
    onBug,
    countEvent: (metric, functionName) => metrics.record(eventMetrics(metric, functionName, clock.now())),
  });
  const faults = new Faults(metrics);
  const loads = new Loads({clock, state, metrics: new InvocationMetrics(metrics)});
  const calls = new CallLog();
  const services = {
    lambda,
    cloudwatch: createCloudWatch(metrics, clock),
    logs: createLogs(logs, clock),
    s3,
    ssm: createSsm(new ParameterStore({region, accountId, clock})),
    sts: createSts({accountId}),
  };
  const dispatcher = new Dispatcher({services, faults, calls, clock, region});
  const control = {clock, faults, calls, transitions, loads, state, region, accountId};
  const server = await listen({
    port: options.port ?? 0,
    region,
    onBug,
    answer: async (request) => {
      loads.catchUp();
      return request.path.startsWith(controlPrefix) ? answerControl(control, request) : dispatcher.answer(request);
    },
  }).catch(async (error: unknown) => {
    await invoker.close();
    throw error;
  });
  endpoint = `http://${loopback}:${server.port}`;
  const close = async (): Promise<void> => {
    lambda.close();
    await server.close();
    await invoker.close();
  };
  return {
    endpoint,
    port: server.port,
    region,
    accountId,
    clock,
    settle: () => transitions.settle(),
    addFault: (fault) => faults.add(faultSchema.parse(fault)),
    clearFaults: () => faults.clear(),
    setLoad: (load) => loads.set(loadSchema.parse(load)),
    clearLoads: () => loads.clear(),
    calls: () => calls.recent(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function reporter(onBug: ((line: string) => void) | undefined): (error: unknown) => void {
  const report = onBug ?? ((line: string) => process.stderr.write(`${line}\n`));
  return (error) => report(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

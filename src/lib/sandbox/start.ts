import {UsageError} from '../errors.js';
import {CallLog, type CallRecord} from './call-log.js';
import {SandboxClock} from './clock.js';
import {answerControl, controlPrefix} from './control.js';
import type {AccessKey} from './credentials/access-key.js';
import {Callers} from './credentials/callers.js';
import {Sessions} from './credentials/sessions.js';
import {Dispatcher} from './dispatcher.js';
import {type FaultInput, faultSchema} from './fault.js';
import {Faults} from './faults.js';
import {listen, loopback} from './http-server.js';
import {Transitions} from './lambda/function/transitions.js';
import {type LoadInput, loadSchema} from './load/load.js';
import {clearLoads, setLoad} from './load/loads-of-worlds.js';
import {isAccountId, isRegion, type Place} from './place.js';
import {Runtimes} from './runtime/launch/runtimes.js';
import {Worlds} from './worlds.js';

export interface SandboxOptions {
  /** 0, the default, = any free port. */
  readonly port?: number;
  /** How many times as fast as the wall the sandbox's clock runs; 1 when absent. */
  readonly speed?: number;
  /** A clock of the caller's own instead, for time that moves only when it says so. */
  readonly clock?: SandboxClock;
  /** Where unsigned requests go; us-east-1 when absent. A signed one goes to the Region it is signed for. */
  readonly region?: string;
  /** Of callers whose access key id is no account number; 000000000000 when absent. */
  readonly accountId?: string;
  /** Each account's concurrency limit; 1000 when absent. */
  readonly accountConcurrency?: number;
  /** Sandbox milliseconds that Pending and InProgress last; 1500 when absent, infinite = until settle(). */
  readonly updateDelayMs?: number;
  /** Sandbox milliseconds until metrics are visible; 60,000 when absent. */
  readonly metricsDelayMs?: number;
  /** Sandbox milliseconds until a write of an alias counts for every invocation, more and more from its beginning; 0 when absent. */
  readonly aliasDelayMs?: number;
  /** Sandbox milliseconds in which every other read of an alias may answer what it was before a write; 0 when absent. */
  readonly staleReadsMs?: number;
  /** The only access keys that are taken, their signatures verified; any, unverified, when absent. */
  readonly credentials?: readonly AccessKey[];
  /** Control-plane requests per second of sandbox time; 15 when absent as on AWS, 0 = unlimited. */
  readonly requestsPerSecond?: number;
  /** The project whose AWS SDK for JavaScript handlers find when they bring none; the working folder when absent. */
  readonly sdkFrom?: string | undefined;
  /** Folder with the jars of AWS's runtime interface client for Java, for packages that do not bring it. */
  readonly javaClient?: string | undefined;
  /** Takes functions that cannot run on this machine, for clients that never invoke them; their invocations fail. */
  readonly acceptAnyRuntime?: boolean;
  /** Hears of mistakes of the sandbox itself, one line each; they go to stderr when absent. */
  readonly onBug?: (line: string) => void;
}

export interface Sandbox extends AsyncDisposable, Place {
  /** What AWS_ENDPOINT_URL is set to. */
  readonly endpoint: string;
  readonly port: number;
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

/** Starts a local AWS endpoint on loopback for every account and Region; rejects when the port is taken, or with UsageError for a Region or an account that is none. Everything is in memory and gone when it closes. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const home = homeOf(options);
  const onBug = reporter(options.onBug);
  const clock = options.clock ?? new SandboxClock({speed: options.speed ?? 1, originMs: Date.now()});
  const transitions = new Transitions(clock, options.updateDelayMs ?? 1500);
  let endpoint: string | undefined;
  const faults = new Faults({aliasDelayMs: options.aliasDelayMs ?? 0, staleReadsMs: options.staleReadsMs ?? 0});
  const sessions = new Sessions(clock);
  const worlds = new Worlds({
    sessions,
    clock,
    transitions,
    accountConcurrency: options.accountConcurrency ?? 1000,
    requestsPerSecond: options.requestsPerSecond ?? 15,
    metricsDelayMs: options.metricsDelayMs ?? 60_000,
    metricFaults: faults.metrics,
    propagation: faults.aliases,
    onBug,
    endpointUrl: () => endpoint,
    runtimes: new Runtimes(clock.speed, {javaClient: options.javaClient}),
    sdkFrom: options.sdkFrom,
    acceptAnyRuntime: options.acceptAnyRuntime ?? false,
    call: (request) => dispatcher.answer(request),
  });
  const calls = new CallLog();
  const callers = new Callers({home, sessions, keys: options.credentials});
  const dispatcher: Dispatcher = new Dispatcher({worlds, faults, calls, clock, callers});
  const control = {clock, faults, calls, transitions, worlds, home};
  const server = await listen({
    port: options.port ?? 0,
    home,
    onBug,
    answer: async (request) => {
      if (!request.path.startsWith(controlPrefix)) return dispatcher.answerClient(request);
      for (const {loads} of worlds.all()) loads.catchUp();
      return answerControl(control, request);
    },
  });
  endpoint = `http://${loopback}:${server.port}`;
  const close = async (): Promise<void> => {
    await server.close();
    await worlds.close();
  };
  return {
    endpoint,
    port: server.port,
    ...home,
    clock,
    settle: () => transitions.settle(),
    addFault: (fault) => faults.add(faultSchema.parse(fault)),
    clearFaults: () => faults.clear(),
    setLoad: (load) => setLoad(worlds, home, loadSchema.parse(load)),
    clearLoads: () => clearLoads(worlds),
    calls: () => calls.recent(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function homeOf({region = 'us-east-1', accountId = '000000000000'}: SandboxOptions): Place {
  if (!isRegion(region)) {
    throw new UsageError(`${region} is no AWS region.`, {
      code: 'REGION_INVALID',
      suggestions: ['Name one as AWS does: --region eu-west-1'],
    });
  }
  if (!isAccountId(accountId)) {
    throw new UsageError(`${accountId} is no AWS account: its number has twelve digits.`, {
      code: 'ACCOUNT_INVALID',
      suggestions: ['Name one of twelve digits: --account-id 123456789012'],
    });
  }
  return {region, accountId};
}

function reporter(onBug: ((line: string) => void) | undefined): (error: unknown) => void {
  const report = onBug ?? ((line: string) => process.stderr.write(`${line}\n`));
  return (error) => report(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

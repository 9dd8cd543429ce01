import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {setTimeout as pause} from 'node:timers/promises';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {createWiring} from '../../src/lib/cli/wiring.js';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {stateMachine} from '../../src/lib/engine/machine.js';
import {runRollout} from '../../src/lib/execute/rollout/rollout.js';
import type {Tells} from '../../src/lib/model/rollout/execution.js';
import {parseSteps} from '../../src/lib/model/rollout/step.js';
import {observeRollout} from '../../src/lib/observe/rollout/rollout.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {type ExecutionInput, toExecutionInput} from '../../src/lib/plan/engine/execution-input.js';
import type {RolloutSpec} from '../../src/lib/plan/rollout/plan.js';
import {planRollout} from '../../src/lib/plan/rollout/rollout.js';
import type {LoadInput} from '../../src/lib/sandbox/load/load.js';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';
import type {Ports} from '../../src/lib/service/ports.js';
import {EventRecorder} from '../fakes/event-recorder.js';
import {zipOf} from '../sandbox/zip-of.js';
import {type Ministack, startMinistack} from './ministack.js';

const FUNCTION = 'checkout';
const Role = 'arn:aws:iam::000000000000:role/any';
const PLACE = 'us-east-1:000000000000';
/** A minute lasts two seconds: what a tick takes on a busy machine is some seconds of it, as on AWS. */
const SPEED = 30;
/** The longest that Lambda has, so that a tick on a machine that stands still for seconds is none that hangs. */
const PATIENT_SECONDS = 900;
/** What a person sees once the first step has been made, and the second. */
export const AT_FIRST = '1 + 2 at 0.1';
export const AT_SECOND = '1 + 2 at 0.5';
interface Asked {
  readonly steps?: string;
  readonly onInconclusive?: RolloutSpec['onInconclusive'];
  readonly tells?: Tells;
}

/** Steps that no execution gets past before a person, or somebody else, has acted, however slow the machine. */
export const STAYS_AT_FIRST: Asked = {steps: '10%:12h'};
export const STAYS_AT_SECOND: Asked = {steps: '10%:2m, 50%:12h', onInconclusive: 'promote'};
/** An execution ends in seconds; one that does not has to be seen, and not waited for until the test's own end. */
const LONGEST_MS = 300_000;

/** How a command ended, and what it said. */
export interface Told {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How an execution ended, in a line. */
export interface End {
  /** `Promoted`, `HandedOn`, or the name of the error. */
  readonly outcome: string;
  readonly cause: string;
  /** Errors of its tasks, in order. */
  readonly errors: readonly string[];
}

/** The sandbox with the tick function and a function to release on it, and ministack beside it, on one fast clock. */
export class EngineStage {
  readonly sandbox: Sandbox;
  readonly lambda: LambdaClient;
  readonly sfn: SFNClient;
  readonly ports: Ports;
  readonly #ministack: Ministack;
  readonly #folder: string;
  readonly #environment: Readonly<Record<string, string>>;
  #count = 0;

  private constructor(sandbox: Sandbox, ministack: Ministack, folder: string, ports: Ports) {
    this.sandbox = sandbox;
    this.#ministack = ministack;
    this.#folder = folder;
    this.ports = ports;
    this.#environment = sandboxEnvironment(sandbox);
    const credentials = {accessKeyId: 'sandbox', secretAccessKey: 'sandbox'};
    const {region} = sandbox;
    this.lambda = new LambdaClient({endpoint: sandbox.endpoint, region, credentials});
    this.sfn = new SFNClient({endpoint: ministack.endpoint, region, credentials});
  }

  /** Puts where the sandbox is into this process's environment, until it closes. */
  static async open(python: string): Promise<EngineStage> {
    const sandbox = await startSandbox({speed: SPEED, metricsDelayMs: 1_000, updateDelayMs: 0, requestsPerSecond: 0});
    const folder = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-engine-'));
    const ministack = await startMinistack(python, sandbox, folder);
    const environment = {...sandboxEnvironment(sandbox), AWS_ENDPOINT_URL_SFN: ministack.endpoint};
    Object.assign(process.env, environment);
    const stage = new EngineStage(sandbox, ministack, folder, createWiring({}, environment));
    await stage.#createFunction();
    await stage.tickFunction('lambda-release-tick');
    await stage.machine('lambda-release', 'lambda-release-tick');
    return stage;
  }

  async close(): Promise<void> {
    for (const name of [...Object.keys(this.#environment), 'AWS_ENDPOINT_URL_SFN']) delete process.env[name];
    this.lambda.destroy();
    this.sfn.destroy();
    await this.#ministack.close();
    await this.sandbox.close();
    await rm(this.#folder, {recursive: true, force: true});
  }

  /** The tick function as it is built, under a name of its own, with its alias `live`. */
  async tickFunction(FunctionName: string): Promise<void> {
    const built = await readFile(path.join(packageRoot, 'dist', 'engine', 'tick', 'index.mjs'));
    await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: PATIENT_SECONDS,
        MemorySize: 512,
        Environment: {Variables: {LAMBDA_RELEASE_CLOCK: this.#environment.LAMBDA_RELEASE_CLOCK ?? ''}},
        Code: {ZipFile: await zipOf({'index.mjs': built})},
        Publish: true,
      }),
    );
    await this.lambda.send(new CreateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '1'}));
  }

  /** From now on its alias `live` is this code, which may take `Timeout` seconds. */
  async replaceTick(FunctionName: string, code: string, Timeout = 60): Promise<void> {
    await this.lambda.send(new UpdateFunctionConfigurationCommand({FunctionName, Timeout}));
    this.sandbox.settle();
    await this.lambda.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: await zipOf({'index.mjs': code})}));
    this.sandbox.settle();
    const {Version} = await this.lambda.send(new PublishVersionCommand({FunctionName}));
    await this.lambda.send(new UpdateAliasCommand({FunctionName, Name: 'live', FunctionVersion: Version}));
  }

  /** Our definition, its tick function filled in as CloudFormation would; its ARN. */
  async machine(name: string, tickFunction: string): Promise<string> {
    const definition = JSON.stringify(stateMachine()).replaceAll(
      /\$\{TickFunctionArn\}/g,
      `arn:aws:lambda:${PLACE}:function:${tickFunction}:live`,
    );
    const roleArn = 'arn:aws:iam::000000000000:role/machine';
    const {stateMachineArn = ''} = await this.sfn.send(new CreateStateMachineCommand({name, definition, roleArn}));
    return stateMachineArn;
  }

  /** An alias of its own for a story, on version 1; nobody calls it unless it is said how the versions behind it do. */
  async alias(versions?: LoadInput['versions'], description = ''): Promise<string> {
    this.#count += 1;
    const alias = `story-${this.#count}`;
    await this.lambda.send(
      new CreateAliasCommand({FunctionName: FUNCTION, Name: alias, FunctionVersion: '1', Description: description}),
    );
    if (versions) this.sandbox.setLoad({functionName: FUNCTION, alias, perMinute: 600, versions});
    return alias;
  }

  /** Nobody calls it any more: requests that are only counted take their time as well. */
  quiet(alias: string): void {
    this.sandbox.setLoad({functionName: FUNCTION, alias, perMinute: 0});
  }

  /** A rollout of version 2 that is to begin, and the input of its execution. */
  async planned(alias: string, {steps = '10%:2m, 50%:2m', onInconclusive = 'extend', tells = {}}: Asked = {}) {
    const ref = {functionName: FUNCTION, alias};
    const asked: RolloutSpec = {
      ref,
      candidate: '2',
      steps: parseSteps(steps),
      watchMs: 120_000,
      settings: DEFAULT_SETTINGS,
      onInconclusive,
      onInterrupt: 'abort',
      tells,
      promoteEarly: false,
      detach: true,
      createAlias: false,
    };
    const planned = planRollout(asked, await observeRollout(this.ports, ref, ['2']), this.ports.clock.now());
    if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(JSON.stringify(planned));
    return {plan: planned.plan, input: toExecutionInput(planned.plan)};
  }

  /** Makes the first move of a rollout, as `--detach` does; the input of its execution. */
  async begin(alias: string, asked: Asked = {}): Promise<ExecutionInput> {
    const {plan, input} = await this.planned(alias, asked);
    const deps = {...this.ports, events: new EventRecorder()};
    const {kind} = await runRollout(deps, plan, new AbortController().signal);
    if (kind !== 'detached') throw new Error(`It began as ${kind}.`);
    return input;
  }

  /** Starts an execution; the name of its part is added to the id of the rollout. */
  async start(
    input: ExecutionInput & {readonly eventsOfPart?: number},
    {machine = 'lambda-release', part = '1'}: {readonly machine?: string; readonly part?: string} = {},
  ): Promise<string> {
    const started = await this.sfn.send(
      new StartExecutionCommand({
        stateMachineArn: machineArn(machine),
        name: `${input.rolloutId}-${part}`,
        input: JSON.stringify(input),
      }),
    );
    return started.executionArn ?? '';
  }

  async stop(executionArn: string): Promise<void> {
    await this.sfn.send(new StopExecutionCommand({executionArn}));
  }

  /** Waits until it has ended. */
  async ended(executionArn: string): Promise<End> {
    const execution = await this.until(
      () => this.sfn.send(new DescribeExecutionCommand({executionArn})),
      ({status}) => status !== 'RUNNING',
    );
    const {output = '{}', error, cause = ''} = execution;
    const {outcome} = JSON.parse(output) as {readonly outcome?: string};
    return {outcome: error ?? outcome ?? 'nothing', cause, errors: await this.errors(executionArn)};
  }

  async errors(executionArn: string): Promise<readonly string[]> {
    const {events = []} = await this.sfn.send(new GetExecutionHistoryCommand({executionArn, maxResults: 1000}));
    return events.flatMap(({taskFailedEventDetails}) => taskFailedEventDetails?.error ?? []);
  }

  /** Waits for the event itself; what is never seen is told. */
  async until<Value>(look: () => Promise<Value>, isIt: (value: Value) => boolean): Promise<Value> {
    const end = Date.now() + LONGEST_MS;
    for (;;) {
      const value = await look();
      if (isIt(value)) return value;
      if (Date.now() > end) throw new Error(`Not seen; last: ${JSON.stringify(value)}`);
      await pause(20);
    }
  }

  /** What an alias serves: `1`, or `1 + 2 at 0.1`, and its description. */
  async serves(Name: string): Promise<{readonly traffic: string; readonly description: string}> {
    const {
      FunctionVersion,
      RoutingConfig,
      Description = '',
    } = await this.lambda.send(new GetAliasCommand({FunctionName: FUNCTION, Name}));
    const shares = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).filter(([, share]) => share > 0);
    const traffic = [FunctionVersion, ...shares.map(([version, share]) => `${version} at ${share}`)].join(' + ');
    return {traffic, description: Description};
  }

  /** Every traffic an outside observer sees on it until `done`. */
  async observed(alias: string, done: Promise<unknown>): Promise<readonly string[]> {
    const seen: string[] = [];
    let isDone = false;
    const isOver = () => isDone;
    void done.finally(() => {
      isDone = true;
    });
    for (let isLast = false; !isLast; await pause(20)) {
      isLast = isOver();
      const {traffic} = await this.serves(alias);
      if (seen.at(-1) !== traffic) seen.push(traffic);
    }
    return seen;
  }

  /** One command of the built tool, as a person runs it in another terminal, until it ends. */
  cli(...argv: readonly string[]): Promise<Told> {
    return this.running(...argv).ended;
  }

  /** The same while it runs. */
  running(...argv: readonly string[]) {
    const env = {
      PATH: process.env.PATH,
      HOME: this.#folder,
      ...this.#environment,
      AWS_ENDPOINT_URL_SFN: this.#ministack.endpoint,
    };
    const run = path.join(packageRoot, 'bin', 'run.js');
    const child = spawn(process.execPath, [run, ...argv], {cwd: this.#folder, env, stdio: ['ignore', 'pipe', 'pipe']});
    const exit = once(child, 'close').then(([code]) => Number(code));
    const ended = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(([exitCode, stdout, stderr]) => ({
      exitCode,
      stdout,
      stderr,
    }));
    let heard = '';
    child.stderr.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    const said = (words: string) =>
      this.until(
        async () => heard,
        () => heard.includes(words) || child.exitCode !== null,
      );
    return {ended, said, interrupt: () => child.kill('SIGINT')};
  }

  /** Writes a file into the folder that commands are run in. */
  write(name: string, content: string): Promise<void> {
    return writeFile(path.join(this.#folder, name), content);
  }

  async #createFunction(): Promise<void> {
    const Code = {ZipFile: await zipOf({'index.mjs': 'export const handler = () => 1;'})};
    const created = {FunctionName: FUNCTION, Role, Runtime: 'nodejs22.x' as const, Handler: 'index.handler', Code};
    await this.lambda.send(new CreateFunctionCommand({...created, Publish: true}));
    await this.lambda.send(new UpdateFunctionConfigurationCommand({FunctionName: FUNCTION, MemorySize: 256}));
    await this.lambda.send(new PublishVersionCommand({FunctionName: FUNCTION}));
  }
}

function machineArn(name = 'lambda-release'): string {
  return `arn:aws:states:${PLACE}:stateMachine:${name}`;
}

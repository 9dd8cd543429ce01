import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {GetAliasCommand, LambdaClient} from '@aws-sdk/client-lambda';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import type {LoadInput} from '../../src/lib/sandbox/load/load.js';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';

const RUN = path.join(packageRoot, 'bin', 'run.js');
const TEMPLATES = path.join(packageRoot, 'templates');
const CREATE = [
  '--create',
  '--role',
  'arn:aws:iam::000000000000:role/any',
  '--runtime',
  'nodejs22.x',
  '--handler',
  'index.handler',
];

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** As a shell sees it: 128 + number when a signal killed the process. */
  readonly exitCode: number;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr has said this; rejects when the process ends without it. */
  said(words: string): Promise<void>;
}

/** A sandbox whose minute lasts half a second at the usual speed, and the built tool run against it in processes of its own. */
export class Stage {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly lambda: LambdaClient;

  private constructor(sandbox: Sandbox, folder: string) {
    this.sandbox = sandbox;
    this.folder = folder;
    const credentials = {accessKeyId: 'sandbox', secretAccessKey: 'sandbox'};
    this.lambda = new LambdaClient({endpoint: sandbox.endpoint, region: sandbox.region, credentials});
  }

  static async open(speed = 120): Promise<Stage> {
    const sandbox = await startSandbox({speed, metricsDelayMs: 5000, requestsPerSecond: 0});
    return new Stage(sandbox, await mkdtemp(path.join(os.tmpdir(), 'lambda-release-process-')));
  }

  async close(): Promise<void> {
    this.lambda.destroy();
    await this.sandbox.close();
    // What was ended may write a last line meanwhile.
    await rm(this.folder, {recursive: true, force: true, maxRetries: 10});
  }

  /** Starts the tool; nothing of this process's environment reaches it but PATH. */
  start(argv: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}): Running {
    const env = {PATH: process.env.PATH, HOME: this.folder, ...sandboxEnvironment(this.sandbox), ...environment};
    const child = spawn(process.execPath, [RUN, ...argv], {cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe']});
    let heard = '';
    const listeners = new Set<() => void>();
    child.stderr.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      for (const listener of listeners) listener();
    });
    const ended = Promise.all([
      text(child.stdout),
      new Promise<number>((resolve) => {
        child.on('close', (code, signal) => resolve(code ?? 128 + (os.constants.signals[signal ?? 'SIGKILL'] ?? 0)));
      }),
    ]).then(([stdout, exitCode]) => ({stdout, stderr: heard, exitCode}));
    const said = (words: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => heard.includes(words) && resolve();
        listeners.add(look);
        look();
        void ended.then((end) => reject(new Error(`It ended without saying "${words}": ${JSON.stringify(end)}`)));
      });
    return {process: child, ended, said};
  }

  run(argv: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}): Promise<Ended> {
    return this.start(argv, environment).ended;
  }

  /** A function with an alias `live` on its first version. */
  async create(functionName: string): Promise<void> {
    const source = path.join(TEMPLATES, 'function');
    const {exitCode, stderr} = await this.run([
      'deploy',
      `${functionName}:live`,
      '--source',
      source,
      ...CREATE,
      '--yes',
    ]);
    if (exitCode !== 0) throw new Error(stderr);
  }

  /** A folder with a handler that answers, other than those before it. */
  async betterCode(name: string): Promise<string> {
    const folder = await mkdtemp(path.join(this.folder, `${name}-`));
    await writeFile(path.join(folder, 'index.mjs'), `export const handler = async () => '${name}';`);
    return folder;
  }

  get failingCode(): string {
    return path.join(TEMPLATES, 'function-failing');
  }

  /** From now on `live` has ten requests a second that nobody makes: what a busy machine takes for them changes no count. */
  load(functionName: string, versions: LoadInput['versions'] = {}): void {
    this.sandbox.setLoad({functionName, alias: 'live', perMinute: 600, versions});
  }

  async alias(functionName: string, Name = 'live') {
    const {FunctionVersion, RoutingConfig, Description} = await this.lambda.send(
      new GetAliasCommand({FunctionName: functionName, Name}),
    );
    return {version: FunctionVersion, weights: RoutingConfig?.AdditionalVersionWeights ?? {}, description: Description};
  }
}

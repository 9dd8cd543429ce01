import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';

const TOOL = path.join(packageRoot, 'bin', 'run.js');
const SPEED = 60;
const HOUR_MS = 3_900_000;
const REQUESTS_PER_MINUTE = 2_400;
/** Of the old version and of any good one; the bad one fails so much more often that it takes minutes to see it. */
const ERROR_RATE = 0.004;
const BAD_ERROR_RATE = 0.018;

/** A shop's function on a sandbox, called all the time, and the folder that its releases are made from. */
export class Scene implements AsyncDisposable {
  readonly folder: string;
  readonly #sandbox: Sandbox;

  private constructor(sandbox: Sandbox, folder: string) {
    this.#sandbox = sandbox;
    this.folder = folder;
  }

  static async open(): Promise<Scene> {
    const sandbox = await startSandbox({speed: SPEED});
    const scene = new Scene(sandbox, await mkdtemp(path.join(os.tmpdir(), 'lambda-release-pictures-')));
    const release = {
      functions: {checkout: {source: 'dist', runtime: 'nodejs22.x', handler: 'index.handler'}},
      rollout: {alias: 'live'},
    };
    await writeFile(path.join(scene.folder, 'release.yml'), JSON.stringify(release));
    await mkdir(path.join(scene.folder, 'bin'));
    await symlink(TOOL, path.join(scene.folder, 'bin', 'lambda-release'));
    await scene.write('first');
    await scene.run(0, 'deploy', '--create', '--role', 'arn:aws:iam::000000000000:role/checkout', '--yes');
    sandbox.setLoad({
      functionName: 'checkout',
      alias: 'live',
      perMinute: REQUESTS_PER_MINUTE,
      seed: 7,
      versions: {
        1: {errorRate: ERROR_RATE, durationMs: 84},
        2: {errorRate: ERROR_RATE, durationMs: 79},
        3: {errorRate: BAD_ERROR_RATE, durationMs: 81},
      },
    });
    // What a rollout compares with, and what a plan foretells by, is the last hour.
    await pause(HOUR_MS / SPEED);
    return scene;
  }

  /** Variables that point any shell at the sandbox. */
  get environment(): Readonly<Record<string, string>> {
    return {...sandboxEnvironment(this.#sandbox), PATH: `${this.folder}/bin:${process.env.PATH}`};
  }

  /** The next version's code, which differs from the one before. */
  async write(greeting: string): Promise<void> {
    const template = await readFile(path.join(packageRoot, 'templates', 'function', 'index.mjs'), 'utf8');
    await mkdir(path.join(this.folder, 'dist'), {recursive: true});
    await writeFile(path.join(this.folder, 'dist', 'index.mjs'), template.replace('Hello', greeting));
  }

  /** Runs the tool in the folder; rejects when it ends otherwise than expected. */
  async run(expected: number, ...argv: readonly string[]): Promise<void> {
    const env = {...process.env, ...this.environment};
    await new Promise<void>((resolve, reject) => {
      execFile(process.execPath, [TOOL, ...argv], {cwd: this.folder, env}, (error, _stdout, stderr) => {
        if ((error?.code ?? 0) === expected) resolve();
        else reject(new Error(`${argv.join(' ')} ended with ${error?.code}, not ${expected}:\n${stderr}`));
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sandbox.close();
    await rm(this.folder, {recursive: true});
  }
}

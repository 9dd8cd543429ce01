import {type ChildProcess, spawn} from 'node:child_process';
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {endGroup} from '../child-process.js';
import type {CodeFolder} from '../code-folders.js';
import type {ExtensionState, Extensions} from './extensions.js';

// What Lambda gives extensions to end (Lambda Developer Guide, lambda-runtime-environment).
const SHUTDOWN_MS = 2000;

/** Hears what extensions write, and what becomes of them. */
export interface ExtensionListener {
  readonly onLine: (line: string) => void;
  readonly onState: (state: ExtensionState) => void;
}

/** The external extensions of one environment: every executable in the layers' `/opt/extensions`, each a process of its own. */
export class ExtensionProcesses {
  readonly #children: readonly ChildProcess[];

  constructor({opt, task}: CodeFolder, env: Readonly<Record<string, string>>, {onLine, onState}: ExtensionListener) {
    this.#children = executablesIn(path.join(opt, 'extensions')).map((file) => {
      const child = spawn(file, [], {cwd: task, env, detached: true, stdio: ['ignore', 'pipe', 'pipe']});
      for (const stream of [child.stdout, child.stderr]) createInterface({input: stream}).on('line', onLine);
      child.on('error', (error) =>
        onState({name: path.basename(file), state: 'LaunchError', events: [], errorType: error.message}),
      );
      return child;
    });
  }

  get count(): number {
    return this.#children.length;
  }

  /** Tells them to end, and ends those that have not within two seconds. */
  async end(extensions: Extensions, reason: string): Promise<void> {
    const left = this.#children.filter(
      ({exitCode, signalCode, pid}) => pid && exitCode === null && signalCode === null,
    );
    if (left.length > 0 && extensions.shutdown(reason, Date.now() + SHUTDOWN_MS)) {
      const ended = left.map((child) => new Promise<void>((resolve) => child.once('exit', () => resolve())));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, SHUTDOWN_MS);
      });
      await Promise.race([Promise.all(ended), late]);
      clearTimeout(timer);
    }
    for (const child of left) endGroup(child);
  }
}

function executablesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .map((name) => path.join(folder, name))
      .filter((file) => statSync(file).isFile());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

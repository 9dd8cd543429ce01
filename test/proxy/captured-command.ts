import {AsyncLocalStorage} from 'node:async_hooks';
import {Config} from '@oclif/core';
import {packageRoot} from '../../src/lib/package-root.js';
import type {CommandClass} from '../cli/run-command.js';

interface Capture {
  stdout: string;
  stderr: string;
}

/** What a command wrote. Its exit code is the one its document says: the process's own belongs to all that run at once. */
const captures = new AsyncLocalStorage<Capture>();

/**
 * Lets commands run in this process side by side, each with its own output. Until `end` is called whatever else is
 * written goes where it always went.
 */
export function captureCommands(): {end(): void} {
  const writes = {stdout: process.stdout.write, stderr: process.stderr.write};
  const listeners = process.getMaxListeners();
  const exitCode = process.exitCode;
  process.setMaxListeners(0);
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = process[name];
    const write = writes[name].bind(stream) as (...args: unknown[]) => boolean;
    stream.write = (...args: unknown[]) => {
      const capture = captures.getStore();
      if (!capture) return write(...args);
      capture[name] += String(args[0]);
      return true;
    };
  }
  return {
    end() {
      process.stdout.write = writes.stdout;
      process.stderr.write = writes.stderr;
      process.setMaxListeners(listeners);
      process.exitCode = exitCode;
    },
  };
}

let config: Promise<Config> | undefined;

/** Runs one command between `captureCommands` and its end. */
export async function runCaptured(command: CommandClass, argv: readonly string[]): Promise<Capture> {
  config ??= Config.load({root: packageRoot, ignoreManifest: true});
  const loaded = await config;
  const capture = {stdout: '', stderr: ''};
  await captures.run(capture, () => command.run([...argv], loaded));
  return capture;
}

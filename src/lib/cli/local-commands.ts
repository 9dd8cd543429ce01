import {type ChildProcess, spawn} from 'node:child_process';
import os from 'node:os';
import {createInterface} from 'node:readline';
import {stripVTControlCharacters} from 'node:util';
import type {CommandEnd, CommandRequest, CommandsPort} from '../ports/commands.js';

/** Between asking a command to end and killing it: a person who has sent a signal is promised five seconds in all. */
const GRACE_MS = 500;
/** For the rest of the output, once the command has ended: what it left running may hold its pipes for ever. */
const OUTPUT_MS = 500;

/** Commands of this machine's shell, each in a process group of its own, so that what it starts ends with it. */
export class LocalCommands implements CommandsPort {
  run(request: CommandRequest, signal?: AbortSignal): Promise<CommandEnd> {
    const {command, folder, environment, input = '', timeoutMs, onLine} = request;
    return new Promise((resolve) => {
      const env = {...process.env, ...environment};
      const child = spawn(command, {cwd: folder, env, shell: true, detached: true, stdio: 'pipe'});
      let timedOut = false;
      let killing: NodeJS.Timeout | undefined;
      const end = () => {
        killGroup(child, 'SIGTERM');
        killing ??= setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
      };
      const timer = setTimeout(() => {
        timedOut = true;
        end();
      }, timeoutMs);
      const finish = (exitCode: number) => {
        clearTimeout(timer);
        if (killing) killGroup(child, 'SIGKILL');
        clearTimeout(killing);
        signal?.removeEventListener('abort', end);
        for (const stream of child.stdio) stream?.destroy();
        resolve({exitCode, timedOut});
      };
      for (const stream of [child.stdout, child.stderr])
        createInterface({input: stream}).on('line', (line) => onLine(stripVTControlCharacters(line)));
      // A command that does not read its input closes the pipe: that is its own affair.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      child.once('error', () => finish(127));
      child.once('exit', (code, name) => {
        clearTimeout(timer);
        const exitCode = code ?? 128 + (name ? os.constants.signals[name] : 0);
        const waiting = setTimeout(() => finish(exitCode), OUTPUT_MS);
        child.once('close', () => {
          clearTimeout(waiting);
          finish(exitCode);
        });
      });
      if (signal?.aborted) end();
      else signal?.addEventListener('abort', end, {once: true});
    });
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // It has ended in this very moment.
  }
}

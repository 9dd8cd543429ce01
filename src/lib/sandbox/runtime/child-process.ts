import type {ChildProcess} from 'node:child_process';
import {readFileSync} from 'node:fs';

const PAGE_BYTES = 4096;

// In Lambda's words; it kills by SIGKILL, V8 ends a full heap by SIGABRT.
const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
};

/** How a process ended, as Lambda puts it; empty when it just ended. */
export function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0 ? '' : `exit status ${code ?? 'unknown'}`;
}

/** Ends a child that leads a process group, and whatever it started. */
export function endGroup({pid}: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Nobody is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resident memory of a process; 0 where there is no /proc, there the heap limit of the process has to do. */
export function residentBytes(pid: number): number {
  return Number(read(pid, 'statm')?.split(' ')[1] ?? 0) * PAGE_BYTES;
}

/** The most memory a process has had so far; undefined where there is no /proc. */
export function peakBytes(pid: number | undefined): number | undefined {
  const kilobytes = pid === undefined ? undefined : /VmHWM:\s+(\d+) kB/.exec(read(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

function read(pid: number, file: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined; // Gone since; its exit event says so.
  }
}

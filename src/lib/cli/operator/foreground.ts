import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/**
 * Whether the terminal is this process's to read. The kernel stops a job in the background that reads its terminal or changes its modes
 * (POSIX, SIGTTIN and SIGTTOU), and a rollout must not stand still for a key. Where nobody can tell, it is not.
 */
export function isForeground(): boolean {
  // Windows has no jobs of that kind.
  if (process.platform === 'win32') return true;
  const groups = groupsFromProc() ?? groupsFromPs();
  return groups !== undefined && groups[0] === groups[1];
}

/** Process group, and the one in the terminal's foreground; proc_pid_stat(5): fields 5 and 8, behind a name that may hold anything. */
function groupsFromProc(): readonly string[] | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [fields[2] ?? '', fields[5] ?? '-'];
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function groupsFromPs(): readonly string[] | undefined {
  const {status, stdout} = spawnSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], {encoding: 'utf8'});
  return status === 0 ? stdout.trim().split(/\s+/) : undefined;
}

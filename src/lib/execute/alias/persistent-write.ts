import type {AliasTarget} from '../../model/alias/target.js';
import type {Deadline} from './deadline.js';
import type {GuardedAlias, WriteResult} from './guarded-alias.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

interface Persistence {
  readonly deadline: Deadline;
  /** Stop when AWS refuses the request itself; otherwise even then: permissions and credentials come back. */
  readonly stopsWhenRefused: boolean;
}

/**
 * Writes and reads back, again and again until it is seen, somebody else owns the alias, or time is up. A write that
 * AWS has acknowledged counts, also when no read could show it in the time left.
 */
export async function writePersistently(
  alias: GuardedAlias,
  target: AliasTarget,
  {deadline, stopsWhenRefused}: Persistence,
): Promise<WriteResult> {
  let acknowledged = false;
  let lastFailure: unknown;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    let result = await alias.write(target, deadline);
    if (result.kind === 'written') {
      acknowledged = true;
      result = await alias.confirm(deadline);
    }
    if (result.kind !== 'failed') return result;
    // The last attempt may only have run out of time: what the ones before it met is what a person must know.
    if (deadline.isOver && lastFailure !== undefined) result = {...result, error: lastFailure};
    lastFailure = result.error;
    if (stopsWhenRefused && result.isFinal && !result.sent) return acknowledged ? {kind: 'written'} : result;
    if (deadline.isOver) return acknowledged ? {kind: 'written'} : result;
    await deadline.sleep(deadline.isUrgent ? FIRST_PAUSE_MS : pauseMs);
    if (deadline.isOver) return acknowledged ? {kind: 'written'} : result;
  }
}

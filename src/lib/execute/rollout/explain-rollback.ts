import type {FailureCause} from '../../model/failure-cause.js';
import type {AliasRef} from '../../model/function/ref.js';
import {messageOf} from '../../model/text/message-of.js';
import type {Version} from '../../model/versions/version.js';
import {observeFailureCauses} from '../../observe/logs/failure-causes.js';
import {Deadline} from '../alias/deadline.js';
import type {OnceDeps} from './deps.js';

/** All of it counts as one call for the deadline, which gives a call fifteen seconds. */
const READ_MS = 20_000;

/**
 * What the candidate's own logs say of its failures since the rollout began. Asked after stable has its traffic back, and
 * for some seconds at the most: an explanation never delays or hides a rollback. Logs that cannot be read are a warning,
 * and a person who has sent a signal does not wait for them: both give `undefined`.
 */
export async function explainRollback(
  deps: OnceDeps,
  {ref, candidate, sinceMs}: {readonly ref: AliasRef; readonly candidate: Version; readonly sinceMs: number},
  interrupt: AbortSignal,
): Promise<readonly FailureCause[] | undefined> {
  if (interrupt.aborted) return undefined;
  const about = {functionName: ref.functionName, version: candidate, sinceMs};
  const deadline = new Deadline({clock: deps.clock, budgetMs: READ_MS, interrupt});
  try {
    const causes = await deadline.call((signal) => observeFailureCauses(deps, about, signal));
    if (causes.length > 0) deps.events.emit({type: 'failures.found', ref, version: candidate, causes});
    return causes;
  } catch (error) {
    deps.events.emit({
      type: 'warning',
      code: 'FAILURES_UNREAD',
      message: `The logs of version ${candidate} could not be read for what failed in it: ${messageOf(error)}`,
    });
    return undefined;
  } finally {
    deadline.dispose();
  }
}

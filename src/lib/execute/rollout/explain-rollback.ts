import type {FailureCause} from '../../model/failure-cause.js';
import {observeFailureCauses} from '../../observe/logs/failure-causes.js';
import {Deadline} from '../alias/deadline.js';
import type {RolloutRun} from './run.js';
import {messageOf} from './stop.js';

/** All of it counts as one call for the deadline, which gives a call fifteen seconds. */
const READ_MS = 20_000;

/**
 * What the candidate's own logs say of its failures since the rollout began. Asked after stable has its traffic back, and
 * for some seconds at the most: an explanation never delays or hides a rollback. Logs that cannot be read are a warning,
 * and a person who has sent a signal does not wait for them: both give `undefined`.
 */
export async function explainRollback(run: RolloutRun): Promise<readonly FailureCause[] | undefined> {
  if (run.signal.aborted) return undefined;
  const {deps, plan} = run;
  const {functionName} = plan.ref;
  const about = {functionName, version: plan.candidate, sinceMs: run.startedMs};
  const deadline = new Deadline({clock: deps.clock, budgetMs: READ_MS, interrupt: run.signal});
  try {
    const causes = await deadline.call((signal) => observeFailureCauses(deps, about, signal));
    if (causes.length > 0) deps.events.emit({type: 'failures.found', ref: plan.ref, version: plan.candidate, causes});
    return causes;
  } catch (error) {
    deps.events.emit({
      type: 'warning',
      code: 'FAILURES_UNREAD',
      message: `The logs of version ${plan.candidate} could not be read for what failed in it: ${messageOf(error)}`,
    });
    return undefined;
  } finally {
    deadline.dispose();
  }
}

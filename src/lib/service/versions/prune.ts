import {pruneVersions} from '../../execute/versions/prune.js';
import {toPruneError} from '../../execute/versions/prune-error.js';
import {observePrune} from '../../observe/versions/prune.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planPrune} from '../../plan/versions/prune.js';
import {type PruneReport, prunePlanText, toPruneReport} from '../../report/result/versions/prune-text.js';
import type {Session} from '../session.js';

interface PruneOptions {
  readonly keep: number;
  /** Milliseconds. */
  readonly grace: number;
  readonly 'dry-run': boolean;
}

/** Deletes the versions of a function that nothing needs, after a yes. Throws the ReleaseError of what went wrong. */
export async function prune(
  {paced, events, host, clock}: Session,
  functionName: string,
  {keep, grace: graceMs, 'dry-run': dryRun}: PruneOptions,
  signal: AbortSignal,
): Promise<PruneReport> {
  const planned = planPrune(await observePrune(paced, functionName, signal), {keep, graceMs}, clock.now());
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  if (dryRun || plan.removed.length === 0) return toPruneReport(plan);
  await host.showPlan(prunePlanText(plan));
  await host.confirm(`Delete ${plan.removed.length} of ${functionName}'s versions for good?`, signal);
  const outcome = await pruneVersions({...paced, events}, plan, signal);
  const error = toPruneError(plan, outcome);
  if (error) throw error;
  return toPruneReport(plan, outcome);
}

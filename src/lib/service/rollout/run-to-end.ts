import {toRolloutError} from '../../execute/rollout/release-error.js';
import {runRollout} from '../../execute/rollout/rollout.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import type {RolloutPreview} from '../../report/result/rollout/rollout-plan-text.js';
import {type RolloutReport, toRolloutReport} from '../../report/result/rollout/rollout-text.js';
import type {Session} from '../session.js';

/** A rollout that was planned, and how it went. */
export interface RolloutResult {
  readonly plan: RolloutPreview;
  /** False when the alias serves it already, or the same by another number. */
  readonly changed: boolean;
  readonly dryRun: boolean;
  /** Absent with --dry-run, when the alias was only created, and when there was nothing to do. */
  readonly rollout?: RolloutReport;
}

/** Works on a rollout until it has ended well. Throws the ReleaseError of every other end. */
export async function runToEnd(session: Session, plan: RolloutPlan, signal: AbortSignal): Promise<RolloutReport> {
  const outcome = await runRollout(session, plan, signal);
  const error = toRolloutError(outcome);
  if (error) throw error;
  return toRolloutReport(outcome);
}

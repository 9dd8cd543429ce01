import {moveTraffic} from '../../execute/alias/traffic-move.js';
import type {FollowedOutcome} from '../../execute/rollout/follow-move.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import type {TrafficMove} from '../../plan/rollout/traffic-move.js';
import {type MoveReport, movePlanText, toMoveReport} from '../../report/result/rollout/move-text.js';
import type {Session} from '../session.js';

interface MoveManner {
  readonly dryRun: boolean;
  /** Asked before traffic moves; without one it moves at once. */
  readonly question?: string;
  /** How it is carried out when it is not one guarded write of what was planned. */
  readonly move?: (signal: AbortSignal) => Promise<FollowedOutcome>;
}

/**
 * Shows a planned move, asks, carries it out and reports. Nothing is asked or sent when the alias is as wanted already.
 * Throws the ReleaseError of what went wrong, with its exit code.
 */
export async function carryOutMove(
  session: Session,
  plan: TrafficMove,
  {dryRun, question, move}: MoveManner,
  signal: AbortSignal,
): Promise<MoveReport> {
  for (const warning of plan.warnings) session.events.emit({type: 'warning', ...warning});
  if (dryRun || !plan.changed) return toMoveReport(plan, {dryRun});
  if (question !== undefined) {
    await session.host.showPlan(movePlanText(plan));
    await session.host.confirm(question, signal);
  }
  const outcome = await (move ? move(signal) : moveTraffic(session, plan, signal));
  const error = toMoveError(plan.ref, outcome);
  if (error) throw error;
  return toMoveReport(plan, {dryRun: false});
}

import {moveTriggers} from '../../execute/triggers/move.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type Refusal, requireNoRefusals} from '../../plan/refusal.js';
import type {TriggersPlan} from '../../plan/triggers/plan.js';
import {type TriggersReport, toTriggersReport, triggersPlanText} from '../../report/result/triggers/triggers-text.js';
import type {Session} from '../session.js';
import {planMove} from './plan.js';

/**
 * Moves the triggers of the bare functions to their aliases: all are planned, shown and asked for together, and moved one
 * function after the other. Throws RefusedError before anything is sent, and see moveTriggers.
 */
export async function fixTriggers(
  session: Session,
  refs: readonly AliasRef[],
  {'dry-run': dryRun}: {readonly 'dry-run': boolean},
  signal: AbortSignal,
): Promise<readonly TriggersReport[]> {
  const plans: TriggersPlan[] = [];
  const refusals: Refusal[] = [];
  for (const ref of refs) {
    const planned = await planMove(session, ref, signal);
    if (planned.ok) plans.push(planned.plan);
    else refusals.push(...planned.refusals);
  }
  requireNoRefusals(refusals);
  if (dryRun) return plans.map((plan) => toTriggersReport(plan, undefined));
  if (plans.some(({steps}) => steps.length > 0)) {
    await session.host.showPlan(plans.map(triggersPlanText).join('\n\n'));
    await session.host.confirm('Move them?', signal);
  }
  const reports: TriggersReport[] = [];
  for (const plan of plans) reports.push(toTriggersReport(plan, await moveTriggers(session, plan, signal)));
  return reports;
}

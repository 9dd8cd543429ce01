import type {AliasRef} from '../../model/function/ref.js';
import {observeTriggers} from '../../observe/triggers/triggers.js';
import type {Planned} from '../../plan/refusal.js';
import {planTriggers, type TriggersPlan} from '../../plan/triggers/plan.js';
import type {Session} from '../session.js';

/** How the triggers of a function would come to its alias. `createsAlias`: a release makes it first. Throws AwsError. */
export async function planMove(
  session: Session,
  ref: AliasRef,
  signal: AbortSignal,
  createsAlias = false,
): Promise<Planned<TriggersPlan>> {
  return planTriggers(await observeTriggers({...session, ...session.paced}, ref, signal), {createsAlias});
}

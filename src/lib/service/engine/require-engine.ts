import {engineMachineArn} from '../../model/rollout/execution.js';
import {engineMissing} from '../../plan/engine/refusals.js';
import {toRefusedError} from '../../plan/refusal.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import type {Session} from '../session.js';

/** Makes sure that what is to drive these rollouts is there. Throws RefusedError ENGINE_NOT_INSTALLED, AwsError. */
export async function requireEngine(
  {engine}: Pick<Session, 'engine'>,
  plans: readonly Pick<RolloutPlan, 'engine' | 'before'>[],
  signal: AbortSignal,
): Promise<void> {
  const driven = plans.find((plan) => plan.engine !== undefined);
  // All of one command are in one account and region.
  const {aliasArn} = driven?.before ?? {};
  if (aliasArn === undefined || (await engine.isInstalled(aliasArn, signal))) return;
  throw toRefusedError([engineMissing(engineMachineArn(aliasArn))]);
}

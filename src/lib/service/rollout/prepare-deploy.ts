import type {ReleaseTarget} from '../../config/release-target.js';
import type {DeployJob} from '../../execute/rollout/deploy.js';
import type {AliasRef} from '../../model/function-ref.js';
import {observeBeginning} from '../../observe/rollout/beginning.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import {type AsyncSettingsPlan, planAsyncSettings} from '../../plan/publish/async-settings.js';
import {type DeployPlan, planDeploy} from '../../plan/publish/deploy.js';
import type {PublishPlan} from '../../plan/publish/publish.js';
import {settleOnStable} from '../../plan/publish/settle-on-stable.js';
import type {Refusal} from '../../plan/refusal.js';
import {type PublishInput, preparePublish} from '../publish/prepare-publish.js';
import type {Session} from '../session.js';
import {fitSteps} from './fit-steps.js';
import {aliasOf, type RolloutPolicy} from './policy.js';

/** A release of one function, as it is foreseen. */
export interface PreparedDeploy {
  readonly job: DeployJob;
  readonly publishPlan: PublishPlan;
  readonly rolloutPlan: DeployPlan;
}

interface DeployInput extends PublishInput {
  readonly policy: RolloutPolicy;
}

/** Packs a function and plans its release to the end. Sends nothing; what speaks against it is returned, not thrown. */
export async function prepareDeploy(
  session: Session,
  target: ReleaseTarget,
  {policy, ...input}: DeployInput,
  signal: AbortSignal,
): Promise<PreparedDeploy | readonly Refusal[]> {
  const ref = {functionName: target.functionName, alias: aliasOf(target.alias, input.file)};
  const {job: publish, refusals} = await preparePublish(session, target, input, signal);
  // Without a function there is no alias to look at, and the refusal says so already.
  if (!publish) return refusals;
  const {plan: asked} = publish;
  const wanted = asked.kind === 'nothing' ? [asked.newest.version] : [];
  const observed = await observeBeginning(session, ref, {wanted, settings: policy.settings}, signal);
  const publishPlan = settleOnStable(asked, observed);
  const fitting = observed.alias ? await fitSteps(session, ref, policy, signal) : policy;
  const rollout = {...fitting, ref, createAlias: input.options.create ?? false};
  const planned = planDeploy(rollout, publishPlan, withReservation(observed, publish), session.clock.now());
  if (!planned.ok) return planned.refusals;
  const aliasSettings = await planAliasSettings(session, ref, target, signal);
  const job = {publish: {...publish, plan: publishPlan}, rollout, ...(aliasSettings && {aliasSettings})};
  return {job, publishPlan, rolloutPlan: planned.plan};
}

/** The reservation as the release itself will have set it by then. */
function withReservation(observed: ObservedRollout, {settings}: DeployJob['publish']): ObservedRollout {
  const reserve = settings?.reserve;
  if (!reserve || !observed.capacity) return observed;
  const {provisioned} = observed.capacity;
  return {
    ...observed,
    capacity: {provisioned, ...(reserve.reserved !== undefined && {reserved: reserve.reserved})},
  };
}

async function planAliasSettings(
  {asyncSettings}: Session,
  ref: AliasRef,
  {asyncInvoke}: ReleaseTarget,
  signal: AbortSignal,
): Promise<AsyncSettingsPlan | undefined> {
  if (!asyncInvoke) return undefined;
  return planAsyncSettings(ref, await asyncSettings.getAsyncSettings(ref, signal), asyncInvoke);
}

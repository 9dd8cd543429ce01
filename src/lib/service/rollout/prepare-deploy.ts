import type {ReleaseTarget} from '../../config/release-target.js';
import {AwsError} from '../../errors.js';
import type {DeployJob} from '../../execute/rollout/deploy.js';
import type {AliasRef} from '../../model/function/ref.js';
import {withApis} from '../../observe/rollout/apis.js';
import {observeBeginning} from '../../observe/rollout/beginning.js';
import {withHttpCallers} from '../../observe/rollout/http-callers.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import {type AsyncSettingsPlan, planAsyncSettings} from '../../plan/publish/async-settings.js';
import {type DeployPlan, planDeploy} from '../../plan/publish/deploy.js';
import {
  destinationRefusals,
  functionBeside,
  type NewDestination,
  newDestinations,
} from '../../plan/publish/destinations.js';
import type {PublishPlan} from '../../plan/publish/publish.js';
import {settleOnStable} from '../../plan/publish/settle-on-stable.js';
import type {Planned, Refusal} from '../../plan/refusal.js';
import {servedAs} from '../../plan/rollout/start.js';
import {type PublishInput, preparePublish} from '../publish/prepare-publish.js';
import type {PublishOptions} from '../publish/prepared.js';
import type {Session} from '../session.js';
import {planMove} from '../triggers/plan.js';
import {type RetryOptions, retryRefusals} from '../versions/convictions.js';
import {type FittedSteps, fitSteps} from './fit-steps.js';
import {aliasOf, type ReleasePolicy} from './policy.js';

/** A release of one function, as it is foreseen; with what its steps would see where that is known. */
export interface PreparedDeploy extends Omit<FittedSteps, 'policy'> {
  readonly job: DeployJob;
  readonly publishPlan: PublishPlan;
  readonly rolloutPlan: DeployPlan;
}

interface DeployInput extends PublishInput {
  readonly options: PublishOptions & RetryOptions & {readonly 'move-triggers'?: boolean};
  readonly policy: ReleasePolicy;
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
  const atRest = await observeBeginning(session, ref, {wanted, settings: policy.settings}, signal);
  const observed = await withApis(session, await withHttpCallers(session, atRest, signal), signal);
  const publishPlan = settleOnStable(asked, observed);
  const isServed = publishPlan.kind === 'nothing' && servedAs(publishPlan.newest.version, observed) !== undefined;
  const isMoved = observed.alias && !isServed;
  const {policy: fitting, ...seen} = isMoved ? await fitSteps(session, ref, policy, signal) : {policy};
  const rollout = {...fitting, ref, createAlias: input.options.create ?? false};
  const planned = planDeploy(rollout, publishPlan, withReservation(observed, publish), session.clock.now());
  if (!planned.ok) return planned.refusals;
  const convicted = await convictedBefore(session, {planned: planned.plan, publishPlan}, input, signal);
  if (convicted.length > 0) return convicted;
  const settings = await planAliasSettings(session, {ref, functionArn: arnOf(publishPlan)}, target, signal);
  if (settings && !settings.ok) return settings.refusals;
  const aliasSettings = settings?.plan;
  const triggers = input.options['move-triggers']
    ? await planMove(session, ref, signal, rollout.createAlias)
    : undefined;
  if (triggers && !triggers.ok) return triggers.refusals;
  const job = {
    ...{publish: {...publish, plan: publishPlan}, rollout},
    ...(aliasSettings && {aliasSettings}),
    ...(triggers && {triggers: triggers.plan}),
  };
  return {job, publishPlan, rolloutPlan: planned.plan, ...seen};
}

/** What moves no traffic releases nothing again, and a function that is to be created was never released. */
async function convictedBefore(
  session: Session,
  {planned, publishPlan}: {readonly planned: DeployPlan; readonly publishPlan: PublishPlan},
  {options}: Pick<DeployInput, 'options'>,
  signal: AbortSignal,
): Promise<readonly Refusal[]> {
  if (planned.kind !== 'rollout' || publishPlan.kind === 'create') return [];
  const configuration = publishPlan.kind === 'nothing' ? publishPlan.newest : publishPlan.expected;
  return retryRefusals(
    session,
    planned.before,
    {configuration, contentDigest: publishPlan.contentDigest},
    options,
    signal,
  );
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

interface AliasToSet {
  readonly ref: AliasRef;
  /** Absent for a function that is to be created. */
  readonly functionArn?: string | undefined;
}

async function planAliasSettings(
  session: Session,
  {ref, functionArn = ''}: AliasToSet,
  {asyncInvoke}: ReleaseTarget,
  signal: AbortSignal,
): Promise<Planned<AsyncSettingsPlan> | undefined> {
  if (!asyncInvoke) return undefined;
  const current = await session.asyncSettings.getAsyncSettings(ref, signal);
  const destinations = newDestinations(current, asyncInvoke);
  const missing = await missingFunctions(session, destinations, functionArn, signal);
  const [first, ...rest] = destinationRefusals(functionArn, destinations, missing);
  if (first) return {ok: false, refusals: [first, ...rest]};
  return {ok: true, plan: planAsyncSettings(ref, current, asyncInvoke)};
}

/** Of the destinations that are functions of this place, those that are not there; what may not be read is believed. */
async function missingFunctions(
  {functions}: Session,
  destinations: readonly NewDestination[],
  functionArn: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const {arn} of destinations) {
    const beside = functionBeside(arn, functionArn);
    if (!beside) continue;
    try {
      if (!(await functions.getFunction(beside.name, beside.qualifier, signal))) missing.push(arn);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }
  return missing;
}

function arnOf(plan: PublishPlan): string | undefined {
  switch (plan.kind) {
    case 'create':
      return undefined;
    case 'update':
      return plan.observed.arn;
    case 'nothing':
      return plan.newest.arn.replace(/:\d+$/, '');
  }
}

import {AwsError, NotRestoredError} from '../../errors.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {observeBeginning} from '../../observe/rollout/beginning.js';
import type {AsyncSettingsPlan} from '../../plan/publish/async-settings.js';
import {toRefusedError} from '../../plan/refusal.js';
import type {RolloutSpec} from '../../plan/rollout/plan.js';
import {planRollout} from '../../plan/rollout/rollout.js';
import type {TriggersPlan} from '../../plan/triggers/plan.js';
import type {AsyncSettingsPort} from '../../ports/lambda/async-settings.js';
import {createAlias} from '../alias/create-alias.js';
import {type ReleaseJob, type ReleaseResult, releaseFunction, type SettingsDeps} from '../publish/release-function.js';
import {type MoveDeps, moveTriggers} from '../triggers/move.js';
import type {RolloutDeps} from './deps.js';
import type {RolloutRecord} from './outcome.js';
import {toMoveError, toRolloutError} from './release-error.js';
import {runRollout} from './rollout.js';

export type DeployDeps = SettingsDeps & RolloutDeps & MoveDeps & {readonly asyncSettings: AsyncSettingsPort};

/** One function to release: what to publish, and how to roll it out. */
export interface DeployJob {
  readonly publish: ReleaseJob;
  readonly rollout: Omit<RolloutSpec, 'candidate'>;
  /** Settings of the alias, for when its traffic is where it should be. */
  readonly aliasSettings?: AsyncSettingsPlan;
  /** Triggers of the bare function that come to the alias. */
  readonly triggers?: TriggersPlan;
}

/** A release that ended well; every other end is thrown. */
export interface DeployResult {
  readonly publish: ReleaseResult;
  /** `detached`: begun, for somebody to go on with. `nothing`: the alias served this version already. `created`: a first release, nothing to compare with. */
  readonly traffic: 'promoted' | 'detached' | 'created' | 'nothing';
  /** Present after a rollout. */
  readonly record?: RolloutRecord;
  /** Names of the settings of the alias that were changed. */
  readonly changedAliasSettings: readonly string[];
}

/**
 * Publishes one function and rolls the version out. What was planned before publishing is planned again with the
 * version that AWS made: in between, somebody may have touched the alias. Throws the ReleaseError of what went wrong.
 */
export async function deployFunction(deps: DeployDeps, job: DeployJob, signal: AbortSignal): Promise<DeployResult> {
  // Before the code: the bare function runs it as soon as it is uploaded. An alias that is made by the release is there only after it.
  const movesFirst = job.triggers && (await deps.aliases.getAlias(job.rollout.ref, signal)) !== undefined;
  if (job.triggers && movesFirst) await moveTriggers(deps, job.triggers, signal);
  const released = await release(deps, job, signal);
  if (job.triggers && !movesFirst) await moveTriggers(deps, job.triggers, signal);
  const changedAliasSettings = await applyAliasSettings(deps, job, released, signal);
  return {...released, changedAliasSettings};
}

/**
 * Last: a version that is taken back leaves the alias as it was, and an alias that was not there is there now. When traffic
 * has moved by then it stays where it is, and the release is not done: NotRestoredError ALIAS_SETTINGS_NOT_SET, with the
 * command that sets what is missing. A detached rollout has its end elsewhere, where nobody knows of them: that is said, and
 * they are left to the next run.
 */
async function applyAliasSettings(
  {asyncSettings, events}: DeployDeps,
  {aliasSettings}: DeployJob,
  {traffic, publish}: Omit<DeployResult, 'changedAliasSettings'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!aliasSettings || aliasSettings.changes.length === 0) return [];
  const {ref, settings, changes} = aliasSettings;
  const names = changes.map(({field}) => field);
  if (traffic === 'detached') {
    events.emit({
      type: 'warning',
      code: 'ALIAS_SETTINGS_NOT_SET',
      message: `${formatAliasRef(ref)}: ${names.join(', ')} belong after the rollout and were not set. Run deploy again when the new version has all traffic: it sets what is missing.`,
    });
    return [];
  }
  try {
    await asyncSettings.putAsyncSettings(ref, settings, signal);
  } catch (error) {
    // A signal counts the same: what it would be told, that nothing was moved, is no longer true.
    const isSaid = error instanceof AwsError || (error instanceof Error && signal.aborted);
    if (traffic === 'nothing' || !isSaid) throw error;
    const name = formatAliasRef(ref);
    const message = `${name} serves version ${publish.version}, but ${names.join(', ')} could not be set: ${error.message}`;
    throw new NotRestoredError(message, {
      code: 'ALIAS_SETTINGS_NOT_SET',
      suggestions: [`lambda-release deploy ${name}`],
      details: {version: publish.version, traffic, settings: names},
      traffic: 'as asked',
      cause: error,
    });
  }
  events.emit({type: 'heartbeat', message: `${formatAliasRef(ref)}: set ${names.join(', ')}`});
  return names;
}

async function release(
  deps: DeployDeps,
  job: DeployJob,
  signal: AbortSignal,
): Promise<Omit<DeployResult, 'changedAliasSettings'>> {
  const publish = await releaseFunction(deps, job.publish, signal);
  const candidate = publish.version;
  const {ref} = job.rollout;
  const {settings} = job.rollout;
  const observed = await observeBeginning(deps, ref, {wanted: [candidate], settings}, signal);
  if (!publish.changed && observed.standing.kind === 'idle' && observed.alias?.stable === candidate) {
    return {publish, traffic: 'nothing'};
  }
  const planned = planRollout({...job.rollout, candidate}, observed, deps.clock.now());
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  if (plan.kind === 'create-alias') {
    const outcome = await createAlias(deps, plan, signal);
    const error = toMoveError(ref, outcome);
    if (error) throw error;
    return {publish, traffic: 'created'};
  }
  const outcome = await runRollout(deps, plan, signal);
  const error = toRolloutError(outcome);
  if (error) throw error;
  return {publish, traffic: outcome.kind === 'detached' ? 'detached' : 'promoted', record: outcome.record};
}

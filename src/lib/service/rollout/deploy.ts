import {ReleaseError, UsageError} from '../../errors.js';
import {deployFunction} from '../../execute/rollout/deploy.js';
import {type FunctionRef, formatAliasRef} from '../../model/function/ref.js';
import {refusalsIn} from '../../plan/in-region.js';
import type {Refusal} from '../../plan/refusal.js';
import {
  type DeployPreview,
  type DeployReport,
  deployPlanText,
  toDeployPreview,
  toDeployReport,
} from '../../report/result/rollout/deploy-text.js';
import {type TrainPreview, trainPlanText} from '../../report/result/train/train-plan-text.js';
import {triggersPlanText} from '../../report/result/triggers/triggers-text.js';
import {requireEngine} from '../engine/require-engine.js';
import {severalRegions} from '../environment/place-of.js';
import {requireOpen} from '../freeze/require-open.js';
import {warnOfFreeze} from '../freeze/warn-of-freeze.js';
import {errorOfSeveral} from '../of-several.js';
import {prepareAll} from '../prepare-all.js';
import type {PublishOptions} from '../publish/prepared.js';
import {runBuilds} from '../publish/run-builds.js';
import {type ReleaseInputOptions, readReleaseInput} from '../release-input.js';
import type {Session} from '../session.js';
import {deployTrain, type PreparedCar, planTrain} from '../train/deploy-train.js';
import {orderOf, placesOf} from '../train/places.js';
import type {RetryOptions} from '../versions/convictions.js';
import type {CheckOptions} from './checks.js';
import {type RolloutOptions, readRolloutPolicy} from './policy.js';
import {type PreparedDeploy, prepareDeploy} from './prepare-deploy.js';
import {type Released, release} from './release.js';
import {warnAhead} from './warn-ahead.js';

export interface DeployOptions extends ReleaseInputOptions, PublishOptions, RolloutOptions, CheckOptions, RetryOptions {
  readonly 'dry-run': boolean;
  /** Why it leaves against a freeze or a blocker. */
  readonly override?: string | undefined;
  /** Triggers of the bare function come to the alias. */
  readonly 'move-triggers'?: boolean;
}

export interface DeployResult {
  readonly dryRun: boolean;
  /** Filled by --dry-run. */
  readonly plans: readonly DeployPreview[];
  readonly functions: readonly DeployReport[];
  /** Present when they are released as one. */
  readonly train?: TrainPreview;
}

/**
 * Packages, publishes and rolls out: all functions are planned together and released one after the other. Throws the
 * ReleaseError of the first that goes wrong; see errorOfSeveral for those before it.
 */
export async function deploy(
  session: Session,
  named: readonly FunctionRef[],
  options: DeployOptions,
  signal: AbortSignal,
): Promise<Released<DeployResult>> {
  const {file, targets, bundle} = await readReleaseInput(session, named, options);
  const {override, 'dry-run': dryRun} = options;
  const departure = {command: 'deploy', said: options, refs: targets, override, dryRun};
  if (session.regions && !file?.train) {
    throw severalRegions({name: session.environmentName ?? '', regions: [...session.regions.keys()]});
  }
  if (file?.train && options.detach) throw notDetached();
  const places = placesOf(session);
  const {freeze, spans} = await requireOpen(session, file, departure, signal);
  const policy = {...(await readRolloutPolicy(session, options, file)), ...(freeze && {freeze})};
  const input = {options, file, bundle, policy};
  await runBuilds(session, targets, options, signal);
  const toPrepare = places.flatMap((place) => targets.map((target) => ({...place, target})));
  const cars = await prepareAll(toPrepare, async ({target, ...place}): Promise<PreparedCar | readonly Refusal[]> => {
    // Of many aliases even what is read beforehand keeps to the quotas.
    const prepared = await prepareDeploy(file?.train ? place.cars : place.session, target, input, signal);
    return 'job' in prepared
      ? {...place, prepared, ...orderOf(target, place.region)}
      : refusalsIn(place.region, prepared);
  });
  const prepared = cars.map((car) => car.prepared);
  const rollouts = rolloutsOf(prepared);
  for (const place of places) {
    const here = cars.filter((car) => car.session === place.session).map((car) => car.prepared);
    await requireEngine(place.session, rolloutsOf(here), signal);
    warnOfPlans(place.session, here);
    await warnAhead(place.session, toAhead(here), signal);
  }
  warnOfFreeze(session, file, {spans, rollouts});
  const train =
    file?.train && planTrain(cars, {said: file.train, settings: policy.settings, nowMs: session.clock.now()});
  const told = train && {train: train.preview};
  const proposal = {
    planText: [...(train ? [trainPlanText(train.preview)] : []), ...prepared.map(planTextOf)].join('\n\n'),
    ...(!prepared.every(isIdle) && {question: 'Release it?'}),
    planned: {dryRun: true, plans: prepared.map(toDeployPreview), functions: [], ...told},
    carryOut: async () => ({
      dryRun: false,
      plans: [],
      functions: train ? await deployTrain(session, train, policy, signal) : await deployAll(session, prepared, signal),
      ...told,
    }),
  };
  return release<DeployResult>(session, proposal, options['dry-run'], signal);
}

/** What has only begun is no reason to begin the next wave. */
function notDetached(): UsageError {
  return new UsageError('A train cannot be detached: somebody has to see that a wave is over.', {
    code: 'TRAIN_DETACHED',
    suggestions: ['Leave --detach out; when this process is gone, go on with: lambda-release train resume'],
  });
}

function rolloutsOf(prepared: readonly PreparedDeploy[]) {
  return prepared.flatMap(({rolloutPlan}) => (rolloutPlan.kind === 'rollout' ? [rolloutPlan] : []));
}

async function deployAll(
  session: Session,
  prepared: readonly PreparedDeploy[],
  signal: AbortSignal,
): Promise<readonly DeployReport[]> {
  const done: DeployReport[] = [];
  for (const {job} of prepared) {
    const {ref} = job.rollout;
    try {
      done.push(toDeployReport(ref, await deployFunction(session, job, signal)));
    } catch (error) {
      const released = done.filter(({changed}) => changed);
      if (released.length === 0 || !(error instanceof ReleaseError)) throw error;
      throw errorOfSeveral(error, {
        differ: true,
        message: `Released before, and not taken back: ${released.map(servesText).join(', ')}.`,
        suggestions: released.flatMap(wayBackOf),
        details: {released},
      });
    }
  }
  return done;
}

function servesText(report: DeployReport): string {
  const name = formatAliasRef(report);
  const {version, rollout} = report;
  return rollout?.detached ? `${name} has begun to move to version ${version}` : `${name} serves version ${version}`;
}

/** Where an alias was created, or only settings were changed, there is nothing to go back to. */
function wayBackOf({rollout, ...ref}: DeployReport): readonly string[] {
  if (!rollout) return [];
  const command = rollout.detached ? 'rollout abort' : 'rollback';
  return [`To take it back: lambda-release ${command} ${formatAliasRef(ref)}`];
}

function warnOfPlans({events}: Session, prepared: readonly PreparedDeploy[]): void {
  for (const {job, rolloutPlan} of prepared) {
    const ofRollout = rolloutPlan.kind === 'nothing' ? [] : rolloutPlan.warnings;
    const warnings = [...ofRollout, ...(job.publish.settings?.warnings ?? [])];
    for (const warning of warnings) events.emit({type: 'warning', ...warning});
  }
}

/** What will take time; a function that is to be created has no callers yet. */
function toAhead(prepared: readonly PreparedDeploy[]) {
  const moving = prepared.filter(({rolloutPlan}) => rolloutPlan.kind !== 'nothing');
  const known = moving.filter(({publishPlan}) => publishPlan.kind !== 'create');
  const created = known.filter(({rolloutPlan}) => rolloutPlan.kind === 'create-alias');
  return {
    refs: known.map(({job}) => job.rollout.ref),
    created: created.map(({job}) => job.rollout.ref),
    rollouts: moving.flatMap(({rolloutPlan}) => (rolloutPlan.kind === 'rollout' ? [rolloutPlan] : [])),
  };
}

function planTextOf(prepared: PreparedDeploy): string {
  const {triggers} = prepared.job;
  const text = deployPlanText(prepared);
  return triggers ? `${text}\n\n${triggersPlanText(triggers)}` : text;
}

/** Neither traffic nor a setting nor a trigger would change. */
function isIdle({job, rolloutPlan}: PreparedDeploy): boolean {
  if ((job.triggers?.steps ?? []).length > 0) return false;
  const settings = [...(job.publish.settings?.changes ?? []), ...(job.aliasSettings?.changes ?? [])];
  return rolloutPlan.kind === 'nothing' && settings.length === 0;
}

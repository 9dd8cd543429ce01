import {UsageError} from '../../errors.js';
import {deployFunction} from '../../execute/rollout/deploy.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {textIn, toldPlace} from '../../model/place.js';
import {refusalsIn} from '../../plan/in-place.js';
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
import {warnOfFreeze} from '../freeze/warn-of-freeze.js';
import {prepareAll} from '../prepare-all.js';
import type {PublishOptions} from '../publish/prepared.js';
import {runBuilds} from '../publish/run-builds.js';
import type {ReleaseInputOptions} from '../release-input.js';
import type {Session} from '../session.js';
import {addressOf} from '../train/address.js';
import {deployTrain, isIdle, type PreparedCar, planTrain} from '../train/deploy-train.js';
import {openEnvironments, readEnvironments} from '../train/environments.js';
import {countOfPlaces, orderOf, placesOf, sharedBy} from '../train/places.js';
import {type PaceOptions, trainOf} from '../train/spec.js';
import type {RetryOptions} from '../versions/convictions.js';
import type {CheckOptions} from './checks.js';
import type {RolloutOptions} from './policy.js';
import {type PreparedDeploy, prepareDeploy} from './prepare-deploy.js';
import {type Released, release} from './release.js';
import {warnAhead} from './warn-ahead.js';

export interface DeployOptions
  extends ReleaseInputOptions,
    PublishOptions,
    RolloutOptions,
    CheckOptions,
    RetryOptions,
    PaceOptions {
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
  /** Present when they are released as one, in waves. */
  readonly train?: TrainPreview;
}

/**
 * Packages, publishes and rolls out: all functions are planned together, and several aliases are released as one, a train. Throws
 * the ReleaseError of every end that is not well; of a train see toTrainError.
 */
export async function deploy(
  session: Session,
  named: readonly FunctionRef[],
  options: DeployOptions,
  signal: AbortSignal,
): Promise<Released<DeployResult>> {
  const inputs = await readEnvironments(session, named, options);
  const targets = inputs.flatMap((input) => input.targets);
  const aliases = inputs.reduce((sum, input) => sum + countOfPlaces(input.session) * input.targets.length, 0);
  const said = trainOf(inputs[0].file, {aliases, ...options});
  if (said && options.detach) throw notDetached();
  const releases = await openEnvironments(inputs, options, signal);
  const [{policy}] = releases;
  await runBuilds(session, targets, options, signal);
  const shared = sharedBy(session, targets);
  const places = releases.flatMap((by) => placesOf(by.session).map((there) => ({...there, by})));
  const toPrepare = places.flatMap((there) => there.by.targets.map((target) => ({...there, target})));
  const cars = await prepareAll(
    toPrepare,
    async ({target, by, ...there}): Promise<PreparedCar | readonly Refusal[]> => {
      // Of many aliases even what is read beforehand keeps to the quotas.
      const here = said ? there.cars : there.session;
      const prepared = await prepareDeploy(here, target, {...by, options, shared}, signal);
      return 'job' in prepared
        ? {...there, prepared, ...orderOf(target, there.place)}
        : refusalsIn(there.place, prepared);
    },
  );
  const prepared = cars.map((car) => car.prepared);
  const {settings} = policy;
  const train =
    said && !prepared.every(isIdle) ? planTrain(cars, {said, settings, nowMs: session.clock.now()}) : undefined;
  for (const place of places) {
    const here = cars.filter((car) => car.session === place.session).map((car) => car.prepared);
    await requireEngine(place.session, rolloutsOf(here), signal);
    warnOfPlans(place.session, here);
    await warnAhead(place.session, {...toAhead(here), ...(train && {train: train.preview})}, signal);
  }
  for (const {session: here, file, spans} of releases) {
    const own = cars.filter((car) => car.session.environmentName === here.environmentName);
    warnOfFreeze(here, file, {spans, rollouts: rolloutsOf(own.map((car) => car.prepared))});
  }
  const told = train && {train: train.preview};
  const proposal = {
    planText: [...(train ? [trainPlanText(train.preview)] : []), ...cars.map(planTextOf)].join('\n\n'),
    ...(!prepared.every(isIdle) && {question: 'Release it?'}),
    planned: {
      dryRun: true,
      plans: cars.map((car) => ({...toDeployPreview(car.prepared), ...toldPlace(car.place)})),
      functions: [],
      ...told,
    },
    carryOut: async () => ({
      dryRun: false,
      plans: [],
      functions: train
        ? await deployTrain(
            session,
            {...train, address: addressOf(train.trainId, named, releases[0], options)},
            policy,
            signal,
          )
        : await deployEach(session, prepared, signal),
      ...told,
    }),
  };
  return release<DeployResult>(session, proposal, options['dry-run'], signal);
}

/** What has only begun is no reason to begin the next wave. */
function notDetached(): UsageError {
  return new UsageError(
    'A train cannot be detached, and several aliases are one: somebody has to see that a wave is over.',
    {
      code: 'TRAIN_DETACHED',
      suggestions: [
        'Leave --detach out; when this process is gone, go on with: lambda-release train resume',
        'Or begin one alone: lambda-release deploy checkout:live --detach',
      ],
    },
  );
}

function rolloutsOf(prepared: readonly PreparedDeploy[]) {
  return prepared.flatMap(({rolloutPlan}) => (rolloutPlan.kind === 'rollout' ? [rolloutPlan] : []));
}

/** One alone, or several of which nothing would change: what is more is a train. */
async function deployEach(
  session: Session,
  prepared: readonly PreparedDeploy[],
  signal: AbortSignal,
): Promise<readonly DeployReport[]> {
  const reports: DeployReport[] = [];
  for (const {job} of prepared)
    reports.push(toDeployReport(job.rollout.ref, await deployFunction(session, job, signal)));
  return reports;
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

/** Of several places each plan says above it which one it is of. */
function planTextOf({prepared, place}: PreparedCar): string {
  const {triggers} = prepared.job;
  const text = textIn(place, deployPlanText(prepared, place));
  return triggers ? `${text}\n\n${triggersPlanText(triggers)}` : text;
}

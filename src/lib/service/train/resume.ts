import type {ReleaseTarget} from '../../config/release-target.js';
import type {DeployJob} from '../../execute/rollout/deploy.js';
import {deployFunction} from '../../execute/rollout/deploy.js';
import {toRolloutError} from '../../execute/rollout/release-error.js';
import {runRollout} from '../../execute/rollout/rollout.js';
import type {IdleCar} from '../../execute/train/car.js';
import {type FunctionRef, formatAliasRef} from '../../model/function/ref.js';
import {textIn} from '../../model/place.js';
import {TRAIN_DEFAULTS} from '../../model/train/spec.js';
import {refusalsIn} from '../../plan/in-place.js';
import type {Refusal} from '../../plan/refusal.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import {planWaves} from '../../plan/train/waves.js';
import {deployPlanText} from '../../report/result/rollout/deploy-text.js';
import {resumePlanText} from '../../report/result/rollout/rollout-plan-text.js';
import type {TrainMoveReport} from '../../report/result/train/train-text.js';
import {prepareAll} from '../prepare-all.js';
import {runBuilds} from '../publish/run-builds.js';
import type {DeployOptions} from '../rollout/deploy.js';
import {aliasOf} from '../rollout/policy.js';
import {prepareDeploy} from '../rollout/prepare-deploy.js';
import {type Released, release} from '../rollout/release.js';
import {prepareResume} from '../rollout/resume.js';
import type {Session} from '../session.js';
import {addressOf} from './address.js';
import {idleAs} from './deploy-train.js';
import {type EnvironmentRelease, openEnvironments, readEnvironments} from './environments.js';
import {orderOf, placedAlias, placesOf, sharedBy, type TrainPlace} from './places.js';
import {type PlacedCar, type PlacedRef, type TrainOptions, trainIn} from './read-train.js';
import {type PlannedCar, runCars} from './run-cars.js';
import {trainOf} from './spec.js';

/** What is left to do of one car. */
type Left =
  /** Its rollout is over, and it serves its new version. */
  | {readonly kind: 'released'}
  | {readonly kind: 'underWay'; readonly plan: RolloutPlan; readonly text: string}
  | {readonly kind: 'waiting'; readonly job: DeployJob; readonly text: string; readonly idleAs: IdleCar | undefined}
  /** Its version was convicted: it stays where it is, unless somebody says --retry. */
  | {readonly kind: 'fell'};

/** A car of the train as it is wanted, and by what it is released. */
interface WantedCar extends PlacedRef {
  readonly target: ReleaseTarget;
  readonly by: EnvironmentRelease;
}

interface PreparedCar extends PlacedRef {
  readonly key: string;
  readonly after?: readonly string[] | undefined;
  readonly left: Left;
}

/** What a train came to that somebody went on with. */
export interface ResumedTrain extends TrainMoveReport {
  readonly dryRun: boolean;
}

export interface ResumeTrainOptions extends DeployOptions, TrainOptions {
  readonly 'accept-settings': boolean;
}

/**
 * Goes on with a train whose process died, or that was held: rollouts under way from where they are, the others from the release file, by
 * the waves that this makes of all of them. Throws the ReleaseError of every end that is not well.
 */
export async function resumeTrain(
  session: Session,
  named: readonly FunctionRef[],
  options: ResumeTrainOptions,
  signal: AbortSignal,
): Promise<Released<ResumedTrain>> {
  const inputs = await readEnvironments(session, named, options);
  const releases = await openEnvironments(inputs, options, signal);
  const [{file, policy}] = releases;
  const wanted = releases.flatMap((by) => placesOf(by.session).flatMap((there) => carsWanted(there, by)));
  const {trainId, cars} = await trainIn(wanted, options, signal);
  const standing = new Map(cars.map((car) => [nameOf(car), car]));
  const left = wanted.filter((car) => !standing.has(nameOf(car)));
  await runBuilds(
    session,
    left.map(({target}) => target),
    options,
    signal,
  );
  const shared = sharedBy(
    session,
    wanted.map(({target}) => target),
  );
  const prepare = async ({target, by, ...there}: WantedCar): Promise<PreparedCar | readonly Refusal[]> => {
    const car = standing.get(nameOf(there));
    const left = car
      ? await leftOf(car, {policy: by.policy, acceptSettings: options['accept-settings']}, signal)
      : await waiting({target, by, ...there});
    return 'kind' in left ? {...there, ...orderOf(target, there.place), left} : refusalsIn(there.place, left);
  };
  const waiting = async ({target, by, cars: here, place}: WantedCar): Promise<Left | readonly Refusal[]> => {
    const prepared = await prepareDeploy(here, target, {...by, options, shared}, signal);
    if ('job' in prepared) {
      const text = textIn(place, deployPlanText(prepared, place));
      return {kind: 'waiting', job: prepared.job, text, idleAs: idleAs(prepared.rolloutPlan)};
    }
    return prepared.every(({code}) => code === 'CONVICTED_BEFORE') ? {kind: 'fell'} : prepared;
  };
  const prepared = await prepareAll(wanted, prepare);
  const fallen = prepared.filter(({left}) => left.kind === 'fell').map(nameOf);
  if (fallen.length > 0) {
    const message = `${fallen.join(', ')} fell before and stay where they are; --retry releases them again.`;
    session.events.emit({type: 'warning', code: 'FELL_BEFORE', message});
  }
  const riding = prepared.filter(({left}) => left.kind !== 'fell');
  const spec = {...TRAIN_DEFAULTS, ...trainOf(file, {aliases: riding.length, ...options})};
  const waves = planWaves(riding, spec.waves);
  const planned = ({left, ...car}: PreparedCar): PlannedCar<void> => ({
    ...car,
    idleAs: left.kind === 'waiting' ? left.idleAs : undefined,
    run: async (deps, train, limit) => {
      if (left.kind === 'underWay') {
        const error = toRolloutError(await runRollout(deps, left.plan, limit));
        if (error) throw error;
      }
      if (left.kind === 'waiting') {
        await deployFunction(deps, {...left.job, rollout: {...left.job.rollout, train}}, limit);
      }
    },
  });
  const texts = riding.flatMap(({left}) => ('text' in left ? [left.text] : []));
  const names = riding.map(nameOf);
  return release<ResumedTrain>(
    session,
    {
      planText: texts.join('\n\n'),
      ...(texts.length > 0 && {question: `Go on with train ${trainId}?`}),
      planned: {trainId, moved: [], dryRun: true},
      carryOut: async () => {
        const address = addressOf(trainId, named, releases[0], options);
        const plan = {trainId, address, spec, settings: policy.settings, waves: waves.map((wave) => wave.map(planned))};
        await runCars(session, plan, signal);
        return {trainId, moved: names, dryRun: false};
      },
    },
    options['dry-run'],
    signal,
  );
}

/** The cars of one place, as the release file has them there. */
function carsWanted(there: TrainPlace, by: EnvironmentRelease): readonly WantedCar[] {
  return by.targets.map((target) => {
    const {functionName, alias} = target;
    return {...there, ref: {functionName, alias: aliasOf(alias, by.file)}, target, by};
  });
}

function nameOf({ref, place}: PlacedRef): string {
  return placedAlias(ref, place);
}

async function leftOf(
  {ref, car, cars, place}: PlacedCar,
  by: Parameters<typeof prepareResume>[2],
  signal: AbortSignal,
): Promise<Left | readonly Refusal[]> {
  if (car.state === 'released') return {kind: 'released'};
  const planned = await prepareResume(cars, ref, by, signal);
  if (!planned.ok) return planned.refusals;
  return {
    kind: 'underWay',
    plan: planned.plan,
    text: textIn(place, resumePlanText(formatAliasRef(ref), planned.plan, place)),
  };
}

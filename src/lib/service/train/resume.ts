import type {ReleaseTarget} from '../../config/release-target.js';
import type {DeployJob} from '../../execute/rollout/deploy.js';
import {deployFunction} from '../../execute/rollout/deploy.js';
import {toRolloutError} from '../../execute/rollout/release-error.js';
import {runRollout} from '../../execute/rollout/rollout.js';
import type {IdleCar} from '../../execute/train/car.js';
import {type AliasRef, type FunctionRef, formatAliasRef} from '../../model/function/ref.js';
import {TRAIN_DEFAULTS} from '../../model/train/spec.js';
import {refusalsIn} from '../../plan/in-place.js';
import type {Refusal} from '../../plan/refusal.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import {planWaves} from '../../plan/train/waves.js';
import {deployPlanText} from '../../report/result/rollout/deploy-text.js';
import {resumePlanText} from '../../report/result/rollout/rollout-plan-text.js';
import type {TrainMoveReport} from '../../report/result/train/train-text.js';
import {requireOpen} from '../freeze/require-open.js';
import {prepareAll} from '../prepare-all.js';
import {runBuilds} from '../publish/run-builds.js';
import {readReleaseInput} from '../release-input.js';
import type {DeployOptions} from '../rollout/deploy.js';
import {aliasOf, readRolloutPolicy} from '../rollout/policy.js';
import {prepareDeploy} from '../rollout/prepare-deploy.js';
import {type Released, release} from '../rollout/release.js';
import {prepareResume} from '../rollout/resume.js';
import type {Session} from '../session.js';
import {idleAs} from './deploy-train.js';
import {orderOf, placedAlias, placesOf, type TrainPlace} from './places.js';
import {type PlacedCar, readTrain, type TrainOptions} from './read-train.js';
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

interface PreparedCar extends TrainPlace {
  readonly ref: AliasRef;
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
  const {file, targets, bundle} = await readReleaseInput(session, named, options);
  const {override, 'dry-run': dryRun} = options;
  const departure = {command: 'train resume', said: options, refs: targets, override, dryRun};
  const {freeze} = await requireOpen(session, file, departure, signal);
  const policy = {...(await readRolloutPolicy(session, options, file)), ...(freeze && {freeze})};
  const refOf = (target: ReleaseTarget) => ({
    functionName: target.functionName,
    alias: aliasOf(target.alias, file),
  });
  const {trainId, cars} = await readTrain(session, targets.map(refOf), options, signal);
  const standing = new Map(cars.map((car) => [placedAlias(car.ref, car.place), car]));
  const places = placesOf(session);
  const isLeft = (target: ReleaseTarget) => places.some(({place}) => !standing.has(placedAlias(refOf(target), place)));
  await runBuilds(session, targets.filter(isLeft), options, signal);
  const prepare = async ({target, ...there}: TrainPlace & {readonly target: ReleaseTarget}) => {
    const ref = refOf(target);
    const car = standing.get(placedAlias(ref, there.place));
    const left = car
      ? await leftOf(car, {policy, acceptSettings: options['accept-settings']}, signal)
      : await waiting(there.cars, target);
    return 'kind' in left ? {...there, ref, ...orderOf(target, there.place), left} : refusalsIn(there.place, left);
  };
  const waiting = async (session: Session, target: ReleaseTarget): Promise<Left | readonly Refusal[]> => {
    const prepared = await prepareDeploy(session, target, {options, file, bundle, policy}, signal);
    if ('job' in prepared) {
      const text = deployPlanText(prepared);
      return {kind: 'waiting', job: prepared.job, text, idleAs: idleAs(prepared.rolloutPlan)};
    }
    return prepared.every(({code}) => code === 'CONVICTED_BEFORE') ? {kind: 'fell'} : prepared;
  };
  const toPrepare = places.flatMap((there) => targets.map((target) => ({...there, target})));
  const prepared: readonly PreparedCar[] = await prepareAll(toPrepare, prepare);
  const nameOf = ({ref, place}: PreparedCar) => placedAlias(ref, place);
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
        const plan = {trainId, spec, settings: policy.settings, waves: waves.map((wave) => wave.map(planned))};
        await runCars(session, plan, signal);
        return {trainId, moved: names, dryRun: false};
      },
    },
    options['dry-run'],
    signal,
  );
}

async function leftOf(
  {ref, car, cars}: PlacedCar,
  by: Parameters<typeof prepareResume>[2],
  signal: AbortSignal,
): Promise<Left | readonly Refusal[]> {
  if (car.state === 'released') return {kind: 'released'};
  const planned = await prepareResume(cars, ref, by, signal);
  if (!planned.ok) return planned.refusals;
  return {kind: 'underWay', plan: planned.plan, text: resumePlanText(formatAliasRef(ref), planned.plan)};
}

import {deployFunction} from '../../execute/rollout/deploy.js';
import type {PooledLook} from '../../execute/rollout/deps.js';
import {runTrain} from '../../execute/train/train.js';
import {toTrainError} from '../../execute/train/train-error.js';
import {TRAIN_DEFAULTS, type TrainSpec} from '../../model/train/spec.js';
import {shortId} from '../../plan/rollout/short-id.js';
import {planWaves} from '../../plan/train/waves.js';
import {type DeployReport, toDeployReport} from '../../report/result/rollout/deploy-text.js';
import {type TrainPreview, toTrainPreview} from '../../report/result/train/train-plan-text.js';
import type {ReleasePolicy} from '../rollout/policy.js';
import type {PreparedDeploy} from '../rollout/prepare-deploy.js';
import type {Session} from '../session.js';
import {carSession} from './car-session.js';
import {placedAlias, placesOf, type TrainPlace} from './places.js';
import {regionOf} from './read-train.js';

/** A function that is to be released, with whom it waits for. */
export interface PreparedCar extends TrainPlace {
  readonly prepared: PreparedDeploy;
  /** How the release file calls it. */
  readonly key: string;
  readonly after?: readonly string[] | undefined;
}

/** A train that may leave. */
export interface PreparedTrain {
  readonly trainId: string;
  readonly spec: TrainSpec;
  readonly waves: readonly (readonly PreparedCar[])[];
  readonly preview: TrainPreview;
}

/** Puts prepared releases into waves; `said` goes before the defaults. */
export function planTrain(cars: readonly PreparedCar[], said: Partial<TrainSpec>, nowMs: number): PreparedTrain {
  const spec = {...TRAIN_DEFAULTS, ...said};
  const waves = planWaves(cars, spec.waves);
  const names = cars.map(({prepared, region}) => placedAlias(prepared.job.rollout.ref, region));
  const trainId = shortId([...names, String(nowMs)]);
  const planned = waves.map((wave) => wave.map(timesOf));
  return {trainId, spec, waves, preview: toTrainPreview(trainId, planned, spec)};
}

/** Releases all cars of a train. Throws the ReleaseError of every end but that all of them serve their new version. */
export async function deployTrain(
  session: Session,
  {trainId, spec, waves}: PreparedTrain,
  {settings}: Pick<ReleasePolicy, 'settings'>,
  signal: AbortSignal,
): Promise<readonly DeployReport[]> {
  const bases = new Map(placesOf(session).map((place) => [place.session, carSession(place.session)]));
  const toCar = ({prepared, region, session: own}: PreparedCar, wave: number) => {
    const base = bases.get(own) ?? own;
    const {job} = prepared;
    const {ref} = job.rollout;
    const rollout = {...job.rollout, train: {trainId, wave}};
    return {
      ref,
      name: placedAlias(ref, region),
      deps: own,
      ...(region !== undefined && {region}),
      run: (onLook: (look: PooledLook) => void, limit: AbortSignal) =>
        deployFunction({...base, onLook}, {...job, rollout}, limit),
    };
  };
  const cars = waves.map((wave, index) => wave.map((car) => toCar(car, index + 1)));
  const outcome = await runTrain(session, {trainId, spec, settings, waves: cars}, signal);
  const error = toTrainError(outcome);
  if (error) throw error;
  return outcome.cars.flatMap(({car, end}) =>
    end?.state === 'done' ? [{...toDeployReport(car.ref, end.result), ...regionOf(car)}] : [],
  );
}

function timesOf({prepared: {job, rolloutPlan}, region}: PreparedCar) {
  const name = placedAlias(job.rollout.ref, region);
  if (rolloutPlan.kind !== 'rollout') return {name, region, toFullMs: 0, leastMs: 0, patienceMs: 0};
  const {leastMs, watchMs, steps, patienceMs} = rolloutPlan;
  return {name, region, toFullMs: leastMs - watchMs, leastMs, patienceMs: (steps.length + 1) * patienceMs};
}

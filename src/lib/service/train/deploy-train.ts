import type {AnalysisSettings} from '../../analysis/settings.js';
import {type DeployResult, deployFunction} from '../../execute/rollout/deploy.js';
import type {IdleCar} from '../../execute/train/car.js';
import {nameOfPlace, toldPlace} from '../../model/place.js';
import {TRAIN_DEFAULTS, type TrainSpec} from '../../model/train/spec.js';
import {shortId} from '../../plan/rollout/short-id.js';
import type {TrainAddress} from '../../plan/train/command.js';
import {type ForeseenCar, trainSight} from '../../plan/train/sight.js';
import {type Timetable, timetable} from '../../plan/train/timetable.js';
import {planWaves} from '../../plan/train/waves.js';
import {type DeployReport, toDeployReport} from '../../report/result/rollout/deploy-text.js';
import {type TrainPreview, toTrainPreview} from '../../report/result/train/train-plan-text.js';
import type {ReleasePolicy} from '../rollout/policy.js';
import type {PreparedDeploy} from '../rollout/prepare-deploy.js';
import type {Session} from '../session.js';
import {placedAlias, type TrainPlace} from './places.js';
import {type PlannedCar, runCars} from './run-cars.js';

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

/** Puts prepared releases into waves, and foresees what they take and see together; `said` goes before the defaults. */
export function planTrain(
  cars: readonly PreparedCar[],
  {
    said,
    settings,
    nowMs,
  }: {readonly said: Partial<TrainSpec>; readonly settings: AnalysisSettings; readonly nowMs: number},
): PreparedTrain {
  const spec = {...TRAIN_DEFAULTS, ...said};
  const idle = cars.filter(({prepared}) => isIdle(prepared));
  const moving = cars.filter((car) => !idle.includes(car));
  const waves = planWaves(moving, spec.waves);
  const trainId = shortId([...cars.map(nameOf), String(nowMs)]);
  const planned = waves.map((wave) => wave.map(timesOf));
  const sight = trainSight(foreseen(waves, timetable(planned, spec)), settings);
  const preview = toTrainPreview(trainId, {waves: planned, served: idle.map(nameOf), ...(sight && {sight})}, spec);
  // Who has nothing to do takes no place in a wave.
  const [first = [], ...others] = waves;
  return {trainId, spec, waves: [[...idle, ...first], ...others], preview};
}

/** How a car is called of which no traffic moves; `undefined` of one that is rolled out. */
export function idleAs({kind}: Pick<PreparedDeploy['rolloutPlan'], 'kind'>): IdleCar | undefined {
  if (kind === 'rollout') return undefined;
  return kind === 'create-alias' ? 'made' : 'same';
}

/** Neither traffic nor a setting nor a trigger would change. */
export function isIdle({job, rolloutPlan}: PreparedDeploy): boolean {
  if ((job.triggers?.steps ?? []).length > 0) return false;
  const settings = [...(job.publish.settings?.changes ?? []), ...(job.aliasSettings?.changes ?? [])];
  return rolloutPlan.kind === 'nothing' && settings.length === 0;
}

/** Releases all cars of a train. Throws the ReleaseError of every end but that all of them serve their new version. */
export async function deployTrain(
  session: Session,
  {trainId, spec, waves, address}: PreparedTrain & {readonly address: TrainAddress},
  {settings}: Pick<ReleasePolicy, 'settings'>,
  signal: AbortSignal,
): Promise<readonly DeployReport[]> {
  const planned = ({prepared: {job, rolloutPlan}, ...car}: PreparedCar): PlannedCar<DeployResult> => ({
    ...car,
    ref: job.rollout.ref,
    idleAs: idleAs(rolloutPlan),
    run: (deps, train, limit) => deployFunction(deps, {...job, rollout: {...job.rollout, train}}, limit),
  });
  const cars = await runCars(
    session,
    {trainId, address, spec, settings, waves: waves.map((wave) => wave.map(planned))},
    signal,
  );
  return cars.flatMap(({car, end}) =>
    end?.state === 'done' ? [{...toDeployReport(car.ref, end.result), ...toldPlace(car.place)}] : [],
  );
}

function nameOf({prepared, place}: PreparedCar): string {
  return placedAlias(prepared.job.rollout.ref, place);
}

function timesOf(car: PreparedCar) {
  const {rolloutPlan} = car.prepared;
  const known = {name: nameOf(car), where: nameOfPlace(car.place)};
  if (rolloutPlan.kind !== 'rollout') return {...known, toFullMs: 0, leastMs: 0, patienceMs: 0, isIdle: true as const};
  const {leastMs, watchMs, steps, patienceMs} = rolloutPlan;
  return {...known, toFullMs: leastMs - watchMs, leastMs, patienceMs: (steps.length + 1) * patienceMs};
}

/** Those whose traffic moves in steps, each wave with when they begin. */
function foreseen(waves: PreparedTrain['waves'], {begins}: Timetable): readonly (readonly ForeseenCar[])[] {
  return waves.map((wave, waveIndex) =>
    wave.flatMap((car, index) => {
      const {rolloutPlan, traffic, detectableRate} = car.prepared;
      if (rolloutPlan.kind !== 'rollout') return [];
      const {steps, patienceMs} = rolloutPlan;
      return [
        {...{name: nameOf(car), steps, patienceMs, traffic, detectableRate}, beginsMs: begins[waveIndex]?.[index] ?? 0},
      ];
    }),
  );
}

import type {LookDeps} from '../../execute/rollout/deps.js';
import type {IdleCar, RidingCar} from '../../execute/train/car.js';
import {runTrain, type TrainPlan} from '../../execute/train/train.js';
import {toTrainError} from '../../execute/train/train-error.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {TrainMark} from '../../model/train/mark.js';
import type {TrainAddress} from '../../plan/train/command.js';
import type {Session} from '../session.js';
import {placedAlias, type TrainPlace} from './places.js';

/** What is to be done of one car, in its place. */
export interface PlannedCar<Result> extends TrainPlace {
  readonly ref: AliasRef;
  /** Where it has no traffic to move. */
  readonly idleAs?: IdleCar | undefined;
  readonly run: (deps: Session & Pick<LookDeps, 'onLook'>, train: TrainMark, limit: AbortSignal) => Promise<Result>;
}

interface PlannedTrain<Result> extends Omit<TrainPlan<Result>, 'waves'> {
  readonly waves: readonly (readonly PlannedCar<Result>[])[];
  readonly address: TrainAddress;
}

/** Runs all cars of a train, each in its place. Throws the ReleaseError of every end that is not well. */
export async function runCars<Result>(
  session: Session,
  {waves, address, ...train}: PlannedTrain<Result>,
  signal: AbortSignal,
): Promise<readonly RidingCar<Result>[]> {
  const {trainId} = train;
  const toCar = (wave: number) => (planned: PlannedCar<Result>) => ({
    ref: planned.ref,
    name: placedAlias(planned.ref, planned.place),
    place: planned.place,
    deps: planned.session,
    idleAs: planned.idleAs,
    run: (onLook: NonNullable<LookDeps['onLook']>, limit: AbortSignal) =>
      planned.run({...planned.cars, onLook}, {trainId, wave}, limit),
  });
  const plan = {...train, waves: waves.map((cars, index) => cars.map(toCar(index + 1)))};
  const outcome = await runTrain(session, plan, signal);
  const error = toTrainError(outcome, address);
  if (error) throw error;
  return outcome.cars;
}

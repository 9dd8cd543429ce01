import {findReleaseFile} from '../../config/load-release-file.js';
import {followMove} from '../../execute/rollout/follow-move.js';
import {holdRollout} from '../../execute/rollout/hold.js';
import {promoteRollout} from '../../execute/rollout/promote.js';
import type {AliasRef} from '../../model/function/ref.js';
import {toldPlace} from '../../model/place.js';
import {observeRollout} from '../../observe/rollout/rollout.js';
import {planTrainBack} from '../../plan/train/back.js';
import {type TrainMoveReport, type TrainStatusReport, trainStatusText} from '../../report/result/train/train-text.js';
import {requireOpen} from '../freeze/require-open.js';
import type {Session} from '../session.js';
import {moveEachCar} from './each-car.js';
import {environmentsOf} from './environments.js';
import {type PlacedCar, readTrain, type StandingTrain, type TrainOptions} from './read-train.js';

/** Where every car stands, from the aliases alone. Throws what readTrain throws. */
export async function trainStatus(
  session: Session,
  named: readonly AliasRef[],
  options: TrainOptions,
  signal: AbortSignal,
): Promise<TrainStatusReport> {
  return toReport(await readTrain(session, named, options, signal));
}

/** A train as it is told: of its cars' places the names alone. */
function toReport({trainId, cars, others}: StandingTrain): TrainStatusReport {
  return {trainId, cars: cars.map(({car, place}) => ({...car, ...toldPlace(place)})), others};
}

/**
 * All cars back to what served before the train: those under way at once, finished ones after them. Asks nothing, because it only
 * restores. Throws the worst ReleaseError, see moveEachCar.
 */
export async function abortTrain(
  session: Session,
  named: readonly AliasRef[],
  options: TrainOptions,
  signal: AbortSignal,
): Promise<TrainMoveReport> {
  const train = await readTrain(session, named, {...options, partly: true}, signal);
  const {trainId} = train;
  const isReleased = ({car}: PlacedCar) => Number(car.state === 'released');
  const cars = [...train.cars].sort((a, b) => isReleased(a) - isReleased(b));
  return moveEachCar(train, cars, ({session: there, ref}) =>
    followMove(there, ref, (seen) => planTrainBack({ref, ...seen}, {trainId}), signal),
  );
}

/** Keeps every car that is under way where it is, until somebody goes on. Throws the worst ReleaseError. */
export async function holdTrain(
  session: Session,
  named: readonly AliasRef[],
  options: TrainOptions,
  signal: AbortSignal,
): Promise<TrainMoveReport> {
  const train = await readTrain(session, named, {...options, partly: true}, signal);
  const moving = train.cars.filter(({car}) => car.state === 'underWay');
  return moveEachCar(train, moving, ({session: there, ref}) => holdRollout(there, ref, signal));
}

interface PromoteOptions extends TrainOptions {
  /** To their end at once, and not to their next step. */
  readonly full: boolean;
  readonly override?: string | undefined;
}

/** Moves every car that is not finished on, unjudged. Throws the worst ReleaseError. */
export async function promoteTrain(
  session: Session,
  named: readonly AliasRef[],
  {full, override, ...options}: PromoteOptions,
  signal: AbortSignal,
): Promise<TrainMoveReport> {
  const train = await readTrain(session, named, options, signal);
  const moving = train.cars.filter(({car}) => car.state !== 'released');
  for (const here of environmentsOf(session)) {
    const own = moving.filter((car) => car.session.environmentName === here.environmentName);
    const departure = {refs: own.map(({ref}) => ref), override, dryRun: false};
    await requireOpen(here, await findReleaseFile(options.config, here), departure, signal);
  }
  if (moving.length === 0) return {trainId: train.trainId, moved: []};
  await session.host.showPlan(trainStatusText(toReport(train)));
  const where = full ? 'to 100 %' : 'to their next step';
  await session.host.confirm(`Move ${moving.length} aliases ${where} without judging them any further?`, signal);
  return moveEachCar(train, moving, async ({session: there, ref}) =>
    promoteRollout(there, {full}, await observeRollout(there, ref, [], signal), signal),
  );
}

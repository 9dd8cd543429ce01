import {ReleaseError} from '../../errors.js';
import type {FollowedOutcome} from '../../execute/rollout/follow-move.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import {inParallel} from '../../observe/in-parallel.js';
import type {TrainMoveReport} from '../../report/result/train/train-text.js';
import {errorOfSeveral, worstFirst} from '../of-several.js';
import {placedAlias} from './places.js';
import type {PlacedCar, PlacedRef, StandingTrain} from './read-train.js';

/** In one place. Ways back keep nobody waiting; AWS takes 15 such calls a second, and the SDK waits where that is too many. */
const AT_ONCE = 50;

/**
 * Makes the same move of every car, side by side; one that fails keeps nobody from theirs, and neither does a place that is slow. Throws
 * the worst ReleaseError there is, also of those that could not be looked at, with what became of all of them.
 */
export async function moveEachCar(
  {trainId, unread}: Pick<StandingTrain, 'trainId' | 'unread'>,
  cars: readonly PlacedCar[],
  move: (car: PlacedCar) => Promise<FollowedOutcome>,
): Promise<TrainMoveReport> {
  const places = [...new Set(cars.map((car) => car.session))];
  const tried = places.map((place) =>
    inParallel(
      cars.filter((car) => car.session === place),
      AT_ONCE,
      async (car) => ({car, error: await errorOf(car, move)}),
    ),
  );
  const moved = [...(await Promise.all(tried)).flat(), ...unread.map(({error, ...car}) => ({car, error}))];
  const failed = worstFirst(moved.flatMap(({error}) => error ?? []));
  const done = moved.filter(({error}) => !error).map(({car}) => placedAlias(car.ref, car.place));
  const [worst] = failed;
  if (!worst) return {trainId, moved: done};
  const others = failed.filter((error) => error !== worst).map(({message}) => message);
  throw errorOfSeveral(worst, {
    differ: done.length > 0,
    place: moved.find(({error}) => error === worst)?.car.place,
    ...(others.length > 0 && {message: others.join('\n')}),
    details: {train: trainId, moved: done, failed: moved.flatMap(failureOf)},
  });
}

function failureOf({car, error}: {readonly car: PlacedRef; readonly error: ReleaseError | undefined}) {
  return error ? [{name: placedAlias(car.ref, car.place), code: error.code, message: error.message}] : [];
}

async function errorOf(
  car: PlacedCar,
  move: (car: PlacedCar) => Promise<FollowedOutcome>,
): Promise<ReleaseError | undefined> {
  try {
    return toMoveError(car.ref, await move(car));
  } catch (error) {
    if (error instanceof ReleaseError) return error;
    throw error;
  }
}

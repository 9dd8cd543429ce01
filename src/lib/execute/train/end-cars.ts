import {AwsError} from '../../errors.js';
import {MINUTE_MS} from '../../model/duration.js';
import {nameOfPlace} from '../../model/place.js';
import {CONVICTED_BACK_MS, planTrainBack} from '../../plan/train/back.js';
import type {Clock} from '../../ports/clock.js';
import {Deadline} from '../alias/deadline.js';
import {isFinalRefusal} from '../alias/write-error.js';
import {type FollowedOutcome, followMove} from '../rollout/follow-move.js';
import {holdRollout} from '../rollout/hold.js';
import {toMoveError} from '../rollout/release-error.js';
import type {RidingCar} from './car.js';

interface WhyBack {
  readonly trainId: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

type Car = RidingCar<unknown>;

const LOOK_PAUSE_MS = 5_000;
/** So long the finished ones of a wave wait for those that go back before them. */
const WAVE_MS = MINUTE_MS;

/**
 * All traffic of every car back to what served before, and what the train brought is remembered as convicted: those under way at once
 * and side by side, the finished ones in reverse order of their waves, and what its own driver has left behind when that is through. Each
 * place goes by itself, so that an account or a region that answers slowly keeps no other's way back waiting. A car that cannot be taken
 * back keeps its error, and nobody waits for it. No signal ends this.
 */
export async function takeCarsBack(cars: readonly Car[], why: WhyBack): Promise<void> {
  const where = ({car}: Car) => nameOfPlace(car.place);
  const places = [...new Set(cars.map(where))];
  await Promise.all(
    places.map((place) =>
      takePlaceBack(
        cars.filter((car) => where(car) === place),
        why,
      ),
    ),
  );
}

async function takePlaceBack(cars: readonly Car[], why: WhyBack): Promise<void> {
  const finished = cars.filter(({state, doneAs}) => state === 'done' && !doneAs);
  const moving = cars.filter(({look, state}) => look && state !== 'done' && state !== 'fell');
  const waves = [...new Set(finished.map((car) => car.wave))].sort((a, b) => b - a);
  const begun: Promise<void>[] = [];
  for (const group of [moving, ...waves.map((wave) => finished.filter((car) => car.wave === wave))]) {
    const [first] = group;
    if (!first) continue;
    const ways = group.map((car) => takeBack(car, why));
    begun.push(...ways);
    await within(first.car.deps.clock, Promise.all(ways));
  }
  await Promise.all([...begun, ...cars.map(({ended}) => ended)]);
  // A driver that was stopped around its first move may have left it where it was, or moved on in the same moment.
  const isLeft = ({state, ordered, look, doneAs}: Car) =>
    state === 'interrupted' ||
    (ordered.length === 0 && ((state === 'done' && !doneAs) || (state === 'stopped' && look !== undefined)));
  const left = cars.filter(isLeft);
  await Promise.all(left.map((car) => takeBack(car, why)));
}

async function takeBack(riding: Car, {trainId, reason, nowMs}: WhyBack): Promise<void> {
  const {deps, ref} = riding.car;
  const back = {trainId, convicted: {at: new Date(nowMs).toISOString(), reason}};
  const move = () => followMove(deps, ref, (seen) => planTrainBack({ref, ...seen}, back));
  await order(riding, 'back', () => whileUnreadable(deps.clock, move));
}

/** Waits for what is under way, but not long: one that AWS fails keeps nobody else waiting. */
async function within(clock: Clock, ways: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([ways, clock.sleep(WAVE_MS, over.signal)]);
  over.abort();
}

/** Tries again while the alias cannot be read: nothing was sent then. */
async function whileUnreadable<Moved>(clock: Clock, move: () => Promise<Moved>): Promise<Moved> {
  const deadline = new Deadline({clock, budgetMs: CONVICTED_BACK_MS});
  try {
    for (;;) {
      try {
        return await move();
      } catch (error) {
        if (!(error instanceof AwsError) || isFinalRefusal(error) || deadline.isOver) throw error;
        await deadline.sleep(LOOK_PAUSE_MS);
      }
    }
  } finally {
    deadline.dispose();
  }
}

/** Keeps every car that is under way where it is; those whose candidate has all traffic get to the end of their watch. */
export async function holdCars(cars: readonly Car[]): Promise<void> {
  const moving = cars.filter(({look, state}) => look && state === 'underWay');
  await Promise.all(moving.map(hold));
  const ended = moving.filter(({ordered}) => ordered.length === 0);
  await Promise.all(ended.map((car) => car.ended));
  await Promise.all(ended.filter(({state}) => state !== 'fell' && state !== 'done').map(hold));
}

async function hold(riding: Car): Promise<void> {
  const {deps, ref} = riding.car;
  await order(riding, 'hold', () => whileUnreadable(deps.clock, () => holdRollout(deps, ref)));
}

/**
 * What came of it is kept with the car, unless its own driver was at work and may have ended it in the same moment: that its end
 * tells, and whoever asks again after that has nobody beside them.
 */
async function order(riding: Car, as: 'back' | 'hold', move: () => Promise<FollowedOutcome>): Promise<void> {
  const isDriven = riding.end === undefined;
  try {
    const outcome = await move();
    if (isDriven && (outcome.kind === 'refused' || outcome.kind === 'takenOver')) return;
    const isNothing = outcome.kind === 'refused' && outcome.refusals[0].code === 'NOT_OF_TRAIN';
    // It fell, or was never begun: there is nothing to take back.
    if (isNothing && riding.state !== 'done') return;
    const error = toMoveError(riding.car.ref, outcome);
    riding.ordered.push({as, ...(error && {error})});
  } catch (error) {
    // A bug of ours, too: who cannot be asked keeps nobody else where they are.
    riding.ordered.push({as, error});
  }
}

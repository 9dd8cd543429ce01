import {InterruptedError} from '../../errors.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {ReachedPlace} from '../../model/place.js';
import {isWatching} from '../../model/rollout/marker.js';
import type {PooledLook} from '../rollout/deps.js';
import type {FollowDeps} from '../rollout/follow-move.js';

/** `same`: it serves the version already. `made`: its alias is created with it. */
export type IdleCar = 'same' | 'made';

/** One alias of a train, and how it is released. */
export interface TrainCar<Result> {
  readonly ref: AliasRef;
  /** Its name for people; with its place where the train goes through several. */
  readonly name: string;
  /** Where it is, when the train goes through several places. */
  readonly place?: ReachedPlace | undefined;
  /** By what its alias is held or taken back. */
  readonly deps: FollowDeps;
  /** No traffic of it is moved: a wave of such ones is not looked at before the next one begins. */
  readonly idleAs?: IdleCar | undefined;
  /** Releases it to the end, or throws the ReleaseError of every end that is not well. */
  readonly run: (onLook: (look: PooledLook) => void, signal: AbortSignal) => Promise<Result>;
}

/**
 * `there`: all traffic is on the candidate, and it is watched. `fell`: it was taken back by itself. `stopped`: it ended in
 * another way that is not well.
 */
export type CarState = 'waiting' | 'underWay' | 'there' | 'done' | 'fell' | 'stopped' | 'interrupted';

/** How a car ended by itself. */
export type CarEnd<Result> =
  | {readonly state: 'done'; readonly result: Result}
  | {readonly state: 'fell' | 'stopped' | 'interrupted'; readonly error: unknown};

/** A car in its train: what is known of it at this moment. */
export class RidingCar<Result> {
  readonly car: TrainCar<Result>;
  /** Counted from 1. */
  readonly wave: number;
  /** Resolves when its own driver is through with it. */
  ended: Promise<void> = Promise.resolve();
  end: CarEnd<Result> | undefined;
  /** The last look at its rollout, by its own driver. */
  look: PooledLook | undefined;
  /** What its train has done to it: done, or why it could not be. */
  readonly ordered: {as: 'back' | 'hold'; error?: unknown}[] = [];
  readonly #controller = new AbortController();
  #isBegun = false;

  constructor(car: TrainCar<Result>, wave: number) {
    this.car = car;
    this.wave = wave;
  }

  get state(): CarState {
    if (this.end) return this.end.state;
    if (!this.#isBegun) return 'waiting';
    return this.look && isWatching(this.look.marker) ? 'there' : 'underWay';
  }

  /** It has got to its end, and there was no traffic to move: nor is there any to be given back. */
  get doneAs(): IdleCar | undefined {
    return this.end?.state === 'done' && !this.look ? this.car.idleAs : undefined;
  }

  /** Begins its release; `onEnd` when that is over, `toEnd` tells what an error makes of it. */
  begin(signal: AbortSignal, toEnd: (error: unknown) => CarEnd<Result>, onEnd: () => void): void {
    this.#isBegun = true;
    const onLook = (look: PooledLook) => {
      this.look = look;
    };
    this.ended = this.car.run(onLook, AbortSignal.any([signal, this.#controller.signal])).then(
      (result) => {
        this.end = {state: 'done', result};
        onEnd();
      },
      (error: unknown) => {
        this.end = toEnd(error);
        onEnd();
      },
    );
  }

  /** Ends the work of its driver while no rollout of it has been seen: what has begun to move is taken back or held by its alias. */
  stopBeforeItMoves(): void {
    if (this.look) return;
    const message = `${this.car.name}: its train does not go on.`;
    this.#controller.abort(new InterruptedError('SIGTERM', message, {code: 'TRAIN_STOPPED', suggestions: []}));
  }
}

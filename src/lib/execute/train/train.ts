import {boundedExp} from '../../analysis/bet/log-space.js';
import {formatEvidence} from '../../analysis/evidence-text.js';
import {type PooledEvidence, pooledEvidence} from '../../analysis/pool/pooled-evidence.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import {InterruptedError, RolledBackError} from '../../errors.js';
import {TRAIN_PATIENCE_MS, type TrainSpec} from '../../model/train/spec.js';
import {type TrainVerdict, trainVerdict} from '../../plan/train/verdict.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import {type CarEnd, type CarState, RidingCar, type TrainCar} from './car.js';
import {holdCars, takeCarsBack} from './end-cars.js';
import {togetherTeller} from './together-teller.js';

export interface TrainDeps {
  readonly clock: Clock;
  readonly events: EventSink;
}

/** A train as it was planned. */
export interface TrainPlan<Result> {
  readonly trainId: string;
  readonly spec: TrainSpec;
  readonly settings: Pick<AnalysisSettings, 'alpha' | 'tolerate'>;
  readonly waves: readonly (readonly TrainCar<Result>[])[];
}

/** How a train ended, car by car. */
export interface TrainOutcome<Result> {
  readonly kind: 'released' | 'held' | 'convicted' | 'interrupted';
  readonly trainId: string;
  /** Why it did not get to its end. */
  readonly reason?: string;
  /** What has interrupted it. */
  readonly signal?: 'SIGINT' | 'SIGTERM';
  readonly cars: readonly RidingCar<Result>[];
  readonly pooled: PooledEvidence;
}

const POLL_MS = 15_000;
const LAST_LOOK_MS = 60_000;

/**
 * Releases the cars of a train in its waves, and judges them together beside each car's own judge. The next wave begins when
 * every car of this one has all traffic on its candidate, the bake is over and the evidence of all does not lean. A convicted train
 * gives all cars back, the finished ones in reverse order of waves; a held one leaves each where it is. Every car is worked on by
 * its own driver, so that a train that is killed leaves what killed rollouts leave. Never throws.
 */
export async function runTrain<Result>(
  deps: TrainDeps,
  plan: TrainPlan<Result>,
  signal: AbortSignal,
): Promise<TrainOutcome<Result>> {
  const cars = plan.waves.flatMap((wave, index) => wave.map((car) => new RidingCar(car, index + 1)));
  const train = new Train(deps, plan, cars, signal);
  deps.events.emit({type: 'train.began', trainId: plan.trainId, cars: cars.length, waves: plan.waves.length});
  const verdict = await train.ride();
  const {trainId} = plan;
  // What comes to an end before the signal is told by its reason, whatever the signal cuts short after it.
  const stopped = verdict.kind !== 'goesOn' && !signal.aborted && {reason: verdict.reason};
  if (verdict.kind === 'holds' && !signal.aborted) {
    deps.events.emit({type: 'train.stopped', trainId, how: 'hold', reason: verdict.reason});
    for (const car of cars) car.stopBeforeItMoves();
    await holdCars(cars);
  }
  if (verdict.kind === 'convicted' && !signal.aborted) {
    const {reason, onFailure: how} = verdict;
    deps.events.emit({type: 'train.stopped', trainId, how, reason});
    for (const car of cars) car.stopBeforeItMoves();
    await (how === 'rollback' ? takeCarsBack(cars, {trainId, reason, nowMs: deps.clock.now()}) : holdCars(cars));
  }
  await Promise.all(cars.map(({ended}) => ended));
  const {pooled} = train;
  if (signal.aborted) {
    const {signal: name} = signal.reason as {readonly signal: 'SIGINT' | 'SIGTERM'};
    return {kind: 'interrupted', trainId, ...stopped, signal: name, cars, pooled};
  }
  if (verdict.kind === 'goesOn') return {kind: 'released', trainId, cars, pooled};
  const {reason} = verdict;
  return {kind: verdict.kind === 'convicted' ? 'convicted' : 'held', trainId, reason, cars, pooled};
}

class Train<Result> {
  readonly #deps: TrainDeps;
  readonly #plan: TrainPlan<Result>;
  readonly #cars: readonly RidingCar<Result>[];
  readonly #signal: AbortSignal;
  /** Of the looks that were seen last. */
  pooled: PooledEvidence = {log: 0, perCar: [], minutes: 0};
  #wake: () => void = () => undefined;
  readonly #tell: ReturnType<typeof togetherTeller>;

  constructor(deps: TrainDeps, plan: TrainPlan<Result>, cars: readonly RidingCar<Result>[], signal: AbortSignal) {
    this.#deps = deps;
    this.#plan = plan;
    this.#cars = cars;
    this.#signal = signal;
    this.#tell = togetherTeller(deps.events, {trainId: plan.trainId, alpha: plan.settings.alpha});
  }

  /** One wave after the other, until all cars are done or the train must not go on. */
  async ride(): Promise<TrainVerdict> {
    const {waves, trainId} = this.#plan;
    for (let wave = 1; wave <= waves.length; wave++) {
      const cars = this.#cars.filter((car) => car.wave === wave);
      const names = cars.map(({car}) => car.name);
      this.#deps.events.emit({type: 'train.waveBegan', trainId, wave, waves: waves.length, cars: cars.length, names});
      const verdict = await this.#rideWave(cars, wave === waves.length);
      if (verdict.kind !== 'goesOn' || this.#signal.aborted) return verdict;
    }
    return this.judge();
  }

  async #rideWave(cars: readonly RidingCar<Result>[], isLast: boolean): Promise<TrainVerdict> {
    const {clock} = this.#deps;
    const awaited = isLast ? this.#cars : cars;
    let bakedMs: number | undefined;
    for (;;) {
      this.#beginNext(cars);
      const verdict = this.judge();
      if (verdict.kind === 'convicted' || this.#signal.aborted) return verdict;
      if (verdict.kind === 'holds') return this.#lastLook();
      if (awaited.every(({state}) => state === 'done' || (!isLast && state === 'there'))) {
        if (isLast || cars.every(({car}) => car.idleAs)) return verdict;
        bakedMs ??= clock.now() + this.#plan.spec.bakeMs;
        const isBaked = clock.now() >= bakedMs;
        if (isBaked && !verdict.leans) return verdict;
        if (clock.now() >= bakedMs + TRAIN_PATIENCE_MS) return {kind: 'holds', reason: leaningText(this.pooled)};
      }
      await this.#nap(bakedMs);
    }
  }

  /** Who has the fault of a car that fell sees it in the same minute: each is looked at once more before it is held. */
  async #lastLook(): Promise<TrainVerdict> {
    const {clock} = this.#deps;
    const untilMs = clock.now() + LAST_LOOK_MS;
    for (;;) {
      const verdict = this.judge();
      const isMoving = this.#cars.some(({state, look}) => look && state === 'underWay');
      if (verdict.kind !== 'holds' || !isMoving || clock.now() >= untilMs || this.#signal.aborted) return verdict;
      await this.#nap(untilMs);
    }
  }

  /** As many as there is room for; who is there makes room. */
  #beginNext(cars: readonly RidingCar<Result>[]): void {
    const going = this.#cars.filter(({state}) => state === 'underWay').length;
    const next = cars.filter(({state}) => state === 'waiting').slice(0, Math.max(0, this.#plan.spec.parallel - going));
    for (const car of next) car.begin(this.#signal, endOf, () => this.#wake());
  }

  /** What becomes of it, by the looks and the ends that are known by now. */
  judge(): TrainVerdict {
    const {settings, spec} = this.#plan;
    const named = (state: CarState) => this.#cars.filter((car) => car.state === state).map(({car}) => car.name);
    const riding = this.#cars.filter(({state, look}) => state !== 'fell' && look);
    this.pooled = pooledEvidence(
      riding.flatMap(({look}) => look?.pooled ?? []),
      settings,
    );
    this.#tell(
      riding.map(({car}) => car.name),
      this.pooled,
    );
    return trainVerdict(
      {
        cars: this.#cars.length,
        fallen: named('fell'),
        stopped: named('stopped'),
        pooled: this.pooled,
        alpha: settings.alpha,
      },
      spec,
    );
  }

  /** Until there may be something new: a car has ended, or some time has passed. */
  async #nap(untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    const {clock} = this.#deps;
    const nap = new AbortController();
    this.#wake = () => nap.abort();
    const ms = Math.min(POLL_MS, Math.max(0, untilMs - clock.now()));
    await clock.sleep(ms, AbortSignal.any([this.#signal, nap.signal]));
  }
}

/** What an error makes of a car. */
function endOf(error: unknown): Exclude<CarEnd<never>, {state: 'done'}> {
  if (error instanceof RolledBackError) return {state: 'fell', error};
  if (error instanceof InterruptedError) return {state: 'interrupted', error};
  return {state: 'stopped', error};
}

function leaningText({log}: PooledEvidence): string {
  return `Together the new versions lean: evidence ${formatEvidence(boundedExp(log))} for so long that nobody can tell.`;
}

import {logErrorEvidence} from '../../src/lib/analysis/bet/error-evidence.js';
import type {PairedMinute} from '../../src/lib/analysis/minute/paired-minute.js';
import {type PooledCar, pooledEvidence} from '../../src/lib/analysis/pool/pooled-evidence.js';
import {binomial, poisson, type Random} from '../../src/lib/analysis/random.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {sumOf} from '../../src/lib/analysis/side-summary.js';
import {type ComparedLook, DEFAULT_POLICY, type RolloutEnd, runRollout} from './rollout.js';
import type {Rates} from './world.js';
import type {NamedWorld} from './worlds.js';

const MINUTE_MS = 60_000;
const HISTORY_MINUTES = 180;
const LOG_BOUND = -Math.log(DEFAULT_SETTINGS.alpha);

/** Cars that go side by side through the same minutes, at one weight. */
export interface TrainWorld {
  readonly name: string;
  readonly cars: number;
  /** Requests a minute of each car. */
  readonly perMinute: number;
  /** Error rates of a car in a minute. */
  readonly rates: (car: number, minute: number) => Rates;
  /** Whether every car is tolerable, so that the train may be convicted once in a hundred. */
  readonly isGood: boolean;
}

export interface TrainEnd {
  /** The minute by whose end the cars together were convicted. */
  readonly convictedAt?: number;
  /** Cars that fell by their own evidence until then. */
  readonly fallen: number;
}

const WEIGHT = 0.05;
const MINUTES = 30;

const all = (stable: number, candidate: number) => () => ({stable, candidate});
const oneOf = (candidate: number) => (car: number) => ({stable: 0.001, candidate: car === 0 ? candidate : 0.001});

/** Half an hour at 5 %, every car with its own traffic. */
export function trainWorlds(): readonly TrainWorld[] {
  const good = (name: string, cars: number, perMinute: number, rates: TrainWorld['rates']): TrainWorld => ({
    ...{name, cars, perMinute, rates, isGood: true},
  });
  const bad = (name: string, cars: number, perMinute: number, rates: TrainWorld['rates']): TrainWorld => ({
    ...good(name, cars, perMinute, rates),
    isGood: false,
  });
  const outage = (_: number, minute: number): Rates => {
    const rate = minute >= 3 && minute <= 8 ? 0.3 : 0.001;
    return {stable: rate, candidate: rate};
  };
  return [
    ...[3, 10, 100].flatMap((cars) =>
      [60, 600].flatMap((perMinute) => [
        good('identical, 0.1 % fail', cars, perMinute, all(0.001, 0.001)),
        good('just tolerated beside 0.1 %', cars, perMinute, all(0.001, 0.00225)),
        good('just tolerated beside 1 %', cars, perMinute, all(0.01, 0.0135)),
        good('an outage of 30 % on all, minutes 3–8', cars, perMinute, outage),
        good('one car fails 50 %, the others are identical', cars, perMinute, oneOf(0.5)),
        good('one car fails 5 %, the others are identical', cars, perMinute, oneOf(0.05)),
      ]),
    ),
    ...[3, 10, 30, 100].flatMap((cars) =>
      [60, 600].map((perMinute) => bad('all of them 0.1 → 1.1 %', cars, perMinute, all(0.001, 0.011))),
    ),
  ];
}

/** One train through its world: cars that their own judge convicts are out, the rest is judged together. */
export function runTrain({cars, perMinute, rates}: TrainWorld, random: Random): TrainEnd {
  const side = (requests: number, rate: number) => {
    const invocations = poisson(random, requests);
    return {invocations, errors: binomial(random, invocations, rate)};
  };
  let riding = Array.from({length: cars}, (_, car) => ({
    car,
    compared: [] as PairedMinute[],
    stableBefore: side(perMinute * HISTORY_MINUTES, rates(car, -1).stable),
  }));
  for (let minute = 0; minute < MINUTES; minute++) {
    for (const {car, compared} of riding) {
      const {stable, candidate} = rates(car, minute);
      const pair = {
        candidate: side(perMinute * WEIGHT, candidate),
        stable: side(perMinute * (1 - WEIGHT), stable),
      };
      const isCompared = pair.candidate.invocations > 0 && pair.stable.invocations > 0;
      if (isCompared) compared.push({minuteMs: minute * MINUTE_MS, ...pair});
    }
    riding = riding.filter((car) => !isConvicted(car));
    if (areConvicted(riding)) return {convictedAt: minute + 1, fallen: cars - riding.length};
  }
  return {fallen: cars - riding.length};
}

/** How many rollouts of a world make a train of it. */
export const CARS_OF_A_WORLD = 10;

/** A rollout with what its own comparison used at each look. */
export interface Car {
  readonly end: RolloutEnd;
  readonly looks: readonly ComparedLook[];
  readonly stableBefore: PooledCar['stableBefore'];
}

/** One rollout of a world, as a car of a train. */
export function runCar(world: NamedWorld, random: Random): Car {
  const looks: ComparedLook[] = [];
  const created = world.create(random);
  const end = runRollout(created, world.policy ?? DEFAULT_POLICY, {onLook: (look) => looks.push(look)});
  return {end, looks, stableBefore: sumOf(created.before?.stable ?? [])};
}

/** Whether a train of these rollouts was convicted, looked at in every minute, late points and all. */
export function wasConvicted(cars: readonly Car[]): boolean {
  const last = Math.max(...cars.map(({end}) => end.atMinute));
  for (let minute = 1; minute <= last; minute++) {
    const riding = cars.filter(({end}) => end.kind !== 'rolledBack' || end.atMinute > minute);
    const pooled = riding.map(({looks, stableBefore}) => ({
      compared: looks.findLast(({nowMs}) => nowMs <= minute * MINUTE_MS)?.compared ?? [],
      stableBefore,
    }));
    if (areConvicted(pooled)) return true;
  }
  return false;
}

function isConvicted({compared, stableBefore}: PooledCar): boolean {
  return (logErrorEvidence(compared, DEFAULT_SETTINGS.tolerate, stableBefore).at(-1) ?? 0) >= LOG_BOUND;
}

function areConvicted(cars: readonly PooledCar[]): boolean {
  return pooledEvidence(cars, DEFAULT_SETTINGS).log >= LOG_BOUND;
}

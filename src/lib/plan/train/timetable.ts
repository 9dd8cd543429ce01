import {TRAIN_PATIENCE_MS, type TrainSpec} from '../../model/train/spec.js';

/** How long one car takes; milliseconds. One that moves no traffic takes nothing. */
export interface CarTimes {
  /** The time its rollout takes to 100 % and to its end when nothing is extended. */
  readonly toFullMs: number;
  readonly leastMs: number;
  /** How long its steps and its watch may wait besides, all together. */
  readonly patienceMs: number;
  /** Nothing of it is to be looked at. */
  readonly isIdle?: true | undefined;
}

/** When the cars of a train begin, and how long it takes; milliseconds after its own beginning. */
export interface Timetable {
  /** Of each car of each wave. */
  readonly begins: readonly (readonly number[])[];
  /** The time all of it takes when nothing is extended. */
  readonly leastMs: number;
  /** The same when every step of every car waits as long as it may, and every wave does. */
  readonly mostMs: number;
}

/** Foresees the times of a train; a wave that moves no traffic is not looked at before the next one begins. */
export function timetable(
  waves: readonly (readonly CarTimes[])[],
  {bakeMs, parallel}: Pick<TrainSpec, 'bakeMs' | 'parallel'>,
): Timetable {
  const begins: number[][] = [];
  let [atMs, waitsMs, endMs] = [0, 0, 0];
  for (const cars of waves) {
    const toFullMs = Math.max(0, ...cars.map((car) => car.toFullMs));
    const rounds = Math.ceil(cars.length / parallel);
    const lastRoundMs = atMs + (rounds - 1) * toFullMs;
    begins.push(cars.map((_, index) => atMs + Math.floor(index / parallel) * toFullMs));
    endMs = Math.max(endMs, lastRoundMs + Math.max(0, ...cars.map((car) => car.leastMs)));
    waitsMs += rounds * Math.max(0, ...cars.map(({patienceMs}) => patienceMs));
    const isLast = begins.length === waves.length;
    const isLookedAt = !isLast && cars.some(({isIdle}) => !isIdle);
    atMs = lastRoundMs + toFullMs + (isLookedAt ? bakeMs : 0);
    if (isLookedAt) waitsMs += TRAIN_PATIENCE_MS;
  }
  return {begins, leastMs: endMs, mostMs: endMs + waitsMs};
}

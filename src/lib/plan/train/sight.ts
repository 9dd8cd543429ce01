import {type CarFlow, convictionMinutes} from '../../analysis/power/pooled-power.js';
import {extentsOf, scheduleStretches, type TrafficRate} from '../../analysis/power/step-sight.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import {MINUTE_MS} from '../../model/duration.js';
import type {Step} from '../../model/rollout/step.js';

/** An alias that is to be rolled out as one of several. */
export interface ForeseenCar {
  readonly name: string;
  readonly steps: readonly Step[];
  /** How long past its bake each of its steps may wait; milliseconds. */
  readonly patienceMs: number;
  /** After the first of all; milliseconds. */
  readonly beginsMs: number;
  /** Absent where nobody could say. */
  readonly traffic?: TrafficRate | undefined;
  /** The smallest error rate (0–1) of a new version that it finds by itself; absent where it finds none, or nobody knows. */
  readonly detectableRate?: number | undefined;
}

/** What the evidence of all aliases together can see, at the traffic expected. Rates and rises 0–1; a rise is meant in all of them. */
export interface TrainSight {
  /** Requests a minute of all together, and how many of them fail on the stable versions. */
  readonly perMinute: number;
  readonly errorRate: number;
  /** By the end of each wave the smallest rise that is convicted with 95 % power; absent: none. */
  readonly waves: readonly {readonly detectableRise?: number}[];
  /** The smallest rise that a single one of them finds by itself with that power; absent: none. */
  readonly aloneRise?: number;
  /** When every new version fails one percentage point more: how often they are convicted together, and after how long in half of those. */
  readonly onePoint: {readonly power: number; readonly medianMs?: number};
  /** Names of those that see nothing, since they served nothing in the last hour. */
  readonly quiet: readonly string[];
}

const POWER = 0.95;
const ONE_POINT = 0.01;
/** From what no setting finds to everything, each a fifth more than the one before. */
const RISES = Array.from({length: 43}, (_, index) => Math.min(1, 5e-4 * 1.2 ** index));

/**
 * Foresees what all cars of a train can see together, wave by wave; `undefined` where no car has traffic. It leaves out that one of
 * them may fall by itself meanwhile, which holds the train: with that it sees more.
 */
export function trainSight(
  waves: readonly (readonly ForeseenCar[])[],
  settings: AnalysisSettings,
): TrainSight | undefined {
  const all = waves.flat();
  const seeing = all.flatMap((car) =>
    car.traffic && car.traffic.perMinute > 0 ? [{...car, traffic: car.traffic}] : [],
  );
  if (seeing.length === 0) return undefined;
  const flowOf = ({steps, patienceMs, beginsMs, traffic}: (typeof seeing)[number]): CarFlow => ({
    beginsMinute: Math.round(beginsMs / MINUTE_MS),
    stretches: scheduleStretches(extentsOf(steps, {traffic, settings, patienceMs}), traffic),
    errorRate: traffic.errorRate,
  });
  const flows = new Map(seeing.map((car) => [car.name, flowOf(car)]));
  const played = new Map<number, readonly number[]>();
  const minutesOf = (rise: number) => {
    const minutes = played.get(rise) ?? convictionMinutes([...flows.values()], rise, settings);
    played.set(rise, minutes);
    return minutes;
  };
  const sightAt = (endMinute: number) => {
    const finds = (rise: number) => powerBy(minutesOf(rise), endMinute) >= POWER;
    const rise = leastThat(finds);
    return rise === undefined ? {} : {detectableRise: rise};
  };
  let [endMinute, seen] = [0, 0];
  const sights = waves.map((wave) => {
    const ends = wave.flatMap(({name}) => endOf(flows.get(name)));
    seen += ends.length;
    endMinute = Math.max(endMinute, ...ends);
    // What one car brings is cut off below what convicts.
    return seen < 2 ? {} : sightAt(endMinute);
  });
  const perMinute = seeing.reduce((sum, {traffic}) => sum + traffic.perMinute, 0);
  const alone = all.flatMap(({traffic, detectableRate}) =>
    traffic && detectableRate !== undefined ? [Math.max(0, detectableRate - traffic.errorRate)] : [],
  );
  return {
    perMinute,
    errorRate: seeing.reduce((sum, {traffic}) => sum + traffic.perMinute * traffic.errorRate, 0) / perMinute,
    waves: sights,
    ...(alone.length > 0 && {aloneRise: Math.min(...alone)}),
    onePoint: onePoint(minutesOf(ONE_POINT), settings.settleMs),
    quiet: all.filter(({traffic}) => traffic?.perMinute === 0).map(({name}) => name),
  };
}

function endOf(flow: CarFlow | undefined): readonly number[] {
  return flow ? [flow.beginsMinute + flow.stretches.reduce((sum, {minutes}) => sum + minutes, 0)] : [];
}

function powerBy(minutes: readonly number[], endMinute: number): number {
  return minutes.filter((minute) => minute <= endMinute).length / minutes.length;
}

/** What is found is found also when it is worse. */
function leastThat(finds: (rise: number) => boolean): number | undefined {
  let [low, high] = [0, RISES.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (finds(RISES[middle] ?? 1)) high = middle;
    else low = middle + 1;
  }
  return RISES[low];
}

function onePoint(minutes: readonly number[], settleMs: number): TrainSight['onePoint'] {
  const found = minutes.filter(Number.isFinite).sort((a, b) => a - b);
  const median = found[Math.floor(found.length / 2)];
  return {
    power: found.length / minutes.length,
    ...(median !== undefined && {medianMs: Math.ceil(median + settleMs / MINUTE_MS) * MINUTE_MS}),
  };
}

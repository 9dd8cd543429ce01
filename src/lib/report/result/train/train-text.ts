import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import {type Place, placedName} from '../../../model/place.js';
import {formatWeightPercent} from '../../../model/rollout/weight.js';
import {someNames} from '../../../model/text/some-names.js';
import {type TrainAddress, trainCommand} from '../../../plan/train/command.js';
import type {StandingCar} from '../../../plan/train/standing.js';
import {formatCountOf} from '../../number-text.js';
import {formatFields, formatTable} from '../../table.js';

/** A train as its aliases tell of it. */
export interface TrainStatusReport {
  readonly trainId: string;
  readonly cars: readonly (StandingCar & Place)[];
  /** Aliases of the release file that have nothing of it. */
  readonly others: readonly (AliasRef & Place)[];
}

/** What a move of all cars came to. */
export interface TrainMoveReport {
  readonly trainId: string;
  /** Names of the cars that are as asked. */
  readonly moved: readonly string[];
}

const STATES: Readonly<Record<StandingCar['state'], string>> = {
  underWay: 'under way',
  held: 'held',
  watched: 'watched',
  released: 'released',
};

const COLUMNS = ['alias', 'wave', 'state', 'step', 'weight', 'version'].map((heading) => ({heading}));

/** A line a car, those first that a person has to look at. */
export function trainStatusText({trainId, cars, others}: TrainStatusReport): string {
  const order = ['held', 'underWay', 'watched', 'released'];
  const sorted = cars.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const rows = sorted.map((car) => [
    nameOf(car),
    car.wave === undefined ? undefined : String(car.wave),
    STATES[car.state],
    car.step === undefined ? undefined : `${car.step} of ${car.steps}`,
    formatWeightPercent(car.weightPercent),
    `${car.candidate} over ${car.stable}`,
  ]);
  const table = formatTable(COLUMNS, rows);
  const rest = others.length === 0 ? '' : `\n\nNothing of it: ${someNames(others.map(nameOf), MOST_NAMES)}`;
  return `Train ${trainId}: ${formatCountOf(cars.length, 'alias', 'aliases')}\n\n${table}${rest}`;
}

/** `Train k3x9a0: taken back: checkout:live, cart:live` */
export function trainMoveText(done: string, {trainId, moved}: TrainMoveReport): string {
  if (moved.length === 0) return `Train ${trainId}: there was nothing to do.`;
  return `Train ${trainId}: ${done}: ${someNames(moved, MOST_NAMES)}`;
}

interface ReleasedCar extends AliasRef, Place {
  readonly version: string;
  readonly changed: boolean;
}

/** A train that has got to its end: a line for all, and the way back. */
export function trainReleasedText(address: TrainAddress, cars: readonly ReleasedCar[]): string {
  const of = (changed: boolean) => cars.filter((car) => car.changed === changed).map(nameOf);
  const [released, served] = [of(true), of(false)];
  const text = [
    ...(released.length > 0
      ? [
          `Train ${address.trainId}: ${formatCountOf(released.length, 'alias', 'aliases')} released: ${someNames(released, MOST_NAMES)}`,
        ]
      : []),
    ...(served.length > 0
      ? [`${formatCountOf(served.length, 'alias', 'aliases')} served it already: ${someNames(served, MOST_NAMES)}`]
      : []),
  ];
  const back = released.length > 0 ? [formatFields([['Take back', trainCommand('abort', address)]], '  ')] : [];
  return [...text, ...back].join('\n');
}

const MOST_NAMES = 20;

function nameOf(placed: AliasRef & Place): string {
  return placedName(formatAliasRef(placed), placed);
}

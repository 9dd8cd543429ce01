import {formatDuration} from '../../../model/duration.js';
import type {TrainSpec} from '../../../model/train/spec.js';
import {convictingFalls} from '../../../model/train/spec.js';
import {formatCountOf} from '../../number-text.js';
import {formatFields} from '../../table.js';

/** A train as it is foreseen, for people and for JSON. */
export interface TrainPreview {
  readonly trainId: string;
  /** Names of the cars of each wave. */
  readonly waves: readonly (readonly string[])[];
  readonly bakeMs: number;
  readonly onFailure: TrainSpec['onFailure'];
  readonly parallel: number;
  readonly fallen: number;
  /** The time it takes when nothing is extended; milliseconds. */
  readonly leastMs: number;
}

interface PlannedCar {
  readonly name: string;
  /** The time its rollout takes to 100 % and to its end when nothing is extended; milliseconds. */
  readonly toFullMs: number;
  readonly leastMs: number;
}

export function toTrainPreview(
  trainId: string,
  waves: readonly (readonly PlannedCar[])[],
  spec: TrainSpec,
): TrainPreview {
  const {bakeMs, onFailure, parallel} = spec;
  const rounds = (cars: readonly PlannedCar[]) => Math.ceil(cars.length / parallel);
  const longest = (cars: readonly PlannedCar[], of: 'toFullMs' | 'leastMs') =>
    Math.max(0, ...cars.map((car) => car[of]));
  const leastMs = waves.reduce((sum, cars, index) => {
    const isLast = index === waves.length - 1;
    const before = (rounds(cars) - 1) * longest(cars, 'toFullMs');
    return sum + before + (isLast ? longest(cars, 'leastMs') : longest(cars, 'toFullMs') + bakeMs);
  }, 0);
  const cars = waves.flat().length;
  const names = waves.map((wave) => wave.map(({name}) => name));
  return {trainId, waves: names, bakeMs, onFailure, parallel, fallen: convictingFalls(spec, cars), leastMs};
}

const MOST_NAMES = 8;

/** What a train will do, shown above the plans of its cars. */
export function trainPlanText({trainId, waves, bakeMs, onFailure, parallel, fallen, leastMs}: TrainPreview): string {
  const cars = waves.flat().length;
  const convicted = onFailure === 'rollback' ? 'all of it goes back' : 'it is held where it is';
  return [
    `Train ${trainId}: ${formatCountOf(cars, 'alias', 'aliases')} in ${formatCountOf(waves.length, 'wave')}`,
    formatFields(
      [
        ...waves.map((wave, index) => [`Wave ${index + 1}`, namesText(wave)] as const),
        ['Between waves', `${formatDuration(bakeMs)}, and while the evidence of all together leans`],
        ['At one time', `${parallel} at most`],
        ['Takes', `${formatDuration(leastMs)} at least`],
        [
          'Convicted',
          `by the evidence of all together, or when ${formatCountOf(fallen, 'alias falls', 'aliases fall')}: ${convicted}`,
        ],
        ['Less than that', 'who falls goes back alone, the others are held'],
      ],
      '  ',
    ),
  ].join('\n');
}

function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ');
}

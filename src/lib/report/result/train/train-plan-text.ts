import {formatDuration} from '../../../model/duration.js';
import {someNames} from '../../../model/text/some-names.js';
import type {TrainSpec} from '../../../model/train/spec.js';
import {convictingFalls} from '../../../model/train/spec.js';
import type {TrainSight} from '../../../plan/train/sight.js';
import {type CarTimes, timetable} from '../../../plan/train/timetable.js';
import {formatCountOf} from '../../number-text.js';
import {formatFields} from '../../table.js';
import {trainSightFields} from './train-sight-text.js';

/** A train as it is foreseen, for people and for JSON. */
export interface TrainPreview {
  readonly trainId: string;
  /** Names of the cars of each wave. */
  readonly waves: readonly (readonly string[])[];
  /** Names of those that serve it already, and have no wave. */
  readonly served: readonly string[];
  readonly bakeMs: number;
  readonly onFailure: TrainSpec['onFailure'];
  readonly parallel: number;
  readonly fallen: number;
  /** The time it takes when nothing is extended; milliseconds. */
  readonly leastMs: number;
  /** The same when every step of every car waits as long as it may, and every wave does. */
  readonly mostMs: number;
  /** Calls of Lambda's control plane a minute in the busiest region, while as many are under way as may be. */
  readonly callsPerMinute: number;
  /** What all of them together can see; absent where none has traffic. */
  readonly sight?: TrainSight;
}

interface PlannedCar extends CarTimes {
  readonly name: string;
  /** Its place, which has quotas of its own. */
  readonly where?: string | undefined;
}

interface PlannedTrain {
  readonly waves: readonly (readonly PlannedCar[])[];
  /** Names of those that have nothing to do. */
  readonly served?: readonly string[];
  readonly sight?: TrainSight;
}

/** Each alias is read so often a minute while it is under way. */
const LOOKS_PER_MINUTE = 4;
/** LDG "Lambda quotas": 15 a second for everything but GetFunction and Invoke, in an account and region. */
const CALLS_PER_MINUTE = 900;

/** A train for people and for JSON: its waves, its times, what it asks of AWS. */
export function toTrainPreview(
  trainId: string,
  {waves, served = [], sight}: PlannedTrain,
  spec: TrainSpec,
): TrainPreview {
  const {bakeMs, onFailure, parallel} = spec;
  const {leastMs, mostMs} = timetable(waves, spec);
  const all = waves.flat();
  const places = new Set(all.map(({where}) => where));
  const busiest = Math.max(
    0,
    ...[...places].flatMap((where) => waves.map((cars) => cars.filter((car) => car.where === where).length)),
  );
  const callsPerMinute = LOOKS_PER_MINUTE * Math.min(parallel, busiest);
  const names = waves.map((wave) => wave.map(({name}) => name));
  const fallen = convictingFalls(spec, all.length + served.length);
  const times = {leastMs, mostMs, callsPerMinute};
  return {trainId, waves: names, served, bakeMs, onFailure, parallel, fallen, ...times, ...(sight && {sight})};
}

const MOST_NAMES = 8;

/** What a train will do, shown above the plans of its cars. */
export function trainPlanText(preview: TrainPreview): string {
  const {trainId, waves, served, bakeMs, onFailure, parallel, fallen, leastMs, mostMs, callsPerMinute, sight} = preview;
  const cars = waves.flat().length;
  const convicted = onFailure === 'rollback' ? 'all of it goes back' : 'it is held where it is';
  return [
    `Train ${trainId}: ${formatCountOf(cars, 'alias', 'aliases')} in ${formatCountOf(waves.length, 'wave')}`,
    formatFields(
      [
        ...waves.map((wave, index) => [`Wave ${index + 1}`, someNames(wave, MOST_NAMES)] as const),
        ['Serve it already', served.length > 0 ? someNames(served, MOST_NAMES) : undefined],
        ['Between waves', `${formatDuration(bakeMs)}, and while the evidence of all together leans`],
        ['At one time', `${parallel} at most`],
        ['Takes', `${formatDuration(leastMs)} at least, ${formatDuration(mostMs)} at most`],
        ['Reads', `about ${callsPerMinute} a minute in a region, of ${CALLS_PER_MINUTE} that Lambda answers`],
        [
          'Convicted',
          `by the evidence of all together, or when ${formatCountOf(fallen, 'alias falls', 'aliases fall')}: ${convicted}`,
        ],
        ['Less than that', 'who falls goes back alone, the others are held'],
        ...(leastMs > 0 ? trainSightFields(sight) : []),
      ],
      '  ',
    ),
  ].join('\n');
}

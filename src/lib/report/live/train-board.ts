import {evidenceText} from '../../analysis/evidence-text.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {placedName} from '../../model/place.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import {placeOfEvent, type ReleaseEvent} from '../../ports/events.js';
import type {TrainEvent} from '../../ports/train-event.js';
import {formatCountOf} from '../number-text.js';
import {isTrainEvent} from '../text/event.js';
import {trainEventText} from '../text/train-event.js';
import {type Board, createTask, type Frame, type Task} from './board.js';

/** Lines of a screen that are not the cars'. */
const OTHER_ROWS = 8;
const FEWEST_CARS = 3;

/** What a car is at, and how much it is worth looking at. */
interface CarLine {
  readonly text: string;
  readonly interest: number;
}

/** Several rollouts at once: a task a wave, and beneath the one that runs a line a car, the worst first. */
export class TrainBoard {
  readonly #board: Board;
  readonly #cars = new Map<string, CarLine>();
  /** Those whose new version has all traffic and is watched. */
  readonly #watched = new Set<string>();
  #task: Task | undefined;
  #together = '';

  constructor(board: Board) {
    this.#board = board;
  }

  /** Applies one event of the train or of one of its cars. */
  apply(event: ReleaseEvent): void {
    if (isTrainEvent(event)) this.#train(event);
    else if ('ref' in event) this.#car(event.ref, event);
    else if ('functionName' in event) this.#publishing(placedName(event.functionName, placeOfEvent(event)));
    if (this.#task) this.#board.update(this.#task, {lines: this.#together === '' ? [] : [this.#together]});
  }

  #train(event: TrainEvent): void {
    switch (event.type) {
      case 'train.began':
        return;
      case 'train.waveBegan': {
        this.#board.update(this.#task, {state: 'done'});
        this.#task = createTask(
          `Wave ${event.wave} of ${event.waves}: ${formatCountOf(event.cars, 'alias', 'aliases')}`,
        );
        this.#board.openPhase([this.#task]);
        this.#board.update(this.#task, {state: 'running', panel: (frame) => this.#lines(frame)});
        return;
      }
      case 'train.judged': {
        const worst = event.worst.length === 0 ? '' : `; most of it from ${event.worst.join(', ')}`;
        this.#together = `together: ${evidenceText(event)}${worst}`;
        return;
      }
      case 'train.stopped':
        this.#together = trainEventText(event) ?? '';
    }
  }

  #publishing(functionName: string): void {
    const known = [...this.#cars.keys()].some((name) => name.startsWith(`${functionName}:`));
    if (!known) this.#cars.set(functionName, {text: 'is being published', interest: 1});
  }

  #car(ref: AliasRef, event: ReleaseEvent): void {
    const name = placedName(formatAliasRef(ref), placeOfEvent(event));
    if (event.type === 'watch.started') this.#watched.add(name);
    const line = lineOf(event, this.#watched.has(name));
    if (!line) return;
    this.#cars.delete(placedName(ref.functionName, placeOfEvent(event)));
    this.#cars.set(name, line);
  }

  #lines({rows}: Frame): readonly string[] {
    const room = Math.max(FEWEST_CARS, rows - OTHER_ROWS);
    const cars = [...this.#cars].sort(([, a], [, b]) => b.interest - a.interest);
    const width = Math.max(0, ...cars.slice(0, room).map(([name]) => name.length));
    const lines = cars.slice(0, room).map(([name, {text}]) => `${name.padEnd(width)}  ${text}`);
    return cars.length > room ? [...lines, `and ${formatCountOf(cars.length - room, 'other')}`] : lines;
  }
}

/** What went wrong comes first, then what leans, then what moves, and what is done last. */
function lineOf(event: ReleaseEvent, isWatched: boolean): CarLine | undefined {
  switch (event.type) {
    case 'traffic.shifted':
      return event.candidate
        ? {
            text: `version ${event.candidate.version} at ${formatWeightPercent(event.candidate.weightPercent)}`,
            interest: 2,
          }
        : {text: `version ${event.stable} has all traffic`, interest: 1};
    case 'sample.judged': {
      const {verdict, evidence, bound} = event.judgement;
      const at = isWatched ? 'watched' : `step ${event.stepIndex + 1}`;
      return {text: `${at}, ${verdict}, ${evidenceText({evidence, bound})}`, interest: (isWatched ? 1 : 2) + evidence};
    }
    case 'rollout.promoted':
      return {text: `version ${event.version} is promoted`, interest: 0};
    case 'rollout.held':
      return {text: `held: ${event.reason}`, interest: 1e6};
    case 'abort.started':
      return {text: `is taken back: ${event.reason}`, interest: 1e7};
    case 'abort.finished':
      return {text: `version ${event.stable} has all traffic again`, interest: 1e7};
    default:
      return undefined;
  }
}

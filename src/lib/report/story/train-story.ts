import type {TrainEvent} from '../../ports/train-event.js';
import {trainEventText} from '../text/train-event.js';
import type {Happening} from './story.js';

/** What all aliases of a train came to together at one look. */
interface TogetherLook {
  readonly timeMs: number;
  readonly evidence: number;
  readonly bound: number;
}

/** Several rollouts as one, as far as events tell. */
export interface TrainStory {
  readonly trainId: string;
  readonly cars: number;
  readonly waves: number;
  /** Counted from 1, by the names of the aliases; those of an earlier process are not in it. */
  readonly waveOf: ReadonlyMap<string, number>;
  readonly looks: readonly TogetherLook[];
  /** Names of those that brought most of the evidence at the last look. */
  readonly worst: readonly string[];
  /** Why it did not go on. */
  readonly stopped?: string;
  readonly happenings: readonly Happening[];
}

/** Gathers the events of trains, each by its id, in their order. */
export class TrainStories {
  readonly #stories = new Map<string, TrainStory>();

  get all(): readonly TrainStory[] {
    return [...this.#stories.values()];
  }

  add(timeMs: number, event: TrainEvent): void {
    const {trainId} = event;
    const story = this.#stories.get(trainId) ?? nothingOf(trainId);
    const text = event.type === 'train.judged' ? undefined : trainEventText(event);
    const happenings =
      text === undefined
        ? story.happenings
        : [...story.happenings, {timeMs, text: text.replace(/^train \w+: /, ''), isWarning: false}];
    this.#stories.set(trainId, {...after(story, timeMs, event), happenings});
  }
}

function nothingOf(trainId: string): TrainStory {
  return {trainId, cars: 0, waves: 0, waveOf: new Map(), looks: [], worst: [], happenings: []};
}

function after(story: TrainStory, timeMs: number, event: TrainEvent): TrainStory {
  switch (event.type) {
    case 'train.began':
      return {...story, cars: event.cars, waves: event.waves};
    case 'train.waveBegan': {
      const {wave, names = []} = event;
      return {...story, waveOf: new Map([...story.waveOf, ...names.map((name) => [name, wave] as const)])};
    }
    case 'train.judged': {
      const {evidence, bound, worst} = event;
      return {...story, looks: [...story.looks, {timeMs, evidence, bound}], worst};
    }
    case 'train.stopped':
      return {...story, stopped: event.reason};
  }
}

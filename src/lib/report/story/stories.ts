import {type Place, placedName} from '../../model/place.js';
import type {CountedMinute} from '../../model/rollout/counted-minute.js';
import {placeOfEvent, type ReleaseEvent} from '../../ports/events.js';
import {eventText, isTrainEvent} from '../text/event.js';
import {type Change, changeOf} from './change-of.js';
import {type FunctionStory, type Happening, nameOfStory, type StoryLook} from './story.js';
import {StoryMoves} from './story-moves.js';
import {TrainStories, type TrainStory} from './train-story.js';

/** A story while it is told. */
interface Telling {
  readonly functionName: string;
  readonly place: Place;
  alias?: string;
  facts: Change;
  readonly moves: StoryMoves;
  readonly looks: StoryLook[];
  readonly minutes: Map<number, CountedMinute>;
  readonly happenings: Happening[];
  /** Why the next move will be made. */
  because: string;
}

/** Gathers events to a story of each function, in the order in which they were first named; a release after one that has ended is a story of its own. */
export class Stories {
  readonly #tellings: Telling[] = [];
  readonly #ofFunction = new Map<string, Telling>();
  readonly #trains = new TrainStories();
  #last: Telling | undefined;

  get all(): readonly FunctionStory[] {
    return this.#tellings.map(({functionName, place, alias, facts, moves, looks, minutes, happenings}) => ({
      functionName,
      ...place,
      ...(alias !== undefined && {alias}),
      ...facts,
      moves: [...moves.all],
      looks: [...looks],
      minutes: [...minutes.values()].sort((a, b) => a.minuteMs - b.minuteMs),
      happenings: [...happenings],
    }));
  }

  /** Those that went on as one, in the order in which they began. */
  get trains(): readonly TrainStory[] {
    return this.#trains.all;
  }

  /** The function that was spoken of last: it is the one that a failure stopped. */
  get lastFunctionName(): string | undefined {
    return this.#last?.functionName;
  }

  add(timeMs: number, event: ReleaseEvent): void {
    if (isTrainEvent(event)) {
      this.#trains.add(timeMs, event);
      return;
    }
    const telling = this.#tellingOf(event);
    if (!telling) return;
    this.#last = telling;
    telling.facts = {...telling.facts, ...changeOf(event)};
    const text = TOLD_OTHERWISE.has(event.type) ? undefined : eventText(event);
    if (text !== undefined) {
      const isWarning = event.type === 'warning';
      telling.happenings.push({timeMs, text: withoutName(text, telling), isWarning});
    }
    switch (event.type) {
      case 'rollout.joined':
        telling.moves.joined(event);
        break;
      case 'traffic.shifted':
        telling.moves.shifted(timeMs, event, telling.because);
        telling.because = '';
        break;
      case 'gate.passed':
        telling.because = event.judgement.reason;
        break;
      case 'abort.started':
        telling.because = 'taken back';
        break;
      case 'sample.judged': {
        const {judgement, sample} = event;
        // Events of earlier versions of this tool have none.
        const {weightPercent, minutes = []} = (sample ?? {}) as Partial<typeof sample>;
        telling.looks.push({timeMs, judgement, ...(weightPercent !== undefined && {weightPercent})});
        for (const minute of minutes) telling.minutes.set(minute.minuteMs, minute);
        break;
      }
    }
  }

  /** What names no function belongs to the one that was spoken of last. */
  #tellingOf(event: ReleaseEvent): Telling | undefined {
    const functionName = nameOf(event);
    if (functionName === undefined) return event.type === 'layer.deleted' ? undefined : this.#last;
    const place = placeOfEvent(event);
    const key = placedName(functionName, place);
    const current = this.#ofFunction.get(key);
    const telling = current && !beginsAnew(event, current) ? current : aTelling(functionName, place);
    if (telling !== current) this.#tellings.push(telling);
    this.#ofFunction.set(key, telling);
    if ('ref' in event) telling.alias = event.ref.alias;
    return telling;
  }
}

/** Whether an event is of another release than the one that was told so far. */
function beginsAnew(event: ReleaseEvent, {facts}: Telling): boolean {
  const rolloutId = 'of' in event ? event.of?.rolloutId : 'rolloutId' in event ? event.rolloutId : undefined;
  if (rolloutId !== undefined && facts.rolloutId !== undefined) return rolloutId !== facts.rolloutId;
  return facts.ending !== undefined && BEGINNINGS.has(event.type);
}

const BEGINNINGS: ReadonlySet<ReleaseEvent['type']> = new Set([
  ...(['package.started', 'code.unchanged', 'upload.started', 'version.published', 'rollout.started'] as const),
]);

/** What charts, tables and commands tell, or what is of the moment. */
const TOLD_OTHERWISE: ReadonlySet<ReleaseEvent['type']> = new Set([
  'sample.judged',
  'heartbeat',
  'command.printed',
  'cost.compared',
  'update.waiting',
]);

function aTelling(functionName: string, place: Place): Telling {
  const [looks, happenings] = [[], []];
  return {functionName, place, facts: {}, moves: new StoryMoves(), looks, minutes: new Map(), happenings, because: ''};
}

function nameOf(event: ReleaseEvent): string | undefined {
  if ('ref' in event) return event.ref.functionName;
  return 'functionName' in event ? event.functionName : undefined;
}

/** Whose story it is, is said above it. */
function withoutName(text: string, {functionName, alias}: Telling): string {
  const names = [nameOfStory({functionName, ...(alias !== undefined && {alias})}), functionName];
  const name = names.find((each) => text.startsWith(`${each}: `));
  return name === undefined ? text : text.slice(name.length + 2);
}

import type {EventOrigin} from '../event-record.js';
import type {Failure} from '../failure.js';
import type {EndedStory} from './outcome.js';
import type {TrainStory} from './train-story.js';

/** All that a report tells: the same for each of its forms. */
export interface Told {
  readonly stories: readonly EndedStory[];
  /** Those that went on as one. */
  readonly trains?: readonly TrainStory[];
  /** Of the command that tells; absent when it did what it was asked. */
  readonly failure?: Failure | undefined;
  /** Who did it, and from where; absent where nobody can tell. */
  readonly origin?: EventOrigin | undefined;
  /** Who has told of it beside that one. */
  readonly others?: readonly EventOrigin[];
  /** When it was told, epoch milliseconds. */
  readonly writtenMs: number;
  /** The version of the tool that tells it. */
  readonly tool: string;
  /** Makes the commands in a text act where it was told. */
  readonly placed: (text: string) => string;
  /** Where it was read from, when not seen by the one who tells it: `journal release.ndjson`. */
  readonly source?: string | undefined;
}

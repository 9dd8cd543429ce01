import type {ReachedPlace} from '../model/place.js';
import type {EventSink} from '../ports/events.js';
import type {OperatorPort} from '../ports/rollout/operator.js';
import type {Ports} from './ports.js';

/** A text that is drawn over the one before. */
interface Screen {
  /** How wide it is now, where that is known. */
  readonly columns?: number | undefined;
  draw(text: string): void;
  /** Takes the last text away again. */
  clear(): void;
}

/** What an answer in words may be. */
export interface TextAnswer {
  readonly initial?: string | undefined;
  /** What is wrong with an answer, as a sentence; nothing when it will do. */
  readonly problem?: ((text: string) => string | undefined) | undefined;
}

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/**
 * Whom a service shows things to and asks, while it works: a person at a terminal, a pipeline's log, or nobody. A question
 * returns when the answer is yes. Otherwise it throws: RefusedError (exit 3, code DECLINED) for a no, UsageError (exit 2)
 * where nobody can be asked, and the reason of the signal when it is aborted meanwhile.
 */
export interface Host {
  /** Whether a person answers: neither --yes nor nobody. What is not needed for the work is only offered to one. */
  readonly canAsk: boolean;
  /** Yes or no; no answer is no. */
  confirm(question: string, signal?: AbortSignal): Promise<void>;
  /** For what hurts: `expected`, such as the function's name, must be given in full. */
  confirmByTyping(question: string, expected: string, signal?: AbortSignal): Promise<void>;
  /** A line of text; an empty answer is `initial`, and what has a `problem` is asked for again. */
  askText(question: string, answer: TextAnswer, signal?: AbortSignal): Promise<string>;
  /** One of these, the first standing ready; answers its value. */
  choose(question: string, choices: readonly Choice[], signal?: AbortSignal): Promise<string>;
  /** Shows a text before the work goes on. */
  show(text: string): Promise<void>;
  /** Shows what the question that follows is about, unless nobody wants to read it and nobody has to answer. */
  showPlan(text: string): Promise<void>;
  /** A place to draw a text on over and over; absent where nobody watches. */
  screen(): Screen | undefined;
}

/** What a service works with: the ports, where it tells of its work, whom it asks, and where it is. */
export interface Session extends Ports {
  readonly events: EventSink;
  readonly host: Host;
  /** The person who watches the work; absent where nobody does. */
  readonly operator?: OperatorPort | undefined;
  /** The command as it was typed, for a shell. */
  readonly commandLine: string;
  /** What relative paths count from. */
  readonly folder: string;
  /** The environment of the release file that was named, if one was. */
  readonly environmentName?: string | undefined;
  /** Where it is, when the command goes through several places. */
  readonly place?: ReachedPlace | undefined;
  /**
   * The same in every place of a command that goes through several, this one among them: environments in the order they were named in,
   * and the regions of each in its own. Absent where there is one.
   */
  readonly places?: readonly Session[] | undefined;
  /** The variables of the process. */
  readonly environment: {readonly [name: string]: string | undefined};
}

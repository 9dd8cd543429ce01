import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import type {Version} from '../../model/version.js';
import type {ReleaseEvent} from '../../ports/events.js';

/** What has been seen to become of one function. */
export type Ending = 'promoted' | 'created' | 'shifted' | 'rolled-back' | 'held' | 'taken-over' | 'detached';

/** Who had which share from a moment on. */
interface Move {
  readonly timeMs: number;
  readonly stable: Version;
  readonly candidate?: {readonly version: Version; readonly weightPercent: number};
  readonly why: string;
}

/** What a command did with one function, as far as its events tell. */
export interface FunctionStory {
  readonly functionName: string;
  readonly alias?: string;
  /** The version that it is about, and the one that had all traffic before. */
  readonly version?: Version;
  readonly previousVersion?: Version;
  readonly codeSha256?: string;
  /** Whether this command published the version. */
  readonly published?: boolean;
  readonly moves: readonly Move[];
  readonly ending?: Ending;
  /** Why it ended so, where an event has told. */
  readonly reason?: string;
}

type Change = Partial<Omit<FunctionStory, 'functionName' | 'moves'>> & {readonly move?: Omit<Move, 'timeMs' | 'why'>};

/** Gathers events to a story of each function, in the order in which they were first named. */
export class Stories {
  readonly #stories = new Map<string, FunctionStory>();
  /** Why the next move will be made. */
  readonly #because = new Map<string, string>();
  #last: string | undefined;

  get all(): readonly FunctionStory[] {
    return [...this.#stories.values()];
  }

  /** The function that was spoken of last: it is the one that a failure stopped. */
  get lastFunctionName(): string | undefined {
    return this.#last;
  }

  add(timeMs: number, event: ReleaseEvent): void {
    const functionName = nameOf(event);
    if (functionName === undefined) return;
    const story = this.#stories.get(functionName) ?? {functionName, moves: []};
    const because = becauseOf(event);
    if (because !== undefined) this.#because.set(functionName, because);
    const {move, ...change} = changeOf(event);
    const moves = move ? [...story.moves, {...move, timeMs, why: this.#whyOf(functionName, event)}] : story.moves;
    this.#stories.set(functionName, {...story, ...('ref' in event && {alias: event.ref.alias}), ...change, moves});
    this.#last = functionName;
  }

  #whyOf(functionName: string, event: ReleaseEvent): string {
    const because = this.#because.get(functionName);
    this.#because.delete(functionName);
    const {stepIndex, stepCount} = event as {readonly stepIndex?: number; readonly stepCount?: number};
    const step = stepIndex === undefined || stepCount === undefined ? [] : [`step ${stepIndex + 1} of ${stepCount}`];
    return [...step, ...(because === undefined ? [] : [because])].join(': ');
  }
}

/** `checkout:live`, or the function alone where no alias was named. */
export function nameOfStory({functionName, alias}: Pick<FunctionStory, 'functionName' | 'alias'>): string {
  return alias === undefined ? functionName : formatAliasRef({functionName, alias} satisfies AliasRef);
}

function nameOf(event: ReleaseEvent): string | undefined {
  if ('ref' in event) return event.ref.functionName;
  return 'functionName' in event ? event.functionName : undefined;
}

function becauseOf(event: ReleaseEvent): string | undefined {
  switch (event.type) {
    case 'gate.passed':
      return event.judgement.reason;
    case 'abort.started':
      return 'taken back';
    default:
      return undefined;
  }
}

function changeOf(event: ReleaseEvent): Change {
  switch (event.type) {
    case 'package.finished':
    case 'code.unchanged':
      return {codeSha256: event.codeSha256};
    case 'version.published':
      return {version: event.version, published: event.changed};
    case 'rollout.started':
    case 'rollout.joined':
      return {version: event.candidate, previousVersion: event.stable};
    case 'traffic.shifted':
      return shifted(event);
    case 'rollout.handedOver':
      return {ending: 'detached'};
    case 'rollout.held':
      return {ending: 'held', reason: event.reason, ...versionsOf(event.of)};
    case 'rollout.promoted':
      return {ending: 'promoted', ...(event.of ? versionsOf(event.of) : {version: event.version})};
    case 'abort.finished':
      return {
        ending: 'rolled-back',
        previousVersion: event.stable,
        ...(event.candidate !== undefined && {version: event.candidate}),
      };
    case 'abort.started':
      return {reason: event.reason};
    case 'rollout.endedElsewhere':
      return {ending: ELSEWHERE[event.how], reason: event.message, ...versionsOf(event.of)};
    default:
      return {};
  }
}

const ELSEWHERE = {
  promoted: 'promoted',
  aborted: 'rolled-back',
  lease: 'rolled-back',
  takenOver: 'taken-over',
} as const;

/** A move of no rollout gives one version all traffic, or makes its alias; one of a rollout is told by the events about it. */
function shifted({stable, from, candidate, of}: Extract<ReleaseEvent, {type: 'traffic.shifted'}>): Change {
  const move = {stable, ...(candidate && {candidate})};
  if (of) return {move, ...versionsOf(of)};
  if (candidate) return {move};
  const before = from === undefined ? {} : {previousVersion: from};
  return {move, version: stable, ...before, ending: from === undefined ? 'created' : 'shifted'};
}

function versionsOf(of: {readonly stable: Version; readonly candidate: Version} | undefined): Change {
  return of ? {version: of.candidate, previousVersion: of.stable} : {};
}

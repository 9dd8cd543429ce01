import type {Failure} from '../failure.js';
import type {Ending, FunctionStory} from './story.js';

/** What a function, or a whole command, came to. */
export type StoryOutcome = Ending | 'not-restored' | 'failed' | 'published' | 'unchanged' | 'untouched';

/** The worst first: what of several functions is the whole command's. */
const BY_WEIGHT: readonly StoryOutcome[] = [
  ...(['not-restored', 'taken-over', 'failed', 'rolled-back', 'held', 'detached'] as const),
  ...(['promoted', 'shifted', 'created', 'previewed', 'published', 'unchanged', 'untouched'] as const),
];

interface Ended {
  /** Absent of a command that did what it was asked. */
  readonly failure?: Pick<Failure, 'exitCode' | 'traffic'> | undefined;
  /** The function that was worked on when it ended. */
  readonly lastFunctionName?: string | undefined;
}

/** A story with what it came to. */
export interface EndedStory {
  readonly story: FunctionStory;
  readonly outcome: StoryOutcome;
}

/** All that a command did, when it ends: in success, or in failure. */
export function endedStories(
  {all, lastFunctionName}: {readonly all: readonly FunctionStory[]; readonly lastFunctionName: string | undefined},
  failure: Ended['failure'],
): readonly EndedStory[] {
  return all.map((story) => ({story, outcome: outcomeOf(story, {failure, lastFunctionName})}));
}

/** What became of one function: what its events have told, else what the failure says of the one it stopped. */
export function outcomeOf(story: FunctionStory, {failure, lastFunctionName}: Ended): StoryOutcome {
  const isStopped = failure !== undefined && story.functionName === lastFunctionName;
  // A way back that has begun and is not told to have ended is none.
  if (isStopped && failure.traffic === 'not restored') return 'not-restored';
  if (story.ending) return story.ending;
  if (isStopped) return ofFailure(failure);
  if (failure) return story.moves.length > 0 ? 'failed' : 'untouched';
  if (story.moves.length > 0) return 'detached';
  return story.published ? 'published' : 'unchanged';
}

/** What the whole command came to. */
export function overallOutcome(outcomes: readonly StoryOutcome[], {failure}: Ended): StoryOutcome {
  const worst = BY_WEIGHT.find((outcome) => outcomes.includes(outcome));
  if (failure === undefined) return worst ?? 'unchanged';
  const ofIt = ofFailure(failure);
  return BY_WEIGHT.find((outcome) => outcome === ofIt || outcome === worst) ?? ofIt;
}

function ofFailure({exitCode, traffic}: Pick<Failure, 'exitCode' | 'traffic'>): StoryOutcome {
  if (traffic === 'not restored') return 'not-restored';
  if (exitCode === 6) return 'taken-over';
  if (traffic === 'restored') return 'rolled-back';
  return traffic === 'held' ? 'held' : 'failed';
}

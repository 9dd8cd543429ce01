import type {Failure} from '../failure.js';
import type {Ending, FunctionStory} from './story.js';

/** What a function, or a whole command, came to. */
export type CiOutcome = Ending | 'not-restored' | 'failed' | 'published' | 'unchanged' | 'untouched';

/** The worst first: what of several functions is the whole command's. */
const BY_WEIGHT: readonly CiOutcome[] = [
  ...(['not-restored', 'taken-over', 'failed', 'rolled-back', 'held', 'detached'] as const),
  ...(['promoted', 'shifted', 'created', 'published', 'unchanged', 'untouched'] as const),
];

interface Ended {
  /** Absent of a command that did what it was asked. */
  readonly failure?: Pick<Failure, 'exitCode' | 'traffic'> | undefined;
  /** The function that was worked on when it ended. */
  readonly lastFunctionName?: string | undefined;
}

/** What became of one function: what its events have told, else what the failure says of the one it stopped. */
export function outcomeOf(story: FunctionStory, {failure, lastFunctionName}: Ended): CiOutcome {
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
export function overallOutcome(outcomes: readonly CiOutcome[], {failure}: Ended): CiOutcome {
  const worst = BY_WEIGHT.find((outcome) => outcomes.includes(outcome));
  if (failure === undefined) return worst ?? 'unchanged';
  const ofIt = ofFailure(failure);
  return BY_WEIGHT.find((outcome) => outcome === ofIt || outcome === worst) ?? ofIt;
}

function ofFailure({exitCode, traffic}: Pick<Failure, 'exitCode' | 'traffic'>): CiOutcome {
  if (traffic === 'not restored') return 'not-restored';
  if (exitCode === 6) return 'taken-over';
  if (traffic === 'restored') return 'rolled-back';
  return traffic === 'held' ? 'held' : 'failed';
}

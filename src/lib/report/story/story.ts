import type {Judgement} from '../../analysis/judgement.js';
import type {FailedTrace} from '../../model/failed-trace.js';
import type {FailureCause} from '../../model/failure-cause.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {type Place, placedName} from '../../model/place.js';
import type {CostComparison} from '../../model/price/version-cost.js';
import type {CountedMinute} from '../../model/rollout/counted-minute.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import type {VersionNotes} from '../../model/versions/note.js';
import type {Version} from '../../model/versions/version.js';
import type {VersionChange} from '../../model/versions/version-change.js';

/** What has been seen to become of one function. */
export type Ending =
  | 'promoted'
  | 'created'
  | 'shifted'
  | 'previewed'
  | 'rolled-back'
  | 'held'
  | 'taken-over'
  | 'detached';

/** Who had which share from a moment on. */
export interface Move {
  readonly timeMs: number;
  readonly stable: Version;
  readonly candidate?: {readonly version: Version; readonly weightPercent: WeightPercent};
  readonly why: string;
}

/** What the judge said at one look. */
export interface StoryLook {
  readonly timeMs: number;
  readonly judgement: Judgement;
  /** Of the candidate then; 100 while it is watched. Events of earlier versions of this tool do not say it. */
  readonly weightPercent?: WeightPercent;
}

/** Something that happened, in words. */
export interface Happening {
  readonly timeMs: number;
  readonly text: string;
  readonly isWarning: boolean;
}

/** What a command, or all that worked on a rollout, did with one function, as far as events tell. */
export interface FunctionStory extends Place {
  readonly functionName: string;
  readonly alias?: string;
  readonly rolloutId?: string;
  readonly stepCount?: number;
  /** The version that it is about, and the one that had all traffic before. */
  readonly version?: Version;
  readonly previousVersion?: Version;
  readonly codeSha256?: string;
  /** Whether this command published the version. */
  readonly published?: boolean;
  /** Where both versions came from, and what is different in the newer one. */
  readonly notes?: VersionNotes;
  readonly changes?: readonly VersionChange[];
  readonly moves: readonly Move[];
  readonly looks: readonly StoryLook[];
  /** The oldest first, each as it was told last. */
  readonly minutes: readonly CountedMinute[];
  readonly happenings: readonly Happening[];
  /** Why requests failed, from the logs of the version that was taken back. */
  readonly causes?: readonly FailureCause[];
  readonly traces?: readonly FailedTrace[];
  /** What a request costs by either version. */
  readonly cost?: CostComparison;
  /** Where a version answers beside production, and until when. */
  readonly preview?: {readonly url: string; readonly expiresMs: number};
  readonly ending?: Ending;
  /** Why it ended so, where an event has told. */
  readonly reason?: string;
}

/** `checkout:live`, or the function alone where no alias was named. */
export function nameOfStory({functionName, alias}: Pick<FunctionStory, 'functionName' | 'alias'>): string {
  return alias === undefined ? functionName : formatAliasRef({functionName, alias} satisfies AliasRef);
}

/** The same above what is told of it, with its place where there are several. */
export function titleOfStory(story: Pick<FunctionStory, 'functionName' | 'alias' | keyof Place>): string {
  return placedName(nameOfStory(story), story);
}

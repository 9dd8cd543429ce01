import type {AliasRef} from '../../model/function/ref.js';
import type {EventOrigin} from '../../report/event-record.js';
import {Stories} from '../../report/story/stories.js';
import type {FunctionStory} from '../../report/story/story.js';
import type {ToldEvent} from './told-events.js';

export interface ToldStory {
  readonly story: FunctionStory;
  /** Everybody who has told of it, the first one first. */
  readonly origins: readonly EventOrigin[];
}

/** The story of one rollout of an alias, or of the newest one, among kept events of any functions; nothing when it is not there. */
export function toldStory(
  events: readonly ToldEvent[],
  {ref, rolloutId}: {readonly ref: AliasRef; readonly rolloutId?: string | undefined},
): ToldStory | undefined {
  const stories = new Stories();
  const inOrder = events.toSorted((a, b) => a.timeMs - b.timeMs);
  for (const {timeMs, event} of inOrder) stories.add(timeMs, event);
  const story = stories.all.findLast(
    (each) =>
      each.functionName === ref.functionName &&
      each.alias === ref.alias &&
      (rolloutId === undefined ? each.moves.length > 0 || each.rolloutId !== undefined : each.rolloutId === rolloutId),
  );
  if (!story) return undefined;
  const times = [...story.happenings, ...story.looks, ...story.moves].map(({timeMs}) => timeMs);
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
  const origins = new Map<string, EventOrigin>();
  for (const {timeMs, origin} of inOrder) {
    if (!origin || timeMs < fromMs || timeMs > toMs) continue;
    const key = [origin.by, origin.command, origin.job, origin.host].join('\n');
    if (!origins.has(key)) origins.set(key, origin);
  }
  return {story, origins: [...origins.values()]};
}

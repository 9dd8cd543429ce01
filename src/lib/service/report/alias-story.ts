import type {ReleaseFile} from '../../config/release-file.js';
import {announceJoin} from '../../execute/tick/announce.js';
import {judgedBy} from '../../execute/tick/judged-by.js';
import {lookAtRollout} from '../../execute/tick/look.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {ReleaseEvent} from '../../ports/events.js';
import {Stories} from '../../report/story/stories.js';
import {toRolloutPolicy} from '../rollout/policy.js';
import type {Session} from '../session.js';
import type {ToldStory} from './told-stories.js';

/** The story of a rollout that is under way, by one look at it: every move and every minute, and what the judge says now. Throws AwsError. */
export async function aliasStory(
  session: Session,
  {ref, marker, file}: {readonly ref: AliasRef; readonly marker: RolloutMarker; readonly file: ReleaseFile | undefined},
  signal: AbortSignal,
): Promise<ToldStory | undefined> {
  const {settings: asked, stated} = toRolloutPolicy({}, file);
  const {settings, warnings, ...about} = await judgedBy(
    session,
    {ref, marker},
    {settings: asked, isStated: stated.settings !== undefined},
    signal,
  );
  const stories = new Stories();
  const emit = (event: ReleaseEvent) => stories.add(session.clock.now(), event);
  announceJoin({emit}, ref, marker, about);
  for (const warning of warnings) emit({type: 'warning', ...warning});
  const look = await lookAtRollout({...session, events: {emit}}, {ref, marker, settings, minutes: []}, signal);
  if (look.kind === 'unread') throw look.error;
  const [story] = stories.all;
  return story && {story, origins: []};
}

import {formatFailedTrace} from '../../model/failed-trace.js';
import {formatFailureCause} from '../../model/failure-cause.js';
import type {VersionNote} from '../../model/versions/note.js';
import type {EventOrigin} from '../event-record.js';
import {formatTime} from '../line-reporter.js';
import type {FunctionStory} from './story.js';
import type {Told} from './told.js';

/** A name and what is said of it, in plain text. */
export type Detail = readonly [name: string, text: string];

/** Who did it, where, with what, and when it was told. */
export function originDetails({origin, others = [], writtenMs, tool, source}: Told): readonly Detail[] {
  const known: readonly (readonly [string, string | undefined])[] = [
    ['Who', origin?.by],
    ['Account', origin?.account],
    ['Region', origin?.region],
    ['Command', origin && `lambda-release ${origin.command}`],
    ['Commit', origin?.commit],
    ['Job', origin?.job],
    ['Host', origin?.host],
    ['Tool', `lambda-release ${toolOf(origin, tool)}`],
    ['Also', others.length === 0 ? undefined : others.map(otherText).join('\n')],
    ['Told from', source],
    ['Written', formatTime(writtenMs)],
  ];
  return known.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

function otherText({command, by, job, host}: EventOrigin): string {
  return [`lambda-release ${command}`, by && `by ${by}`, job ?? `on ${host}`].filter(Boolean).join(', ');
}

/** A story may have been told first by another version than the one that reads it. */
function toolOf(origin: EventOrigin | undefined, tool: string): string {
  return origin && origin.tool !== tool ? `${origin.tool}, told by ${tool}` : tool;
}

/** Which rollout, of what, for how long; what failed there. */
export function storyDetails(story: FunctionStory): readonly Detail[] {
  const {rolloutId, version, previousVersion, notes = {}, codeSha256, causes = [], traces = []} = story;
  const known: readonly (readonly [string, string | undefined])[] = [
    ['Rollout', rolloutId],
    [`Version ${version}`, notes.candidate && noteText(notes.candidate)],
    [`Version ${previousVersion}`, notes.stable && noteText(notes.stable)],
    ['SHA-256 of the code', codeSha256],
    ['What failed', causes.map(formatFailureCause).join('\n')],
    ['Traces of it', traces.map(formatFailedTrace).join('\n')],
  ];
  return known.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [[name, text] as const]));
}

function noteText({commit, dirty, message}: VersionNote): string {
  return [
    commit === undefined ? undefined : `commit ${commit}${dirty ? ', with changes that are in none' : ''}`,
    message,
  ]
    .filter(Boolean)
    .join(': ');
}

import type {Failure} from '../failure.js';
import {formatTime} from '../line-reporter.js';
import type {EndedStory} from './outcome.js';

/** What a function came to, in a sentence without its name: `version 8 has all traffic, before it was 7`. */
export function saying({story, outcome}: EndedStory): string {
  const {version = '?', previousVersion, published, preview} = story;
  const before = previousVersion === undefined ? '' : `, before it was ${previousVersion}`;
  const over = previousVersion === undefined ? '' : ` over version ${previousVersion}`;
  switch (outcome) {
    case 'promoted':
    case 'shifted':
      return `version ${version} has all traffic${before}`;
    case 'created':
      return `created, version ${version} has all traffic`;
    case 'previewed':
      return `version ${version} answers at ${preview?.url ?? 'an address of its own'}${preview ? `, until ${formatTime(preview.expiresMs)}` : ''}`;
    case 'published':
      return `version ${version} is published, no traffic was moved`;
    case 'unchanged':
      return 'nothing had to change';
    case 'untouched':
      return 'not begun';
    case 'detached':
      return `version ${version}${over} is on its way`;
    case 'held':
      return `version ${version}${over} waits for a person`;
    case 'rolled-back':
      return `version ${version} was taken back${previousVersion === undefined ? '' : `, ${previousVersion} has all traffic`}`;
    case 'taken-over':
      return `version ${version}${over} is in other hands`;
    case 'not-restored':
      return `version ${version}${over} could not be taken back`;
    case 'failed':
      return published ? `version ${version} is published and was not released` : 'failed';
  }
}

/** Why it came to that, as an event has told, or as the judge said last of what was promoted; nothing where a failure says it. */
export function whyOf({story: {reason, looks}, outcome}: EndedStory, failure: Failure | undefined): string | undefined {
  const why = reason ?? (outcome === 'promoted' ? looks.at(-1)?.judgement.reason : undefined);
  return why === undefined || failure?.message.includes(why) ? undefined : why;
}

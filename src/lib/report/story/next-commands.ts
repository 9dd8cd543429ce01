import {toldPlace} from '../../model/place.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {EndedStory} from './outcome.js';
import {nameOfStory} from './story.js';

/** What a person may want to do next; after a failure that is among its ways out. */
export function nextCommands({story, outcome}: EndedStory): readonly string[] {
  if (story.alias === undefined) return [];
  const flags = Object.entries(toldPlace(story)).map(([name, value]) => ` --${name} ${value}`);
  const name = [shellQuoted(nameOfStory(story)), ...flags].join('');
  switch (outcome) {
    case 'promoted':
    case 'shifted':
      return story.previousVersion === undefined
        ? []
        : [`lambda-release rollback ${name} --to ${story.previousVersion}`];
    case 'detached':
      return [`lambda-release rollout watch ${name}`, `lambda-release rollout abort ${name}`];
    default:
      return [];
  }
}

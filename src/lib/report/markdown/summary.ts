import {type Failure, isCommand} from '../failure.js';
import {nextCommands} from '../story/next-commands.js';
import type {EndedStory, StoryOutcome} from '../story/outcome.js';
import {saying, whyOf} from '../story/saying.js';
import {titleOfStory} from '../story/story.js';
import {splitTable} from '../story/tables.js';
import type {TrainStory} from '../story/train-story.js';
import {markdownCommands, markdownText, tableText} from './markdown.js';
import {trainParts} from './train.js';

/**
 * The story of a command in GitHub's Markdown, ending in an empty line, for others may write below it: of a train a line an alias, what became of each function, from
 * which version to which, the split over time, why, and the commands that come next. Empty when there is nothing to tell.
 */
export function stepSummary(
  ended: readonly EndedStory[],
  failure: Failure | undefined,
  trains: readonly TrainStory[] = [],
): string {
  const whole = trains.flatMap((train) => trainParts(train, ended));
  const parts = [
    ...whole,
    ...ended.flatMap((each) => storyParts(each, failure)),
    ...(failure ? failureParts(failure) : []),
  ];
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n\n`;
}

const SIGNS: Readonly<Record<StoryOutcome, string>> = {
  promoted: '✅',
  created: '✅',
  shifted: '✅',
  previewed: '✅',
  published: '✅',
  unchanged: '✅',
  untouched: '⏸️',
  detached: '⏳',
  held: '⏸️',
  'rolled-back': '↩️',
  'taken-over': '❌',
  'not-restored': '❌',
  failed: '❌',
};

/** One story: its heading, who had which share, why, and what may come next. */
export function storyParts(ended: EndedStory, failure: Failure | undefined): readonly string[] {
  const {story, outcome} = ended;
  const heading = `### ${SIGNS[outcome]} ${markdownText(titleOfStory(story))}: ${saying(ended)}`;
  const split = story.moves.length === 0 ? [] : [tableText(splitTable(story))];
  const reason = whyOf(ended, failure);
  const why = reason === undefined ? [] : [`**Why:** ${markdownText(reason)}`];
  const commands = nextCommands(ended);
  return [heading, ...split, ...why, ...(commands.length === 0 ? [] : [markdownCommands(commands)])];
}

/** What went wrong, and the ways out. */
export function failureParts({message, suggestions, exitCode, traffic, code}: Failure): readonly string[] {
  const commands = suggestions.filter(isCommand);
  const advice = suggestions.filter((each) => !commands.includes(each));
  return [
    `**${code}** (exit ${exitCode}, traffic ${traffic}): ${markdownText(message)}`,
    ...(advice.length === 0 ? [] : [advice.map((each) => `- ${markdownText(each)}`).join('\n')]),
    ...(commands.length === 0 ? [] : [markdownCommands(commands)]),
  ];
}
